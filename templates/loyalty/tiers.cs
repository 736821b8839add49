<?cs #
SPDX-License-Identifier: MIT
A member's tier history (RULE MEM-1): Chart.{path,bounds,first,last,desc,steps}; rows of List.rows {at,before,bn,after,an,kind,cause,
path,spent,staff}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs include!"members/record.cs" ?>
<?cs def:curve() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.loyalty.chart ?></h2></div>
		<div class="pb scroll" tabindex="0" role="group" aria-label="<?cs var:Lang.loyalty.chart ?>">
			<svg class="chart" width="640" height="196" viewBox="0 0 640 196" role="img" aria-labelledby="ct cd">
				<title id="ct"><?cs var:Lang.loyalty.chart ?></title>
				<desc id="cd"><?cs var:Chart.desc ?></desc><path class="axis" d="M8 170H632"></path>
				<?cs each:b = Chart.bounds ?>
					<path class="target" d="M8 <?cs var:b.y ?>H632"></path>
					<text x="10" y="<?cs var:b.ty ?>"><?cs var:b.text ?></text>
				<?cs /each ?>
				<path class="line" d="<?cs var:Chart.path ?>"></path><text x="8" y="188"><?cs var:Chart.first ?></text>
				<text x="632" y="188" text-anchor="end"><?cs var:Chart.last ?></text>
			</svg>
		</div>
		<details class="pf">
			<summary><?cs var:Lang.loyalty.chart_table ?></summary>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.loyalty.chart ?></caption>
				<thead>
					<tr>
						<th scope="col" class="at"><?cs var:Lang.loyalty.field.at ?></th>
						<th scope="col" class="num"><?cs var:Lang.loyalty.field.spent ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:s = Chart.steps ?>
						<tr><th scope="row" class="at"><?cs var:s.at ?></th><td class="num"><?cs var:s.fen ?></td></tr>
					<?cs /each ?>
				</tbody>
			</table>
		</details>
	</section>
<?cs /def ?>
<?cs def:row(r) ?>
	<tr>
		<th scope="row" class="at"><?cs var:r.at ?></th>
		<td><?cs call:tier(r.bn, r.before) ?></td>
		<td><?cs call:tier(r.an, r.after) ?></td>
		<td class="what">
			<?cs var:r.kind ?> <?cs if:r.path ?>
				<a href="<?cs var:r.path ?>"><?cs var:r.cause ?></a>
			<?cs else ?>
				<?cs var:r.cause ?>
			<?cs /if ?>
		</td>
		<td class="num" data-l="<?cs var:Lang.loyalty.field.spent ?>"><?cs var:r.spent ?></td>
		<td><?cs var:r.staff ?></td>
	</tr>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:member_head() ?>
	<div class="cols">
		<div>
			<?cs if:?Chart.path ?><?cs call:curve() ?><?cs /if ?>
			<?cs call:list_tools() ?>
			<?cs call:list_heads() ?>
			<?cs each:r = List.rows ?><?cs call:row(r) ?><?cs /each ?>
			<?cs call:list_bottom() ?>
			<p class="hint"><?cs var:Lang.loyalty.foot ?></p>
		</div>
		<?cs call:member_side() ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
