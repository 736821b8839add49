<?cs #
SPDX-License-Identifier: MIT
band_preview(p): what a proposal would do: before and after of a figure; of a band how many stand in each step, who crosses,
samples near the bounds. Stands below a heading of the second level.
?>
<?cs def:band_preview(p) ?>
	<?cs if:?p.after ?>
		<div class="figs">
			<div><span><?cs var:Lang.policy.preview.before ?></span><b><?cs var:p.before ?></b></div>
			<div><span><?cs var:Lang.policy.preview.after ?></span><b><?cs var:p.after ?></b></div>
		</div>
	<?cs /if ?>
	<?cs if:?p.counts.0.before ?>
		<h3><?cs var:Lang.policy.preview.counts ?></h3>
		<table class="tb">
			<caption class="visually-hidden"><?cs var:Lang.policy.preview.counts ?></caption>
			<thead>
				<tr>
					<th scope="col"><?cs var:Lang.policy.field.label ?></th>
					<th scope="col" class="num"><?cs var:Lang.policy.preview.before ?></th>
					<th scope="col" class="num"><?cs var:Lang.policy.preview.after ?></th>
				</tr>
			</thead>
			<tbody>
				<?cs each:c = p.counts ?>
					<tr>
						<th scope="row"><?cs var:c.label ?></th>
						<td class="num"><?cs var:c.before ?></td>
						<td class="num b"><?cs var:c.after ?></td>
					</tr>
				<?cs /each ?>
			</tbody>
		</table>
	<?cs /if ?>
	<?cs if:?p.crossings.0.before ?>
		<h3><?cs var:Lang.policy.preview.crossings ?></h3>
		<table class="tb">
			<caption class="visually-hidden"><?cs var:Lang.policy.preview.crossings ?></caption>
			<thead>
				<tr>
					<th scope="col"><?cs var:Lang.policy.preview.before ?></th>
					<th scope="col"><?cs var:Lang.policy.preview.after ?></th>
					<th scope="col" class="num"><?cs var:Lang.policy.preview.count ?></th>
				</tr>
			</thead>
			<tbody>
				<?cs each:c = p.crossings ?>
					<tr>
						<th scope="row"><?cs var:c.before ?></th>
						<td><i class="i i-to"></i> <?cs var:c.after ?></td>
						<td class="num b"><?cs var:c.count ?></td>
					</tr>
				<?cs /each ?>
			</tbody>
		</table>
		<h3><?cs var:Lang.policy.preview.cases ?></h3>
		<table class="tb">
			<caption class="visually-hidden"><?cs var:Lang.policy.preview.cases ?></caption>
			<thead>
				<tr>
					<th scope="col"><?cs var:Lang.policy.preview.who ?></th>
					<th scope="col" class="num"><?cs var:Lang.policy.preview.sample ?></th>
					<th scope="col"><?cs var:Lang.policy.preview.before ?></th>
					<th scope="col"><?cs var:Lang.policy.preview.after ?></th>
				</tr>
			</thead>
			<tbody>
				<?cs each:c = p.cases ?>
					<tr>
						<th scope="row">
							<?cs if:c.path ?>
								<a href="<?cs var:c.path ?>"><?cs var:c.label ?></a>
							<?cs else ?>
								<?cs var:c.label ?>
							<?cs /if ?>
						</th>
						<td class="num"><?cs var:c.value ?></td>
						<td><?cs var:c.before ?></td>
						<td class="b"><?cs var:c.after ?></td>
					</tr>
				<?cs /each ?>
			</tbody>
		</table>
	<?cs elif:?p.counts.0.before ?>
		<p class="hint"><?cs var:Lang.policy.preview.nobody ?></p>
	<?cs /if ?>
	<?cs if:?p.samples.0.sample ?>
		<h3><?cs var:Lang.policy.preview.samples ?></h3>
		<table class="tb">
			<caption class="visually-hidden"><?cs var:Lang.policy.preview.samples ?></caption>
			<thead>
				<tr>
					<th scope="col"><?cs var:Lang.policy.preview.sample ?></th>
					<th scope="col"><?cs var:Lang.policy.preview.before ?></th>
					<th scope="col"><?cs var:Lang.policy.preview.after ?></th>
				</tr>
			</thead>
			<tbody>
				<?cs each:s = p.samples ?>
					<tr>
						<th scope="row"><?cs var:s.sample ?></th>
						<td><?cs var:s.before ?></td>
						<td<?cs if:s.moves ?> class="b"<?cs /if ?>>
							<?cs var:s.after ?>
							<?cs if:s.moves ?> <span class="pill warn"><?cs var:Lang.policy.preview.moves ?></span>
							<?cs /if ?>
						</td>
					</tr>
				<?cs /each ?>
			</tbody>
		</table>
	<?cs /if ?>
<?cs /def ?>
