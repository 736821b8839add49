<?cs #
SPDX-License-Identifier: MIT
One figure or band: in force, proposed with what it would do, its versions.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"policy/preview.cs" ?>
<?cs def:band_steps(list) ?>
	<table class="tb">
		<caption class="visually-hidden"><?cs var:Page.title ?></caption>
		<thead>
			<tr>
				<th scope="col"><?cs var:Lang.policy.field.bound ?></th>
				<th scope="col"><?cs var:Lang.policy.field.label ?></th>
				<th scope="col" class="num"><?cs var:Lang.policy.field.step ?></th>
			</tr>
		</thead>
		<tbody>
			<?cs each:s = list ?>
				<tr>
					<th scope="row"><?cs var:s.from ?></th>
					<td>
						<?cs if:?s.colour ?>
							<span class="tier t<?cs var:s.colour ?>"><?cs var:s.label ?></span>
						<?cs else ?>
							<?cs var:s.label ?>
						<?cs /if ?>
					</td>
					<td class="num"><?cs var:s.value ?></td>
				</tr>
			<?cs /each ?>
		</tbody>
	</table>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:?Edit.locked ?>
		<?cs call:lock(Lang.policy.propose, Edit.locked) ?>
	<?cs else ?>
		<a class="btn btn-primary" href="<?cs var:Edit.path ?>">
			<i class="i i-edit"></i><?cs var:Lang.policy.propose ?>…
		</a>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs if:?Work.text ?><?cs call:notice("info", Work.text) ?><?cs /if ?>
	<div class="cols">
		<div>
			<?cs if:?Proposal.id ?>
				<section class="panel">
					<div class="ph">
						<h2><?cs var:Lang.policy.proposal ?></h2>
						<span class="g wait"><?cs var:Proposal.who ?> <?cs var:Proposal.at ?></span>
					</div>
					<div class="pb">
						<?cs call:form_errors() ?>
						<?cs if:?Proposal.steps.0.from ?><?cs call:band_steps(Proposal.steps) ?><?cs /if ?>
						<?cs call:band_preview(Proposal) ?>
						<dl class="kv">
							<?cs call:kv(Lang.policy.field.since, Proposal.since) ?>
							<?cs call:kv(Lang.policy.field.reason, Proposal.reason) ?>
						</dl>
						<?cs if:?Proposal.locked ?>
							<p><?cs call:lock(Lang.policy.approve, Proposal.locked) ?></p>
						<?cs else ?>
							<form method="post" action="/policy/versions/<?cs var:Proposal.id ?>/reject">
								<?cs call:form_keys() ?>
								<?cs call:field_hint("reason", Lang.policy.field.decision, Lang.policy.reject_hint) ?>
								<button class="btn btn-primary"
									formaction="/policy/versions/<?cs var:Proposal.id ?>/approve">
									<?cs var:Lang.policy.approve ?>
								</button> <button class="btn btn-outline-danger"><?cs var:Lang.policy.reject ?></button>
							</form>
						<?cs /if ?>
					</div>
				</section>
			<?cs /if ?>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.policy.versions ?></h2>
					<span class="sub"><?cs var:Lang.policy.versions_note ?></span>
				</div>
				<div class="scroll">
					<table class="tb">
						<caption class="visually-hidden"><?cs var:Lang.policy.versions ?></caption>
						<thead>
							<tr>
								<th scope="col" class="num"><?cs var:Lang.policy.field.version ?></th>
								<th scope="col"><?cs var:Lang.policy.field.state ?></th>
								<th scope="col"><?cs var:Lang.policy.field.value ?></th>
								<th scope="col"><?cs var:Lang.policy.field.since ?></th>
								<th scope="col"><?cs var:Lang.policy.field.proposed ?></th>
								<th scope="col"><?cs var:Lang.policy.field.decided ?></th>
								<th scope="col"><?cs var:Lang.policy.field.reason ?></th>
							</tr>
						</thead>
						<tbody>
							<?cs each:v = Versions ?>
								<tr>
									<th scope="row" class="num"><?cs var:v.version ?></th>
									<td class="<?cs var:v.style ?>"><?cs var:v.state ?></td>
									<td class="b"><?cs var:v.value ?></td>
									<td class="at"><?cs var:v.since ?></td>
									<td><?cs var:v.proposed ?></td>
									<td><?cs var:v.decided ?></td>
									<td>
										<?cs var:v.reason ?>
										<?cs if:?v.decided_reason ?>
											<small><?cs var:v.decided_reason ?></small>
										<?cs /if ?>
									</td>
								</tr>
							<?cs /each ?>
						</tbody>
					</table>
				</div>
			</section>
			<?cs call:history() ?>
		</div>
		<aside>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.policy.force ?></h2>
					<span class="g ok"><?cs var:Lang.policy.state.force ?></span>
				</div>
				<?cs if:?Figure.value ?>
					<div class="pb">
						<div class="figs">
							<div><span><?cs var:Lang.policy.field.value ?></span><b><?cs var:Figure.value ?></b></div>
						</div>
					</div>
				<?cs else ?>
					<?cs call:band_steps(Figure.steps) ?>
				<?cs /if ?>
				<dl class="kv">
					<?cs call:kv(Lang.policy.field.version, Figure.version) ?>
					<?cs call:kv(Lang.policy.field.since, Figure.since) ?>
					<?cs call:kv(Lang.ui.rule, Figure.rule) ?>
					<?cs call:kv(Lang.policy.field.key, Figure.key) ?>
				</dl>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
