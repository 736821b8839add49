<?cs #
SPDX-License-Identifier: MIT
Order statistics: a chart made on the server, the same figures as a table.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:chart() ?>
	<svg class="chart" width="960" height="220" viewBox="0 0 960 220" role="img" aria-labelledby="ct cd">
		<title id="ct"><?cs var:Chart.title ?></title>
		<desc id="cd"><?cs var:Chart.desc ?></desc><path class="axis" d="M24 190H956"></path>
		<text x="0" y="20"><?cs var:Chart.most ?></text><text x="0" y="194">0</text>
		<?cs each:b = Chart.bars ?>
			<rect class="<?cs var:b.class ?>" x="<?cs var:b.x ?>" y="<?cs var:b.y ?>" width="<?cs var:b.w ?>"
				height="<?cs var:b.h ?>">
				<title><?cs var:b.title ?></title>
			</rect>
		<?cs /each ?>
		<?cs each:l = Chart.labels ?><text x="<?cs var:l.x ?>" y="210"><?cs var:l.text ?></text><?cs /each ?>
	</svg>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<a class="btn" href="<?cs var:Statistics.csv ?>" download>
		<i class="i i-download"></i><?cs var:Lang.ui.export ?> CSV
	</a>
	<?cs call:head_end() ?>
	<?cs call:tabs(Tabs, Lang.orders.statistics.title) ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Chart.title ?></h2>
			<p class="sub">
				<span class="key b1"><?cs var:Lang.orders.chart.key_placed ?></span>
				<span class="key b2"><?cs var:Lang.orders.chart.key_confirmed ?></span>
			</p>
		</div>
		<div class="pb scroll" tabindex="0" role="group" aria-label="<?cs var:Chart.title ?>"><?cs call:chart() ?></div>
	</section>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.orders.statistics.table ?></h2></div>
		<table class="tb">
			<caption class="visually-hidden"><?cs var:Lang.orders.statistics.table ?></caption>
			<thead>
				<tr>
					<th scope="col"><?cs var:Lang.orders.field.day ?></th>
					<?cs each:m = Measures ?><th scope="col" class="num"><?cs var:m.label ?></th><?cs /each ?>
				</tr>
			</thead>
			<tbody>
				<?cs each:p = Periods ?>
					<tr>
						<th scope="row"><?cs var:p.name ?></th>
						<?cs each:c = p.cells ?>
							<td class="num two" data-l="<?cs var:c.label ?>">
								<?cs var:c.orders ?><small><?cs var:c.fen ?></small>
							</td>
						<?cs /each ?>
					</tr>
				<?cs /each ?>
			</tbody>
		</table>
	</section>
<?cs /def ?>
<?cs include!"layout.cs" ?>
