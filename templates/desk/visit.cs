<?cs #
SPDX-License-Identifier: MIT
One visit: why the supervisor takes over or not, who serves it, how it ended. Visit.*, Who.{name,note,path}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:now() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.desk.next ?></h2>
			<span class="sub"><?cs var:Lang.desk.waited ?> <?cs var:Visit.waited ?></span>
		</div>
		<div class="pb">
			<div class="btns">
				<?cs if:Visit.takes ?>
					<?cs call:action(Visit.take, Lang.desk.do.take, "btn-primary") ?>
				<?cs elif:?Visit.take_missing ?>
					<?cs call:lock(Lang.desk.do.take, Visit.take_missing) ?>
				<?cs /if ?>
				<?cs if:!Visit.ends && ?Visit.end_missing ?>
					<?cs call:lock(Lang.desk.do.end, Visit.end_missing) ?>
				<?cs /if ?>
			</div>
			<?cs if:Visit.ends ?>
				<form method="post" action="<?cs var:Visit.base ?>/end">
					<?cs call:form_keys() ?>
					<?cs call:version(Record.version) ?>
					<?cs call:field_area("outcome", Lang.desk.field.outcome, "") ?>
					<button class="btn btn-primary"><?cs var:Lang.desk.do.end ?></button>
				</form>
			<?cs /if ?>
		</div>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<?cs call:form_errors() ?>
	<?cs if:Visit.passed_over ?><?cs call:notice("warn", Lang.desk.takes_over) ?><?cs /if ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.desk.field.about ?></h2>
					<span class="<?cs var:Visit.style ?>"><?cs var:Visit.state ?></span>
				</div>
				<div class="pb"><p class="pre"><?cs var:Visit.about ?></p></div>
			</section>
			<?cs if:?Record.version ?>
				<?cs call:now() ?>
			<?cs else ?>
				<section class="panel">
					<div class="ph">
						<h2><?cs var:Lang.desk.field.outcome ?></h2>
						<span class="sub"><?cs var:Visit.owner ?> · <?cs var:Visit.ended ?></span>
					</div>
					<div class="pb"><p class="pre"><?cs var:Visit.outcome ?></p></div>
				</section>
			<?cs /if ?>
			<?cs call:history() ?>
		</div>
		<aside>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.desk.why ?></h2></div>
				<dl class="kv">
					<?cs call:kv(Lang.desk.field.reasons, Visit.reasons) ?>
					<?cs call:kv(Lang.desk.field.spent, Visit.spent) ?>
					<?cs call:kv(Lang.desk.field.contact_no, Visit.contact) ?>
					<?cs call:kv_link(Lang.desk.field.order_fen, Visit.order, Visit.order_path) ?>
					<?cs call:kv(Lang.desk.field.rule, Visit.rule) ?>
				</dl>
			</section>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.desk.facts ?></h2></div>
				<dl class="kv">
					<?cs call:kv_link(Lang.desk.field.member, Who.name, Who.path) ?>
					<?cs call:kv(Lang.desk.field.member_no, Who.note) ?>
					<?cs if:?Visit.complaint_path ?>
						<?cs call:kv_link(Lang.desk.field.complaint_no, Lang.desk.open_complaint,
							Visit.complaint_path) ?>
					<?cs /if ?>
					<?cs call:kv(Lang.desk.field.arrived_at, Visit.arrived) ?>
					<?cs call:kv(Lang.desk.field.taken_at, Visit.taken) ?>
					<?cs call:kv(Lang.desk.field.owner, Visit.owner) ?>
				</dl>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
