<?cs #
SPDX-License-Identifier: MIT
A member's contact data and consent, while the identity is checked (RULE MEM-4): Edit.{path,back,version,whole,phone,email,address}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<form class="panel" method="post" action="<?cs var:Edit.path ?>">
		<div class="pb">
			<?cs call:form_keys() ?>
			<?cs call:version(Edit.version) ?>
			<?cs if:Edit.whole ?><?cs call:hidden("whole", "1") ?><?cs /if ?>
			<?cs call:form_errors() ?>
			<div class="fields">
				<?cs call:field("name", Lang.members.field.name) ?>
				<?cs call:field_type("phone", Lang.members.field.phone, "tel", Edit.phone) ?>
				<?cs call:field_hint("email", Lang.members.field.email, Edit.email) ?>
				<?cs call:field_select("province", Lang.members.field.province, Provinces, "") ?>
				<?cs call:field("city", Lang.members.field.city) ?>
				<?cs call:field("district", Lang.members.field.district) ?>
			</div>
			<?cs call:field_hint("address", Lang.members.page.address, Edit.address) ?>
			<fieldset class="f">
				<legend><?cs var:Lang.members.edit.consent ?></legend>
				<div class="fields three">
					<?cs call:field_check("sms", Lang.members.consent.sms) ?>
					<?cs call:field_check("mail", Lang.members.consent.mail) ?>
					<?cs call:field_check("calls", Lang.members.consent.calls) ?>
				</div>
			</fieldset>
			<?cs call:form_buttons(Lang.members.edit.save, Edit.back) ?>
		</div>
	</form>
<?cs /def ?>
<?cs include!"layout.cs" ?>
