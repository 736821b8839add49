<?cs #
SPDX-License-Identifier: MIT
Proofs of the audit log: asked for, running, done.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:?Check.open ?>
		<?cs call:lock(Lang.audit.check.ask, Lang.audit.check.running) ?>
	<?cs else ?>
		<?cs call:action("/audit/verify", Lang.audit.check.ask, "btn-primary") ?>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs if:?Check.text ?><?cs call:notice(Check.kind, Check.text) ?><?cs /if ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.audit.check.runs ?></h2>
			<span class="sub"><?cs var:Lang.audit.check.when ?></span>
		</div>
		<?cs if:?Checks.0.asked ?>
			<div class="scroll">
				<table class="tb">
					<caption class="visually-hidden"><?cs var:Lang.audit.check.runs ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.audit.check.asked_at ?></th>
							<th scope="col"><?cs var:Lang.audit.check.by ?></th>
							<th scope="col"><?cs var:Lang.audit.check.done_at ?></th>
							<th scope="col" class="num"><?cs var:Lang.audit.check.rows ?></th>
							<th scope="col" class="num"><?cs var:Lang.audit.check.took ?></th>
							<th scope="col"><?cs var:Lang.audit.check.result ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:c = Checks ?>
							<tr>
								<td class="at"><?cs var:c.asked ?></td>
								<td><?cs var:c.by ?></td>
								<td class="at"><?cs var:c.done ?></td>
								<td class="num"><?cs var:c.rows ?></td>
								<td class="num"><?cs var:c.took ?></td>
								<td class="<?cs var:c.style ?>"><?cs var:c.result ?></td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
			</div>
		<?cs else ?>
			<div class="empty">
				<p class="b"><?cs var:Lang.audit.check.none ?></p>
				<p><?cs var:Lang.audit.check.none_later ?></p>
			</div>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs include!"layout.cs" ?>
