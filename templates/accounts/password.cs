<?cs #
SPDX-License-Identifier: MIT
One's own password. Must: set when it is an administrator's and a new one must be chosen first; the page stands bare then. Form.next:
where to go then.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs if:Must ?>
		<p class="brand">
			<span class="logo" aria-hidden="true"></span><b><?cs var:Lang.ui.brand ?></b> <span class="sub2">Houtai</span>
		</p>
		<div class="panel">
		<h1><?cs var:Page.title ?></h1>
		<p class="why"><?cs var:Lang.accounts.password.must ?></p>
	<?cs else ?>
		<?cs call:page_head() ?>
		<div class="panel pb ask">
	<?cs /if ?>
	<form method="post" action="/password">
		<?cs call:form_keys() ?>
		<?cs call:hidden("next", Form.next.value) ?>
		<?cs call:form_errors() ?>
		<?cs call:field_password("password", Lang.accounts.password.old, "current-password") ?>
		<?cs call:field_password("fresh", Lang.accounts.password.fresh, "new-password") ?>
		<p class="hint"><?cs var:Lang.accounts.password.hint ?></p>
		<?cs call:field_password("again", Lang.accounts.password.again, "new-password") ?>
		<button class="btn btn-primary<?cs if:Must ?> full<?cs /if ?>"><?cs var:Lang.accounts.password.save ?></button>
	</form>
	<?cs if:Must ?>
		<form method="post" action="/logout">
			<?cs call:form_keys() ?>
			<button class="lk"><?cs var:Lang.ui.sign_out ?></button>
		</form>
	<?cs /if ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
