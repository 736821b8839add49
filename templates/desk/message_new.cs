<?cs #
SPDX-License-Identifier: MIT
Taking in a message that came by board, mail, chat or social media.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="panel form">
		<div class="pb">
			<form method="post" action="/messages/new">
				<?cs call:form_keys() ?>
				<?cs call:form_errors() ?>
				<div class="fields">
					<?cs call:field_hint("member_no", Lang.desk.field.member_no, Lang.desk.member_hint) ?>
					<?cs call:field_hint("caller", Lang.desk.field.caller, Lang.desk.caller_hint) ?>
					<?cs call:field("reach", Lang.desk.field.reach) ?>
					<?cs call:field_select("channel", Lang.desk.field.channel, Channels, "") ?>
					<?cs call:field_hint("left_at", Lang.desk.field.left_at, Lang.desk.time_hint) ?>
				</div>
				<?cs call:field_area("text", Lang.desk.field.text, "") ?>
				<?cs call:form_buttons(Lang.desk.do.keep, "/messages") ?>
			</form>
		</div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
