<?cs #
SPDX-License-Identifier: MIT
One complaint: its way, what may be done now and what is missing, what happened, the steps of CMP-5, hand-offs, the words so far, every
clock. Complaint.*, Can.NAME.open, Cannot.N, Taken.N, Handoffs.N, Untold, Asked (options), Offered.N, Entries.N, Deadline.N, Ended.N, Order.*,
Goods.N, Files.N, Similar.N, Member.*, and the options of its forms.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"complaints/parts.cs" ?>
<?cs def:keys() ?>
	<?cs call:form_keys() ?>
	<?cs call:version(Record.version) ?>
<?cs /def ?>
<?cs def:can_now() ?>
	<div>
		<h2><?cs var:Lang.orders.can ?></h2>
		<div class="btns">
			<?cs if:Can.take.open ?>
				<form method="post" action="<?cs var:Complaint.base ?>/take" class="one">
					<?cs call:keys() ?>
					<button class="btn btn-primary"><?cs var:Lang.complaints.do.take ?></button>
				</form>
			<?cs /if ?>
			<?cs if:Can.close.open ?>
				<form method="post" action="<?cs var:Complaint.base ?>/close" class="one">
					<?cs call:keys() ?>
					<button class="btn btn-primary"><?cs var:Lang.complaints.do.close ?></button>
				</form>
			<?cs /if ?>
			<?cs if:Can.facts.open ?>
				<form method="post" action="<?cs var:Complaint.base ?>/facts" class="one">
					<?cs call:keys() ?>
					<button class="btn "><?cs var:Lang.complaints.do.facts ?></button>
				</form>
			<?cs /if ?>
			<?cs if:Can.transfer.open ?>
				<details class="act"<?cs if:?Form.owner.error || ?Form.transfer_note.error ?> open<?cs /if ?>>
					<summary class="btn"><?cs var:Lang.complaints.do.transfer ?>…</summary>
					<form method="post" action="<?cs var:Complaint.base ?>/transfer">
						<?cs call:keys() ?>
						<?cs call:field_select("owner", Lang.complaints.field.owner, Agents, "") ?>
						<?cs call:field_area("transfer_note", Lang.complaints.field.note, "") ?>
						<button class="btn btn-primary"><?cs var:Lang.complaints.do.transfer ?></button>
					</form>
				</details>
			<?cs /if ?>
			<?cs if:Can.classify.open ?>
				<details
					class="act"<?cs if:?Form.problem.error || ?Form.department.error || ?Form.class_urgency.error || ?Form.class_reason.error ?> open<?cs /if ?>>
					<summary class="btn"><?cs var:Lang.complaints.do.classify ?>…</summary>
					<form method="post" action="<?cs var:Complaint.base ?>/classify">
						<?cs call:keys() ?>
						<?cs call:problem_select("") ?>
						<?cs call:field_select("department", Lang.complaints.field.department, Departments, "") ?>
						<?cs call:field_select("class_urgency", Lang.complaints.field.urgency, Urgencies, "") ?>
						<?cs call:field_check("class_complex", Lang.complaints.new.complex) ?>
						<?cs call:field_area("class_reason", Lang.complaints.field.reason, "") ?>
						<button class="btn btn-primary"><?cs var:Lang.complaints.do.classify ?></button>
					</form>
				</details>
			<?cs /if ?>
			<?cs if:Can.call_back.open ?>
				<details class="act"<?cs if:?Form.score.error || ?Form.call_text.error ?> open<?cs /if ?>>
					<summary class="btn"><?cs var:Lang.complaints.do.call_back ?>…</summary>
					<form method="post" action="<?cs var:Complaint.base ?>/call-back">
						<?cs call:keys() ?>
						<?cs call:field_select("score", Lang.complaints.field.score, Scores, "") ?>
						<?cs call:field_area("call_text", Lang.complaints.field.heard, "") ?>
						<button class="btn btn-primary"><?cs var:Lang.complaints.do.call_back ?></button>
					</form>
				</details>
			<?cs /if ?>
			<?cs if:Can.reopen.open ?>
				<details class="act"<?cs if:?Form.reopen_reason.error ?> open<?cs /if ?>>
					<summary class="btn"><?cs var:Lang.complaints.do.reopen ?>…</summary>
					<form method="post" action="<?cs var:Complaint.base ?>/reopen">
						<?cs call:keys() ?>
						<?cs call:field_area("reopen_reason", Lang.complaints.field.reason, "") ?>
						<button class="btn btn-primary"><?cs var:Lang.complaints.do.reopen ?></button>
					</form>
				</details>
			<?cs /if ?>
			<span class="only dim"><?cs var:Lang.orders.order.can_nothing ?></span>
		</div>
	</div>
<?cs /def ?>
<?cs def:happened() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.complaints.field.happened ?></h2></div>
		<div class="pb">
			<p class="pre"><?cs var:Complaint.happened ?></p>
			<?cs if:Complaint.demand ?>
				<h3><?cs var:Lang.complaints.field.demand ?></h3>
				<p class="pre"><?cs var:Complaint.demand ?></p>
			<?cs /if ?>
		</div>
	</section>
<?cs /def ?>
<?cs def:offered() ?>
	<?cs if:?Offered.0.amount ?>
		<table class="tb" id="compensation">
			<caption class="visually-hidden"><?cs var:Lang.complaints.field.compensation ?></caption>
			<thead>
				<tr>
					<th scope="col" class="num"><?cs var:Lang.complaints.field.amount ?></th>
					<th scope="col"><?cs var:Lang.complaints.field.reason ?></th>
					<th scope="col"><?cs var:Lang.complaints.field.asked_by ?></th>
					<th scope="col"><?cs var:Lang.complaints.field.decided_by ?></th>
					<th scope="col"><?cs var:Lang.complaints.field.state ?></th>
				</tr>
			</thead>
			<tbody>
				<?cs each:o = Offered ?>
					<tr>
						<td class="num"><?cs var:o.amount ?></td>
						<th scope="row" class="why"><?cs var:o.reason ?></th>
						<td class="dim"><?cs var:o.asked ?></td>
						<td class="dim"><?cs var:o.decided ?> <?cs var:o.why ?></td>
						<td><span class="<?cs var:o.style ?>"><?cs var:o.state ?></span></td>
					</tr>
				<?cs /each ?>
			</tbody>
		</table>
	<?cs /if ?>
	<?cs if:Can.decide.open ?>
		<div class="pf">
			<form method="post" action="<?cs var:Complaint.base ?>/decide">
				<?cs call:keys() ?>
				<?cs call:field_hint("decide_reason", Lang.complaints.field.reason, Lang.complaints.decide_hint) ?>
				<div class="fb">
					<button class="btn btn-primary" name="approve" value="1">
						<?cs var:Lang.complaints.do.approve ?>
					</button><button class="btn" name="approve" value="0"><?cs var:Lang.complaints.do.reject ?></button>
				</div>
			</form>
		</div>
	<?cs /if ?>
<?cs /def ?>
<?cs def:solving() ?>
	<section class="panel" id="steps">
		<div class="ph">
			<h2><?cs var:Lang.complaints.steps ?></h2>
			<span class="sub"><?cs var:Lang.complaints.steps_note ?></span>
		</div>
		<div class="pb">
			<ul class="checks">
				<?cs each:t = Taken ?><li class="<?cs var:t.style ?>"><?cs var:t.label ?></li><?cs /each ?>
			</ul>
			<?cs if:?Complaint.solution && Complaint.solution != "" ?>
				<h3><?cs var:Lang.complaints.field.solution ?></h3>
				<p class="pre"><?cs var:Complaint.solution ?></p>
			<?cs /if ?>
			<?cs if:?Complaint.result && Complaint.result != "" ?>
				<h3><?cs var:Lang.complaints.field.result ?></h3>
				<p class="pre"><?cs var:Complaint.result ?></p>
			<?cs /if ?>
			<div class="btns">
				<?cs if:Can.step.open ?>
					<details class="act"<?cs if:?Form.step.error || ?Form.step_text.error ?> open<?cs /if ?>>
						<summary class="btn"><?cs var:Lang.complaints.do.step ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/step">
							<?cs call:keys() ?>
							<?cs call:field_radio("step", Lang.complaints.field.step, StepChoices) ?>
							<?cs call:field_area("step_text", Lang.complaints.field.said, Lang.complaints.step_hint) ?>
							<button class="btn btn-primary"><?cs var:Lang.complaints.do.step ?></button>
						</form>
					</details>
				<?cs /if ?>
				<?cs if:Can.solve.open ?>
					<details class="act"<?cs if:?Form.solution.error || ?Form.result.error ?> open<?cs /if ?>>
						<summary class="btn"><?cs var:Lang.complaints.do.solve ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/solve">
							<?cs call:keys() ?>
							<?cs call:field_area("solution", Lang.complaints.field.solution, "") ?>
							<?cs call:field_area("result", Lang.complaints.field.result, Lang.complaints.result_hint) ?>
							<button class="btn btn-primary"><?cs var:Lang.complaints.do.solve ?></button>
						</form>
					</details>
				<?cs /if ?>
				<?cs if:Can.compensate.open ?>
					<details
						class="act"<?cs if:?Form.amount_fen.error || ?Form.compensate_reason.error ?> open<?cs /if ?>>
						<summary class="btn"><?cs var:Lang.complaints.do.compensate ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/compensate">
							<?cs call:keys() ?>
							<?cs call:field_money("amount_fen", Lang.complaints.field.amount, Limit.text) ?>
							<?cs call:field_area("compensate_reason", Lang.complaints.field.reason, "") ?>
							<button class="btn btn-primary"><?cs var:Lang.complaints.do.compensate ?></button>
						</form>
					</details>
				<?cs /if ?>
			</div>
		</div>
		<?cs call:offered() ?>
	</section>
<?cs /def ?>
<?cs def:handing() ?>
	<section class="panel" id="handoffs">
		<div class="ph">
			<h2><?cs var:Lang.complaints.handoffs.title ?></h2>
			<span class="sub"><?cs var:Lang.complaints.handoffs.note ?></span>
		</div>
		<?cs if:?Handoffs.0.label ?>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.complaints.handoffs.title ?></caption>
				<thead>
					<tr>
						<th scope="col"><?cs var:Lang.complaints.field.asked ?></th>
						<th scope="col"><?cs var:Lang.complaints.field.question ?></th>
						<th scope="col"><?cs var:Lang.complaints.field.reply ?></th>
						<th scope="col"><?cs var:Lang.complaints.field.due ?></th>
						<th scope="col"><?cs var:Lang.complaints.field.state ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:h = Handoffs ?>
						<tr>
							<th scope="row" class="two">
								<?cs if:h.path ?>
									<a href="<?cs var:h.path ?>"><?cs var:h.label ?></a>
								<?cs else ?>
									<?cs var:h.label ?>
								<?cs /if ?><small><?cs var:h.asked ?></small>
							</th>
							<td class="why"><?cs var:h.question ?></td>
							<td class="why two"><?cs var:h.reply ?><small><?cs var:h.replied ?></small></td>
							<td><span class="due <?cs var:h.due_state ?>"><?cs var:h.due ?></span></td>
							<td><span class="<?cs var:h.style ?>"><?cs var:h.state ?></span></td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		<?cs /if ?>
		<div class="pb">
			<div class="btns">
				<?cs if:Can.hand_off.open ?>
					<details
						class="act"<?cs if:?Form.to.error || ?Form.tried.error || ?Form.question.error ?> open<?cs /if ?>>
						<summary class="btn"><?cs var:Lang.complaints.do.hand_off ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/hand-off">
							<?cs call:keys() ?>
							<?cs call:field_select("to", Lang.complaints.field.to, Targets, Lang.complaints.to_hint) ?>
							<?cs call:field_check("tried", Lang.complaints.field.tried) ?>
							<?cs call:field_area("question", Lang.complaints.field.question, "") ?>
							<button class="btn btn-primary"><?cs var:Lang.complaints.do.hand_off ?></button>
						</form>
					</details>
				<?cs /if ?>
				<?cs if:?Untold.0.label && Can.tell.open ?>
					<details class="act" open>
						<summary class="btn"><?cs var:Lang.complaints.do.told ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/told">
							<?cs call:keys() ?>
							<?cs call:field_select("told_handoff", Lang.complaints.field.handoff, Untold, "") ?>
							<?cs call:field_select("told_channel", Lang.complaints.field.channel, Channels, "") ?>
							<?cs call:field_area("told_text", Lang.complaints.field.tell, "") ?>
							<button class="btn btn-primary"><?cs var:Lang.complaints.do.told ?></button>
						</form>
					</details>
				<?cs /if ?>
				<?cs if:?Asked.0.label && Can.tell.open ?>
					<details
						class="act"<?cs if:?Form.withdraw_reason.error || ?Form.withdraw_handoff.error ?> open<?cs /if ?>>
						<summary class="btn"><?cs var:Lang.complaints.do.withdraw ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/withdraw">
							<?cs call:keys() ?>
							<?cs call:field_select("withdraw_handoff", Lang.complaints.field.handoff, Asked, "") ?>
							<?cs call:field_area("withdraw_reason", Lang.complaints.field.reason, "") ?>
							<button class="btn "><?cs var:Lang.complaints.do.withdraw ?></button>
						</form>
					</details>
				<?cs /if ?>
				<?cs if:!?Handoffs.0.label && !?Can.hand_off.open ?>
					<span class="dim"><?cs var:Lang.complaints.nothing_yet ?></span>
				<?cs /if ?>
			</div>
		</div>
	</section>
<?cs /def ?>
<?cs def:words() ?>
	<section class="panel" id="words">
		<div class="ph">
			<h2><?cs var:Lang.complaints.words ?></h2>
			<span class="sub"><?cs var:Lang.complaints.words_note ?></span>
		</div>
		<div class="pb noprint">
			<div class="btns">
				<?cs if:Can.tell.open ?>
					<details class="act"<?cs if:?Form.tell_channel.error || ?Form.tell_text.error ?> open<?cs /if ?>>
						<summary class="btn"><?cs var:Lang.complaints.do.tell ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/tell">
							<?cs call:keys() ?>
							<?cs call:field_select("tell_channel", Lang.complaints.field.channel, Channels,
								Lang.complaints.channel_hint) ?>
							<?cs call:field_area("tell_text", Lang.complaints.field.tell, Lang.complaints.tell_hint) ?>
							<button class="btn btn-primary"><?cs var:Lang.complaints.do.tell ?></button>
						</form>
					</details>
				<?cs /if ?>
				<?cs if:Can.heard.open ?>
					<details class="act"<?cs if:?Form.heard_channel.error || ?Form.heard_text.error ?> open<?cs /if ?>>
						<summary class="btn"><?cs var:Lang.complaints.do.heard ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/heard">
							<?cs call:keys() ?>
							<?cs call:field_select("heard_channel", Lang.complaints.field.channel, Channels, "") ?>
							<?cs call:field_area("heard_text", Lang.complaints.field.heard, "") ?>
							<button class="btn btn-primary"><?cs var:Lang.complaints.do.heard ?></button>
						</form>
					</details>
				<?cs /if ?>
				<?cs if:Can.note.open ?>
					<details class="act"<?cs if:?Form.note_text.error || ?Form.note_file.error ?> open<?cs /if ?>>
						<summary class="btn"><?cs var:Lang.complaints.do.note ?>…</summary>
						<form method="post" action="<?cs var:Complaint.base ?>/note" enctype="multipart/form-data">
							<?cs call:keys() ?>
							<?cs call:field_area("note_text", Lang.complaints.field.note, "") ?>
							<?cs call:field_file("note_file", Lang.complaints.field.file,
								Lang.complaints.new.file_hint) ?>
							<button class="btn btn-primary"><?cs var:Lang.complaints.do.note ?></button>
						</form>
					</details>
				<?cs /if ?>
			</div>
		</div>
		<?cs if:?Entries.0.at ?>
			<ol class="talk">
				<?cs each:e = Entries ?>
					<li class="<?cs var:e.style ?>">
						<p class="small">
							<b><?cs var:e.kind ?></b> <?cs var:e.detail ?> · <?cs var:e.at ?> · <?cs var:e.staff ?>
						</p>
						<?cs if:e.text ?><p class="pre"><?cs var:e.text ?></p><?cs /if ?>
					</li>
				<?cs /each ?>
			</ol>
		<?cs else ?>
			<?cs call:empty(Lang.complaints.words_none, Lang.complaints.words_later) ?>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:ended() ?>
	<?cs if:?Ended.0.title ?>
		<section class="panel">
			<div class="ph"><h2><?cs var:Lang.complaints.clocks_ended ?></h2></div>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.complaints.clocks_ended ?></caption>
				<thead>
					<tr>
						<th scope="col"><?cs var:Lang.ui.clock ?></th>
						<th scope="col" class="at"><?cs var:Lang.complaints.field.due ?></th>
						<th scope="col"><?cs var:Lang.complaints.field.state ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:d = Ended ?>
						<tr>
							<th scope="row" class="two">
								<?cs var:d.title ?><small><?cs var:d.rule ?> · <?cs var:d.ended ?></small>
							</th>
							<td class="at"><?cs var:d.due ?></td>
							<td class="at"><span class="<?cs var:d.style ?>"><?cs var:d.outcome ?></span></td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		</section>
	<?cs /if ?>
<?cs /def ?>
<?cs def:order() ?>
	<?cs if:?Order.no ?>
		<section class="panel">
			<div class="ph">
				<h2><?cs var:Lang.complaints.field.order ?></h2>
				<?cs if:Order.path ?>
					<a href="<?cs var:Order.path ?>"><?cs var:Order.no ?></a>
				<?cs else ?>
					<span><?cs var:Order.no ?></span>
				<?cs /if ?>
			</div>
			<dl class="kv">
				<div><dt><?cs var:Lang.orders.field.state ?></dt><dd><?cs call:state(Order.s, Order.state) ?></dd></div>
				<?cs call:kv(Lang.orders.field.total, Order.total) ?>
				<?cs call:kv(Lang.orders.field.placed_at, Order.placed) ?>
				<?cs call:kv(Lang.orders.state.4, Order.shipped) ?>
				<?cs call:kv(Lang.orders.state.5, Order.signed) ?>
			</dl>
		</section>
	<?cs /if ?>
	<?cs if:?Goods.0.no ?>
		<section class="panel">
			<div class="ph"><h2><?cs var:Lang.complaints.field.goods ?></h2></div>
			<ul class="lines">
				<?cs each:g = Goods ?>
					<li>
						<p>
							<?cs if:g.path ?>
								<a href="<?cs var:g.path ?>"><?cs var:g.name ?></a>
							<?cs else ?>
								<?cs var:g.name ?>
							<?cs /if ?>
						</p>
						<p class="dim small">
							<?cs var:g.no ?><?cs if:g.quality ?> · <?cs var:Lang.complaints.quality ?><?cs /if ?>
						</p>
					</li>
				<?cs /each ?>
			</ul>
		</section>
	<?cs /if ?>
<?cs /def ?>
<?cs def:facts() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.complaints.facts ?></h2></div>
		<dl class="kv">
			<?cs call:kv(Lang.complaints.field.owner, Complaint.owner) ?>
			<?cs call:kv(Lang.complaints.field.department, Complaint.department) ?>
			<?cs if:?Complaint.about ?><?cs call:kv(Lang.complaints.field.about, Complaint.about) ?><?cs /if ?>
			<?cs call:kv(Lang.complaints.field.taken_by, Complaint.taken_by) ?>
			<?cs if:?Complaint.promise ?><?cs call:kv(Lang.complaints.field.promise, Complaint.promise) ?><?cs /if ?>
			<?cs if:?Complaint.compensation ?>
				<?cs call:kv(Lang.complaints.field.compensation, Complaint.compensation) ?>
			<?cs /if ?>
			<?cs if:?Complaint.score ?><?cs call:kv(Lang.complaints.field.score, Complaint.score) ?><?cs /if ?>
		</dl>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill acc"><span class="<?cs var:Complaint.style ?>"><?cs var:Complaint.state ?></span></span>
	<?cs if:?Complaint.urgency ?> <span class="pill <?cs if:Complaint.urgent ?>bad<?cs else ?>neu<?cs /if ?>"><?cs var:Complaint.urgency ?></span>
	<?cs /if ?>
	<?cs if:Complaint.complex ?> <span class="pill warn"><?cs var:Lang.complaints.field.complex ?></span><?cs /if ?>
	<?cs if:?Complaint.reopened ?> <span class="pill warn"><?cs var:Complaint.reopened ?></span><?cs /if ?>
	<?cs call:head_rest() ?>
	<button type="button" class="btn print" hidden><i class="i i-print"></i><?cs var:Lang.ui.print ?></button>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="panel"><?cs call:steps(Way) ?><div class="can"><?cs call:can_now() ?><?cs call:can_not() ?></div></div>
	<div class="cols">
		<div>
			<?cs call:happened() ?>
			<?cs call:solving() ?>
			<?cs call:handing() ?>
			<?cs call:words() ?>
			<?cs call:history() ?>
		</div>
		<aside>
			<?cs call:deadlines() ?>
			<?cs call:ended() ?>
			<?cs call:customer() ?>
			<?cs call:order() ?>
			<?cs call:files() ?>
			<?cs call:similar() ?>
			<?cs call:facts() ?>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
