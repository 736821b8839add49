<?cs #
SPDX-License-Identifier: MIT
A new survey: a title and one or two questions.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="panel form">
		<div class="pb">
			<form method="post" action="/surveys/new">
				<?cs call:form_keys() ?>
				<?cs call:form_errors() ?>
				<?cs call:field("title", Lang.followups.field.title) ?>
				<?cs call:field_hint("question1", Lang.followups.field.question1,
					Lang.followups.surveys.question_hint) ?>
				<?cs call:field_hint("question2", Lang.followups.field.question2, Lang.followups.surveys.second_hint) ?>
				<?cs call:form_buttons(Lang.followups.surveys.save, "/surveys") ?>
			</form>
		</div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
