<?cs #
SPDX-License-Identifier: MIT
Asking for a reset (Help.member) or for a new account. Help.{member,back,locked}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:reset() ?>
	<?cs if:?Help.locked ?>
		<?cs call:form_errors() ?>
		<?cs call:lock(Lang.accounthelp.ask, Help.locked) ?>
		<p><a href="<?cs var:Help.back ?>"><?cs var:Lang.erasures.to_member ?></a></p>
	<?cs else ?>
		<form method="post" action="/accounthelp/new">
			<?cs call:form_keys() ?>
			<?cs call:hidden("member", Help.member) ?>
			<?cs call:form_errors() ?>
			<?cs call:field_area("note", Lang.accounthelp.field.note, Lang.accounthelp.note_hint) ?>
			<?cs call:form_buttons(Lang.accounthelp.ask, Help.back) ?>
		</form>
	<?cs /if ?>
<?cs /def ?>
<?cs def:account() ?>
	<form method="post" action="/accounthelp/new">
		<?cs call:form_keys() ?>
		<?cs call:form_errors() ?>
		<?cs call:field("name", Lang.accounthelp.field.name) ?>
		<div class="fields">
			<?cs call:field_type("phone", Lang.accounthelp.field.phone, "tel", Lang.accounthelp.way_hint) ?>
			<?cs call:field_type("email", Lang.accounthelp.field.email, "email", "") ?>
		</div>
		<?cs call:field_area("note", Lang.accounthelp.field.note, Lang.accounthelp.note_hint) ?>
		<?cs call:form_buttons(Lang.accounthelp.ask, "/accounthelp") ?>
	</form>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="panel form">
		<div class="pb"><?cs if:?Help.member ?><?cs call:reset() ?><?cs else ?><?cs call:account() ?><?cs /if ?></div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
