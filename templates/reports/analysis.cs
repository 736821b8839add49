<?cs #
SPDX-License-Identifier: MIT
The month's complaints (RULE CMP-10): Figures.N.{label,value,note}; Chart.bars, .desc; Panels.N.{title,note,head,trend,up,up_label},
.rows.N.{label,note,path,further,opened,share,before,change,bar,spark}; Month.{text,prev,next,xlsx,records}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:chart() ?>
	<svg class="chart" width="960" height="176" viewBox="0 0 960 176" role="img" aria-labelledby="ct cd">
		<title id="ct"><?cs var:Lang.reports.trend ?></title>
		<desc id="cd"><?cs var:Chart.desc ?></desc><path class="axis" d="M4 150H956"></path>
		<?cs each:b = Chart.bars ?>
			<rect class="<?cs var:b.class ?>" x="<?cs var:b.x ?>" y="<?cs var:b.y ?>" width="48"
				height="<?cs var:b.h ?>">
			</rect><text x="<?cs var:b.mid ?>" y="<?cs var:b.above ?>" text-anchor="middle"><?cs var:b.count ?></text>
			<text x="<?cs var:b.mid ?>" y="168" text-anchor="middle"><?cs var:b.month ?></text>
		<?cs /each ?>
	</svg>
<?cs /def ?>
<?cs def:trend_table() ?>
	<details class="pf">
		<summary><?cs var:Lang.reports.as_table ?></summary>
		<table class="tb">
			<caption class="visually-hidden"><?cs var:Lang.reports.trend ?></caption>
			<thead>
				<tr>
					<th scope="col"><?cs var:Lang.reports.month ?></th>
					<th scope="col" class="num"><?cs var:Lang.reports.opened ?></th>
				</tr>
			</thead>
			<tbody>
				<?cs each:b = Chart.bars ?>
					<tr>
						<th scope="row"><a href="<?cs var:b.path ?>"><?cs var:b.month ?></a></th>
						<td class="num"><?cs var:b.count ?></td>
					</tr>
				<?cs /each ?>
			</tbody>
		</table>
	</details>
<?cs /def ?>
<?cs def:line(l, trend) ?>
	<tr>
		<th scope="row" class="what">
			<?cs if:l.further ?>
				<a href="<?cs var:l.further ?>"><?cs var:l.label ?></a>
			<?cs else ?>
				<?cs var:l.label ?>
			<?cs /if ?><?cs if:l.note ?> <span class="small"><?cs var:l.note ?></span><?cs /if ?>
		</th>
		<td class="num b" data-l="<?cs var:Lang.reports.opened ?>">
			<?cs if:l.path ?>
				<a href="<?cs var:l.path ?>"><?cs var:l.opened ?></a>
			<?cs else ?>
				<?cs var:l.opened ?>
			<?cs /if ?>
		</td>
		<td class="x bars">
			<svg class="chart small" width="120" height="10" viewBox="0 0 120 10" aria-hidden="true">
				<rect class="b1" x="0" y="0" width="<?cs var:l.bar ?>" height="10"></rect>
			</svg>
		</td>
		<td class="num" data-l="<?cs var:Lang.reports.share ?>"><?cs var:l.share ?></td>
		<td class="num" data-l="<?cs var:Lang.reports.before ?>"><?cs var:l.before ?></td>
		<td class="num" data-l="<?cs var:Lang.reports.change ?>"><?cs var:l.change ?></td>
		<?cs if:trend ?>
			<td class="x">
				<svg class="chart small" width="96" height="16" viewBox="0 0 96 16" aria-hidden="true">
					<path class="line" d="<?cs var:l.spark ?>"></path>
				</svg>
			</td>
		<?cs /if ?>
	</tr>
<?cs /def ?>
<?cs def:rank(p) ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:p.title ?></h2>
			<?cs if:p.note ?><span class="sub"><?cs var:p.note ?></span><?cs /if ?>
			<?cs if:?p.up ?><a href="<?cs var:p.up ?>"><?cs var:p.up_label ?></a><?cs /if ?>
		</div>
		<?cs if:?p.rows.0.label ?>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:p.title ?></caption>
				<thead>
					<tr>
						<th scope="col" class="what"><?cs var:p.head ?></th>
						<th scope="col" class="num"><?cs var:Lang.reports.opened ?></th>
						<th scope="col" class="x"><span class="visually-hidden"><?cs var:Lang.reports.bar ?></span></th>
						<th scope="col" class="num"><?cs var:Lang.reports.share ?></th>
						<th scope="col" class="num"><?cs var:Lang.reports.before ?></th>
						<th scope="col" class="num"><?cs var:Lang.reports.change ?></th>
						<?cs if:p.trend ?><th scope="col" class="x"><?cs var:Lang.reports.months ?></th><?cs /if ?>
					</tr>
				</thead>
				<tbody><?cs each:l = p.rows ?><?cs call:line(l, p.trend) ?><?cs /each ?></tbody>
			</table>
		<?cs else ?>
			<?cs call:empty(Lang.reports.nothing, Lang.reports.nothing_text) ?>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<a class="btn" rel="prev" href="<?cs var:Month.prev ?>"><i class="i i-left"></i><?cs var:Month.prev_text ?></a>
	<?cs if:?Month.next ?>
		<a class="btn" rel="next" href="<?cs var:Month.next ?>"><?cs var:Month.next_text ?><i class="i i-right"></i></a>
	<?cs /if ?>
	<?cs if:Month.records ?>
		<a class="btn" href="<?cs var:Month.records ?>"><?cs var:Lang.reports.records ?></a>
	<?cs /if ?><a class="btn" href="<?cs var:Month.xlsx ?>" download><i class="i i-download"></i>XLSX</a>
	<?cs call:head_end() ?>
	<div class="figs">
		<?cs each:f = Figures ?>
			<div><span><?cs var:f.label ?></span><b><?cs var:f.value ?></b><small><?cs var:f.note ?></small></div>
		<?cs /each ?>
	</div>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.reports.trend ?></h2>
			<span class="sub"><?cs var:Lang.reports.trend_note ?></span>
		</div>
		<div class="pb scroll late" tabindex="0" role="group" aria-label="<?cs var:Lang.reports.trend ?>">
			<?cs call:chart() ?>
		</div>
		<?cs call:trend_table() ?>
	</section>
	<?cs each:p = Panels ?><?cs call:rank(p) ?><?cs /each ?>
	<p class="hint"><?cs var:Lang.reports.source ?></p>
<?cs /def ?>
<?cs include!"layout.cs" ?>
