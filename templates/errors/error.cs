<?cs #
SPDX-License-Identifier: MIT
Every failure as a page: Error.{status,title,text,request_id}. Says what can be done, and what to name when asking for help.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs if:!User.name ?>
		<a class="brand" href="/">
			<span class="logo" aria-hidden="true"></span><b><?cs var:Lang.ui.brand ?></b> <span class="sub2">Houtai</span>
		</a>
	<?cs /if ?>
	<div class="panel ask">
		<div class="pb">
			<p class="dim"><?cs var:Error.status ?></p>
			<h1><?cs var:Error.title ?></h1>
			<p class="why"><?cs var:Error.text ?></p>
			<p class="acts-in">
				<?cs if:User.name ?>
					<a class="btn" href="/"><?cs var:Lang.ui.to_home ?></a>
				<?cs else ?>
					<a class="btn" href="/login"><?cs var:Lang.ui.to_login ?></a>
				<?cs /if ?>
			</p>
			<?cs if:Error.request_id ?>
				<p class="hint"><?cs var:Lang.ui.request_id ?> <code><?cs var:Error.request_id ?></code></p>
			<?cs /if ?>
		</div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
