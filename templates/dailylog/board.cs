<?cs #
SPDX-License-Identifier: MIT
The supervisor's board (RULE CMP-8): Board.{day,prev,prev_text,text,next,next_text,remind}; Counts.N.{count,label,class,sep};
Agents.N.{name,staff_no,path,state_class,state,chosen,words,sign,sign_class,open}, .e.{lines,came,went,escalated,urgent}, .week.M.c;
Escalations.N.{letter,rule,subject,path,at,told,kind,state}; the chosen log as Log.*, Lines.N, Seals.N; Sign as sign_panel() wants it,
with .returns, or .missing: why it cannot be signed yet; Excuse.path.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"dailylog/lines.cs" ?>
<?cs def:reason_form(path, label) ?>
	<details class="jot">
		<summary><?cs var:label ?>…</summary>
		<form method="post" action="<?cs var:path ?>">
			<?cs call:form_keys() ?>
			<?cs call:version(Log.version) ?>
			<?cs call:field("reason", Lang.dailylog.field.reason) ?>
			<button class="btn"><?cs var:label ?></button>
		</form>
	</details>
<?cs /def ?>
<?cs def:board_table() ?>
	<div class="panel">
		<?cs if:Agents.0.path ?>
			<div class="scroll" tabindex="0" role="group" aria-label="<?cs var:Lang.dailylog.board.agents ?>">
				<table class="tb board">
					<caption class="visually-hidden"><?cs var:Lang.dailylog.board.agents ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.dailylog.field.agent ?></th>
							<th scope="col"><?cs var:Lang.dailylog.field.log ?></th>
							<th scope="col" class="num"><?cs var:Lang.dailylog.field.lines ?></th>
							<th scope="col" class="num"><?cs var:Lang.dailylog.field.carried_in ?></th>
							<th scope="col" class="num"><?cs var:Lang.dailylog.field.carried_out ?></th>
							<th scope="col" class="num"><?cs var:Lang.dailylog.field.escalated ?></th>
							<th scope="col"><?cs var:Lang.dailylog.field.week ?></th>
							<th scope="col"><?cs var:Lang.dailylog.field.sign ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:a = Agents ?>
							<tr<?cs if:a.chosen ?> class="on" aria-current="true"<?cs /if ?>>
								<th scope="row">
									<a href="<?cs var:a.path ?>"><?cs var:a.name ?></a> <span class="dim"><?cs var:a.staff_no ?></span>
								</th>
								<td><span class="g nw <?cs var:a.state_class ?>"><?cs var:a.state ?></span></td>
								<td class="num" data-l="<?cs var:Lang.dailylog.field.lines ?>">
									<?cs var:a.e.lines ?>
								</td>
								<td class="num" data-l="<?cs var:Lang.dailylog.field.carried_in ?>">
									<?cs var:a.e.came ?>
								</td>
								<td class="num" data-l="<?cs var:Lang.dailylog.field.carried_out ?>">
									<?cs var:a.e.went ?>
								</td>
								<td class="num" data-l="<?cs var:Lang.dailylog.field.escalated ?>">
									<?cs if:a.e.urgent ?>
										<b class="over"><?cs var:a.e.escalated ?></b>
									<?cs else ?>
										<?cs var:a.e.escalated ?>
									<?cs /if ?>
								</td>
								<td class="week">
									<span aria-hidden="true">
										<?cs each:w = a.week ?><i class="sq <?cs var:w.c ?>"></i><?cs /each ?>
									</span><span class="visually-hidden"><?cs var:a.words ?></span>
								</td>
								<td>
									<?cs if:a.open ?>
										<a href="<?cs var:a.path ?>"><?cs var:a.sign ?></a>
									<?cs elif:?a.sign ?>
										<span class="g nw <?cs var:a.sign_class ?>"><?cs var:a.sign ?></span>
									<?cs /if ?>
								</td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
			</div>
			<div class="pf">
				<span><?cs var:Lang.dailylog.board.legend ?></span>
				<span class="week">
					<i class="sq ok"></i><?cs var:Lang.dailylog.timeliness.1 ?> <i class="sq late"></i>
					<?cs var:Lang.dailylog.timeliness.2 ?> <i class="sq none"></i><?cs var:Lang.dailylog.timeliness.3 ?> <i class="sq off"></i>
					<?cs var:Lang.dailylog.timeliness.4 ?>
				</span>
			</div>
		<?cs else ?>
			<?cs call:empty(Lang.dailylog.board.empty, Lang.dailylog.board.empty_text) ?>
		<?cs /if ?>
	</div>
<?cs /def ?>
<?cs def:escalation_table() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.dailylog.board.escalations ?></h2>
			<span class="sub"><?cs var:Lang.dailylog.board.once ?></span>
			<a href="/complaints/escalations"><?cs var:Lang.nav.complaints.escalations ?></a>
		</div>
		<?cs if:Escalations.0.path ?>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.dailylog.board.escalations ?></caption>
				<thead>
					<tr>
						<th scope="col"><?cs var:Lang.dailylog.board.rule ?></th>
						<th scope="col"><?cs var:Lang.dailylog.board.records ?></th>
						<th scope="col" class="at"><?cs var:Lang.dailylog.board.when ?></th>
						<th scope="col"><?cs var:Lang.dailylog.board.told ?></th>
						<th scope="col"><?cs var:Lang.dailylog.field.state ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:x = Escalations ?>
						<tr>
							<td><span class="pill neu"><?cs var:x.letter ?></span></td>
							<th scope="row" class="two">
								<?cs var:x.rule ?><small><a href="<?cs var:x.path ?>"><?cs var:x.subject ?></a></small>
							</th>
							<td class="at"><?cs var:x.at ?></td>
							<td><?cs var:x.told ?></td>
							<td><span class="g <?cs var:x.kind ?>"><?cs var:x.state ?></span></td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		<?cs else ?>
			<?cs call:empty(Lang.dailylog.board.none, Lang.dailylog.board.none_text) ?>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<nav class="seg" aria-label="<?cs var:Lang.dailylog.board.days ?>">
		<a href="<?cs var:Board.prev ?>">‹ <?cs var:Board.prev_text ?></a>
		<a href="/complaints/logs?day=<?cs var:Board.day ?>" aria-current="true"><?cs var:Board.text ?></a>
		<?cs if:Board.next ?><a href="<?cs var:Board.next ?>"><?cs var:Board.next_text ?> ›</a><?cs /if ?>
	</nav>
	<?cs if:Board.remind ?>
		<form method="post" action="/complaints/logs/remind" class="one">
			<?cs call:form_keys() ?>
			<?cs call:hidden("day", Board.day) ?>
			<button class="btn"><?cs var:Board.remind ?></button>
		</form>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<ul class="panel tally">
		<?cs each:c = Counts ?>
			<li<?cs if:c.sep ?> class="sep"<?cs /if ?>>
				<b class="<?cs var:c.class ?>"><?cs var:c.count ?></b> <?cs var:c.label ?>
			</li>
		<?cs /each ?>
	</ul>
	<div class="cols">
		<div>
			<?cs call:board_table() ?>
			<?cs call:escalation_table() ?>
			<?cs if:Log.id ?>
				<section class="panel" id="log">
					<div class="ph">
						<h2><?cs var:Log.agent ?> <?cs var:Log.day ?></h2>
						<span class="sub"><?cs var:Log.state ?> · <?cs var:Log.content ?></span>
						<a href="<?cs var:Log.path ?>"><?cs var:Lang.dailylog.board.open ?></a>
					</div>
					<?cs if:?Log.comment && Log.comment != "" ?>
						<p class="pb"><?cs var:Lang.dailylog.line.comment ?><?cs var:Log.comment ?></p>
					<?cs /if ?>
					<?cs if:?Log.e.returned ?><?cs call:notice("warn", Log.e.returned) ?><?cs /if ?>
					<?cs call:log_table(Log.agent) ?>
				</section>
			<?cs /if ?>
		</div>
		<aside>
			<?cs if:Sign.path ?>
				<?cs call:sign_panel(Sign, Sign.path, Lang.dailylog.sign.button) ?>
				<?cs if:Sign.returns ?>
					<div class="panel">
						<div class="pb"><?cs call:reason_form(Sign.returns, Lang.dailylog.sign.return) ?></div>
					</div>
				<?cs /if ?>
			<?cs else ?>
				<?cs call:form_errors() ?>
				<?cs if:Sign.missing ?>
					<section class="panel">
						<div class="ph"><h2><?cs var:Lang.ui.sign_title ?></h2></div>
						<div class="pb"><?cs call:lock(Lang.dailylog.sign.button, Sign.missing) ?></div>
					</section>
				<?cs /if ?>
			<?cs /if ?>
			<?cs if:Excuse.path ?>
				<div class="panel">
					<div class="pb"><?cs call:reason_form(Excuse.path, Lang.dailylog.sign.excuse) ?></div>
				</div>
			<?cs /if ?>
			<?cs if:Seals.0.title ?>
				<section class="panel">
					<div class="ph">
						<h2><?cs var:Lang.dailylog.seals ?></h2>
						<a href="<?cs var:Log.path ?>/verify"><?cs var:Lang.dailylog.verify.do ?></a>
					</div>
					<?cs each:s = Seals ?><?cs call:seal(s) ?><?cs /each ?>
				</section>
			<?cs /if ?>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
