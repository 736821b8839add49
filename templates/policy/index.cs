<?cs #
SPDX-License-Identifier: MIT
All figures and bands by chapter, in force and proposed.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<a class="btn" href="/calendar"><i class="i i-calendar"></i><?cs var:Lang.calendar.title ?></a>
	<?cs call:head_end() ?>
	<?cs each:c = Chapters ?>
		<section class="panel">
			<div class="ph"><h2><?cs var:c.label ?></h2></div>
			<div class="scroll">
				<table class="tb">
					<caption class="visually-hidden"><?cs var:c.label ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.policy.field.name ?></th>
							<th scope="col"><?cs var:Lang.policy.field.value ?></th>
							<th scope="col"><?cs var:Lang.ui.rule ?></th>
							<th scope="col" class="num"><?cs var:Lang.policy.field.version ?></th>
							<th scope="col"><?cs var:Lang.policy.field.since ?></th>
							<th scope="col"><?cs var:Lang.policy.field.proposal ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:k = c.keys ?>
							<tr>
								<th scope="row"><a href="<?cs var:k.path ?>"><?cs var:k.label ?></a></th>
								<td class="b">
									<?cs if:?k.value ?><?cs var:k.value ?><?cs /if ?>
									<?cs each:s = k.steps ?>
										<div class="nw">
											<span class="dim"><?cs var:s.from ?></span> <?cs if:?s.colour ?>
												<span class="tier t<?cs var:s.colour ?>"><?cs var:s.label ?></span>
											<?cs else ?>
												<?cs var:s.label ?>
											<?cs /if ?> <?cs var:s.value ?>
										</div>
									<?cs /each ?>
								</td>
								<td class="small"><?cs var:k.rule ?></td>
								<td class="num"><?cs var:k.version ?></td>
								<td class="at"><?cs var:k.since ?></td>
								<td>
									<?cs if:?k.proposed ?>
										<span class="g wait"><?cs var:k.proposed ?></span>
									<?cs else ?>
										<span class="dim">—</span>
									<?cs /if ?>
								</td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
			</div>
		</section>
	<?cs /each ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
