<?cs #
SPDX-License-Identifier: MIT
A follow-up planned by hand. New.{member,back}, Kinds as options.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="panel form">
		<div class="pb">
			<form method="post" action="/followups/new">
				<?cs call:form_keys() ?>
				<?cs call:hidden("member", New.member) ?>
				<?cs call:form_errors() ?>
				<div class="fields">
					<?cs call:field_select("kind", Lang.followups.field.kind, Kinds, "") ?>
					<?cs call:field_type("day", Lang.followups.field.day, "date", "") ?>
				</div>
				<?cs call:field_area("cause", Lang.followups.field.cause, Lang.followups.new.cause_hint) ?>
				<?cs call:form_buttons(Lang.followups.new.save, New.back) ?>
			</form>
		</div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
