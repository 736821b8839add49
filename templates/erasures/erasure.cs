<?cs #
SPDX-License-Identifier: MIT
One erasure: what goes and what stays, and the decision: Erasure.*.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:keys() ?>
	<?cs call:form_keys() ?>
	<?cs call:version(Erasure.version) ?>
<?cs /def ?>
<?cs def:decide() ?>
	<section class="panel sign" id="sign">
		<div class="ph"><h2><?cs var:Lang.erasures.decide ?></h2></div>
		<div class="pb">
			<?cs if:?Erasure.locked ?>
				<?cs call:lock(Lang.erasures.approve, Erasure.locked) ?>
			<?cs else ?>
				<?cs call:notice("warn", Lang.erasures.warning) ?>
				<form method="post" action="/erasures/<?cs var:Erasure.id ?>/approve">
					<?cs call:keys() ?>
					<?cs call:field_password("password", Lang.ui.password, "current-password") ?>
					<button class="btn btn-danger full"><?cs var:Lang.erasures.approve ?></button>
				</form>
			<?cs /if ?>
		</div>
	</section>
<?cs /def ?>
<?cs def:reject() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.erasures.reject ?></h2></div>
		<div class="pb">
			<form method="post" action="/erasures/<?cs var:Erasure.id ?>/reject">
				<?cs call:keys() ?>
				<?cs call:field("why", Lang.erasures.field.why) ?>
				<button class="btn"><?cs var:Lang.erasures.reject ?></button>
			</form>
		</div>
	</section>
<?cs /def ?>
<?cs def:withdraw() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.erasures.withdraw ?></h2></div>
		<div class="pb">
			<form method="post" action="/erasures/<?cs var:Erasure.id ?>/withdraw">
				<?cs call:keys() ?>
				<?cs call:field("why", Lang.erasures.field.why) ?>
				<button class="btn"><?cs var:Lang.erasures.withdraw ?></button>
			</form>
		</div>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill <?cs var:Erasure.kind ?>"><?cs var:Erasure.state ?></span>
	<?cs call:head_rest() ?>
	<?cs if:Erasure.waits ?><?cs call:due(Erasure.due_class, Erasure.due) ?><?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.erasures.request ?></h2></div>
				<dl class="kv">
					<?cs call:kv_link(Lang.erasures.field.member, Erasure.no, Erasure.path) ?>
					<?cs call:kv(Lang.erasures.field.reason, Erasure.reason) ?>
					<?cs call:kv(Lang.erasures.field.asked_at, Erasure.asked) ?>
					<?cs call:kv(Lang.erasures.field.asked_by, Erasure.asked_by) ?>
					<?cs if:?Erasure.decided ?>
						<?cs call:kv(Lang.erasures.field.decided_at, Erasure.decided) ?>
						<?cs call:kv(Lang.ui.who, Erasure.decided_by) ?>
						<?cs call:kv(Lang.erasures.field.why, Erasure.decided_reason) ?>
					<?cs /if ?>
				</dl>
			</section>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.erasures.what ?></h2></div>
				<div class="pb">
					<p><b><?cs var:Lang.erasures.goes ?></b> <?cs var:Lang.erasures.goes_text ?></p>
					<p><b><?cs var:Lang.erasures.stays ?></b> <?cs var:Lang.erasures.stays_text ?></p>
				</div>
			</section>
			<?cs call:history() ?>
		</div>
		<aside>
			<?cs if:Erasure.waits ?>
				<?cs call:decide() ?>
				<?cs if:Erasure.open ?><?cs call:reject() ?><?cs /if ?>
				<?cs if:Erasure.withdraw && !Erasure.open ?><?cs call:withdraw() ?><?cs /if ?>
			<?cs /if ?>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
