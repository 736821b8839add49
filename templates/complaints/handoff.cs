<?cs #
SPDX-License-Identifier: MIT
One hand-off as the department sees it: what is asked, about what, by when; the reply. Handoff.*, Files.N.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"complaints/parts.cs" ?>
<?cs def:answering() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.complaints.field.reply ?></h2>
			<?cs call:due(Handoff.due_state, Handoff.due) ?>
		</div>
		<div class="pb">
			<?cs if:?Handoff.lock ?>
				<?cs call:lock(Lang.complaints.do.reply, Handoff.lock) ?>
			<?cs else ?>
				<form method="post" action="<?cs var:Handoff.base ?>/reply">
					<?cs call:form_keys() ?>
					<?cs call:version(Record.version) ?>
					<?cs call:field_area("reply", Lang.complaints.field.reply, Lang.complaints.reply_hint) ?>
					<button class="btn btn-primary"><?cs var:Lang.complaints.do.reply ?></button>
				</form>
			<?cs /if ?>
		</div>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill neu"><span class="<?cs var:Handoff.style ?>"><?cs var:Handoff.state ?></span></span>
	<?cs call:head_rest() ?>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.complaints.field.question ?></h2>
					<span class="sub"><?cs var:Handoff.asked ?></span>
				</div>
				<div class="pb"><p class="pre"><?cs var:Handoff.question ?></p></div>
			</section>
			<?cs if:Handoff.open ?>
				<?cs call:answering() ?>
			<?cs elif:?Handoff.replied ?>
				<section class="panel">
					<div class="ph">
						<h2><?cs var:Lang.complaints.field.reply ?></h2>
						<span class="sub"><?cs var:Handoff.replied ?></span>
					</div>
					<div class="pb"><p class="pre"><?cs var:Handoff.reply ?></p></div>
				</section>
			<?cs /if ?>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.complaints.field.happened ?></h2></div>
				<div class="pb">
					<p class="pre"><?cs var:Handoff.happened ?></p>
					<?cs if:Handoff.demand ?>
						<h3><?cs var:Lang.complaints.field.demand ?></h3>
						<p class="pre"><?cs var:Handoff.demand ?></p>
					<?cs /if ?>
				</div>
			</section>
		</div>
		<aside>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.complaints.facts ?></h2></div>
				<dl class="kv">
					<?cs call:kv_link(Lang.complaints.field.no, Handoff.no, Handoff.complaint) ?>
					<?cs call:kv(Lang.complaints.field.asked, Handoff.department) ?>
					<?cs call:kv(Lang.complaints.field.problem, Handoff.cause) ?>
					<?cs call:kv(Lang.complaints.field.owner, Handoff.owner) ?>
					<?cs call:kv(Lang.complaints.field.due, Handoff.due) ?>
					<?cs if:Handoff.tried ?><?cs call:kv(Lang.complaints.field.tried, Lang.complaints.yes) ?><?cs /if ?>
					<?cs if:?Handoff.told ?><?cs call:kv(Lang.complaints.told, Handoff.told) ?><?cs /if ?>
				</dl>
			</section>
			<?cs call:files() ?>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
