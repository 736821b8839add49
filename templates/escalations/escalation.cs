<?cs #
SPDX-License-Identifier: MIT
One escalation (RULE CMP-9): Escalation.{letter,rule,subject,told,state,kind,records,last,answer,answered_by,since,more}; Steps;
Records.N.{number,path,problem,what,at,state,owner,first}; Act.{answer,answer_lock,close,close_lock}; Record.version.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill <?cs var:Escalation.kind ?>"><?cs var:Escalation.state ?></span>
	<?cs call:head_rest() ?>
	<?cs if:Act.close ?>
		<?cs call:action(Act.close, Lang.escalations.close, "btn-primary") ?>
	<?cs elif:Act.close_lock ?>
		<?cs call:lock(Lang.escalations.close, Act.close_lock) ?>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs if:Escalation.since ?><?cs call:notice("warn", Escalation.since) ?><?cs /if ?>
	<div class="cols">
		<div>
			<?cs call:steps(Steps) ?>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.escalations.behind ?></h2>
					<span class="sub"><?cs var:Escalation.records ?></span>
				</div>
				<table class="tb">
					<caption class="visually-hidden"><?cs var:Lang.escalations.behind ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.escalations.field.complaint ?></th>
							<th scope="col"><?cs var:Lang.escalations.field.problem ?></th>
							<th scope="col" class="what"><?cs var:Lang.escalations.field.what ?></th>
							<th scope="col" class="at"><?cs var:Lang.escalations.field.opened_at ?></th>
							<th scope="col"><?cs var:Lang.escalations.field.state ?></th>
							<th scope="col"><?cs var:Lang.escalations.field.owner ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:r = Records ?>
							<tr>
								<th scope="row">
									<?cs if:?r.path ?>
										<a href="<?cs var:r.path ?>"><?cs var:r.number ?></a>
									<?cs else ?>
										<?cs var:r.number ?>
									<?cs /if ?>
									<?cs if:r.first ?> <span class="pill bad"><?cs var:Lang.escalations.first ?></span>
									<?cs /if ?>
								</th>
								<td><?cs var:r.problem ?></td>
								<td class="what"><?cs var:r.what ?></td>
								<td class="at"><?cs var:r.at ?></td>
								<td><?cs var:r.state ?></td>
								<td><?cs var:r.owner ?></td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
				<?cs if:Escalation.more ?><div class="pf"><span><?cs var:Escalation.more ?></span></div><?cs /if ?>
			</section>
			<?cs call:history() ?>
		</div>
		<aside>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.escalations.field.cause ?></h2></div>
				<dl class="kv">
					<?cs call:kv(Lang.escalations.field.rule, Escalation.rule) ?>
					<?cs call:kv(Lang.escalations.field.cause, Escalation.subject) ?>
					<?cs call:kv(Lang.escalations.field.department, Escalation.told) ?>
					<?cs call:kv(Lang.escalations.field.last_at, Escalation.last) ?>
				</dl>
			</section>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.escalations.field.answer ?></h2></div>
				<div class="pb">
					<?cs if:Escalation.answer != "" ?>
						<p><?cs var:Escalation.answer ?></p>
						<p class="dim"><?cs var:Escalation.answered_by ?></p>
					<?cs elif:Act.answer ?>
						<form method="post" action="<?cs var:Act.answer ?>">
							<?cs call:form_keys() ?>
							<?cs call:version(Record.version) ?>
							<?cs call:form_errors() ?>
							<?cs call:field_area("answer", Lang.escalations.field.answer,
								Lang.escalations.answer_hint) ?>
							<button class="btn btn-primary"><?cs var:Lang.escalations.answer ?></button>
						</form>
					<?cs elif:Act.answer_lock ?>
						<?cs call:form_errors() ?>
						<?cs call:lock(Lang.escalations.answer, Act.answer_lock) ?>
					<?cs else ?>
						<p class="dim">—</p>
					<?cs /if ?>
				</div>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
