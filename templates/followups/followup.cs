<?cs #
SPDX-License-Identifier: MIT
One follow-up: Followup.*, Who.*, Outcomes and Scores as options, Form.*; what may not be done says why.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:keys() ?>
	<?cs call:form_keys() ?>
	<?cs call:version(Followup.version) ?>
<?cs /def ?>
<?cs def:record() ?>
	<section class="panel" id="record">
		<div class="ph"><h2><?cs var:Lang.followups.page.record ?></h2></div>
		<div class="pb">
			<form method="post" action="/followups/<?cs var:Followup.id ?>/record">
				<?cs call:keys() ?>
				<?cs call:field_radio("outcome", Lang.followups.field.outcome, Outcomes) ?>
				<?cs if:?Followup.question1 ?>
					<?cs call:field_radio("score", Followup.question1, Scores) ?>
					<?cs if:?Followup.question2 && Followup.question2 != "" ?>
						<?cs call:field_radio("score2", Followup.question2, Scores) ?>
					<?cs /if ?>
					<p class="hint"><?cs var:Lang.followups.page.scores ?></p>
				<?cs /if ?>
				<?cs call:field_area("note", Lang.followups.field.note, "") ?>
				<div class="fields">
					<?cs call:field_type("next_day", Lang.followups.field.next_at, "date", Followup.proposed) ?>
					<?cs call:field_hint("next_reason", Lang.followups.field.next_reason,
						Lang.followups.page.next_hint) ?>
				</div>
				<button class="btn btn-primary"><?cs var:Lang.followups.page.save ?></button>
			</form>
		</div>
	</section>
<?cs /def ?>
<?cs def:result() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.followups.page.result ?></h2>
			<span class="<?cs var:Followup.glyph ?>"><?cs var:Followup.state ?></span>
		</div>
		<dl class="kv">
			<?cs call:kv(Lang.followups.field.outcome, Followup.outcome) ?>
			<?cs if:?Followup.question1 ?>
				<?cs call:kv(Followup.question1, Followup.score) ?>
				<?cs if:?Followup.question2 && Followup.question2 != "" ?>
					<?cs call:kv(Followup.question2, Followup.score2) ?>
				<?cs /if ?>
			<?cs /if ?>
			<?cs call:kv(Lang.followups.field.note, Followup.note) ?>
			<?cs call:kv(Lang.followups.field.next_at, Followup.next) ?>
			<?cs call:kv(Lang.followups.field.done_at, Followup.over) ?>
			<?cs call:kv(Lang.ui.who, Followup.by) ?>
		</dl>
	</section>
<?cs /def ?>
<?cs def:others() ?>
	<details class="act"<?cs if:?Form.staff_no.error ?> open<?cs /if ?>>
		<summary class="btn"><?cs var:Lang.followups.page.hand_over ?>…</summary>
		<form method="post" action="/followups/<?cs var:Followup.id ?>/hand-over">
			<?cs call:keys() ?>
			<?cs call:field("staff_no", Lang.followups.field.staff_no) ?>
			<button class="btn btn-primary"><?cs var:Lang.followups.page.hand_over ?></button>
		</form>
	</details>
	<details class="act"<?cs if:?Form.reason.error ?> open<?cs /if ?>>
		<summary class="btn"><?cs var:Lang.followups.page.skip ?>…</summary>
		<form method="post" action="/followups/<?cs var:Followup.id ?>/skip">
			<?cs call:keys() ?>
			<?cs call:field("reason", Lang.followups.field.reason) ?>
			<button class="btn btn-primary"><?cs var:Lang.followups.page.skip ?></button>
		</form>
	</details>
<?cs /def ?>
<?cs def:member() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.followups.field.member ?></h2>
			<a href="<?cs var:Who.path ?>"><?cs var:Lang.followups.page.member ?></a>
		</div>
		<p class="who-line">
			<b><?cs var:Who.name ?></b> <?cs call:tier(Who.tn, Who.tier) ?>
			<span><?cs var:Who.no ?></span>
		</p>
		<dl class="kv">
			<?cs call:kv(Lang.members.page.phone, Who.phone) ?>
			<?cs call:kv(Lang.followups.field.contact_at, Who.contact) ?>
		</dl>
		<p class="hint under"><?cs var:Lang.followups.page.phone ?></p>
	</section>
<?cs /def ?>
<?cs def:facts() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.followups.page.facts ?></h2></div>
		<dl class="kv">
			<?cs call:kv(Lang.followups.field.agent, Followup.staff) ?>
			<?cs call:kv(Lang.followups.field.made_at, Followup.made) ?>
			<?cs if:?Followup.rule_at ?><?cs call:kv(Lang.followups.field.rule_at, Followup.rule_at) ?><?cs /if ?>
			<?cs if:?Followup.tries ?><?cs call:kv(Lang.followups.field.tries, Followup.tries) ?><?cs /if ?>
			<?cs if:?Followup.survey ?>
				<?cs call:kv_link(Lang.followups.kind.4, Followup.survey, Followup.survey_path) ?>
			<?cs /if ?>
			<?cs if:?Followup.source ?>
				<?cs call:kv_link(Lang.followups.field.source, Followup.kind, Followup.source) ?>
			<?cs /if ?>
		</dl>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill neu"><?cs var:Followup.state ?></span>
	<?cs call:head_rest() ?>
	<?cs call:due(Followup.due_class, Followup.due) ?>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="cols">
		<div>
			<?cs if:?Followup.cause && Followup.cause != "" ?><?cs call:notice("info", Followup.cause) ?><?cs /if ?>
			<?cs if:Who.no_calls ?><?cs call:notice("warn", Lang.followups.page.no_calls) ?><?cs /if ?>
			<?cs if:Followup.open ?>
				<?cs call:record() ?>
				<div class="panel">
					<div class="can">
						<div>
							<h2><?cs var:Lang.followups.page.otherwise ?></h2>
							<div class="btns"><?cs call:others() ?></div>
						</div>
					</div>
				</div>
			<?cs elif:?Followup.locked ?>
				<div class="panel">
					<div class="pb"><?cs call:lock(Lang.followups.page.record, Followup.locked) ?></div>
				</div>
			<?cs else ?>
				<?cs call:result() ?>
			<?cs /if ?>
			<?cs call:history() ?>
		</div>
		<aside><?cs call:member() ?><?cs call:facts() ?></aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
