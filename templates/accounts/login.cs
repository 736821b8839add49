<?cs #
SPDX-License-Identifier: MIT
Log-in: account name and password; the same words for an unknown name and a wrong password. Form.next: where to go then.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<p class="brand">
		<span class="logo" aria-hidden="true"></span><b><?cs var:Lang.ui.brand ?></b> <span class="sub2">Houtai</span>
	</p>
	<section class="panel">
		<h1><?cs var:Page.title ?></h1>
		<form method="post" action="/login">
			<?cs call:form_keys() ?>
			<?cs if:Form.next.value ?><?cs call:hidden("next", Form.next.value) ?><?cs /if ?>
			<?cs call:form_errors() ?>
			<div class="f">
				<label for="f-name"><?cs var:Lang.ui.account ?></label>
				<input class="form-control" type="text" name="name" autocomplete="username" autocapitalize="none"
					spellcheck="false" value="<?cs var:Form.name.value ?>"<?cs call:f_aria("name", "") ?>>
				<?cs call:f_tail("name", "") ?>
			</div>
			<?cs call:field_password("password", Lang.ui.password, "current-password") ?>
			<button class="btn btn-primary full"><?cs var:Lang.ui.sign_in ?></button>
		</form>
		<?cs if:Demo.0.name ?>
			<div class="demo">
				<h2><?cs var:Lang.ui.demo ?></h2>
				<dl class="kv"><?cs each:d = Demo ?><?cs call:kv(d.name, d.role) ?><?cs /each ?></dl>
			</div>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs include!"layout.cs" ?>
