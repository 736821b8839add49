<?cs #
SPDX-License-Identifier: MIT
Taking in a visit.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="panel form">
		<div class="pb">
			<form method="post" action="/visits/new">
				<?cs call:form_keys() ?>
				<?cs call:form_errors() ?>
				<div class="fields">
					<?cs call:field_hint("member_no", Lang.desk.field.member_no, Lang.desk.member_hint) ?>
					<?cs call:field_hint("caller", Lang.desk.field.caller, Lang.desk.caller_hint) ?>
					<?cs call:field_hint("order_no", Lang.desk.field.order_no, Lang.desk.order_hint) ?>
					<?cs call:field_hint("complaint_no", Lang.desk.field.complaint_no, Lang.desk.complaint_hint) ?>
				</div>
				<?cs call:field_area("about", Lang.desk.field.about, "") ?>
				<?cs call:form_buttons(Lang.desk.do.keep, "/visits") ?>
			</form>
		</div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
