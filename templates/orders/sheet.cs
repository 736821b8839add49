<?cs #
SPDX-License-Identifier: MIT
One daily sheet (RULE ORD-4), on the screen and on A4: Sheet.{title,sub,due,signed,received,in_time,late,range,orders,sum,notify,next,xlsx,
state_text,state_kind}; .whole and .whole_label: a long sheet, of
which the screen shows .part, is printed from a page of its own; Parts.N: thirty rows a page of paper: .rows.M.{no,order,path,at,who,what,fen,notify,by}, .note, .sum, .more;
Seals.N.{role,title,who,at,no,seal}; Sign and Receive as sign_panel() wants them, with .path; what is absent is not shown.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<div class="head noprint">
		<div>
			<nav class="crumbs" aria-label="<?cs var:Lang.ui.crumbs ?>">
				<?cs each:crumb = Page.crumbs ?>
					<?cs if:crumb.path ?>
						<a href="<?cs var:crumb.path ?>"><?cs var:crumb.label ?></a>
					<?cs else ?>
						<span><?cs var:crumb.label ?></span>
					<?cs /if ?>
				<?cs /each ?>
			</nav>
			<h1>
				<?cs var:Page.title ?>
				<?cs if:Sheet.state_text ?> <span class="pill <?cs var:Sheet.state_kind ?>"><?cs var:Sheet.state_text ?></span>
				<?cs /if ?>
			</h1>
			<p class="sub"><?cs var:Sheet.sub ?></p>
		</div>
		<div class="acts">
			<?cs if:Sheet.xlsx ?>
				<a class="btn" href="<?cs var:Sheet.xlsx ?>" download><i class="i i-download"></i>XLSX</a>
			<?cs /if ?>
			<?cs if:Sheet.whole ?>
				<a class="btn" href="<?cs var:Sheet.whole ?>"><i class="i i-print"></i><?cs var:Sheet.whole_label ?></a>
			<?cs else ?>
				<button type="button" class="btn print" hidden>
					<i class="i i-print"></i><?cs var:Lang.ui.print ?>
				</button>
			<?cs /if ?>
		</div>
	</div>
	<div class="cols">
		<div>
			<?cs if:Sheet.part ?><p class="sheet-part b"><?cs var:Sheet.part ?></p><?cs /if ?>
			<?cs each:p = Parts ?>
				<section class="panel sheet">
					<div class="sheet-head">
						<div><h2><?cs var:Sheet.title ?></h2><p><?cs var:Sheet.sub ?></p></div>
						<p>
							<?cs var:Sheet.due ?><?cs if:Sheet.signed ?>　<?cs var:Sheet.signed ?><?cs /if ?>
							<?cs if:Sheet.received ?>　<?cs var:Sheet.received ?><?cs /if ?><br>
							<b<?cs if:Sheet.late ?> class="over"<?cs /if ?>><?cs var:Sheet.in_time ?></b>
						</p>
					</div>
					<div class="sheet-facts">
						<span><?cs var:Sheet.range ?></span><span><?cs var:Sheet.orders ?></span>
						<span><?cs var:Sheet.sum ?></span><span><?cs var:Sheet.notify ?></span>
					</div>
					<?cs if:p.rows.0.order ?>
						<table class="tb">
							<caption class="visually-hidden"><?cs var:Sheet.title ?></caption>
							<thead>
								<tr>
									<th scope="col" class="x">#</th>
									<th scope="col" class="who"><?cs var:Lang.orders.sheet.order ?></th>
									<th scope="col" class="at"><?cs var:Lang.orders.sheet.confirmed ?></th>
									<th scope="col"><?cs var:Lang.orders.sheet.member ?></th>
									<th scope="col" class="what"><?cs var:Lang.orders.sheet.what ?></th>
									<th scope="col" class="num"><?cs var:Lang.orders.sheet.amount ?></th>
									<th scope="col" class="x"><?cs var:Lang.orders.sheet.notify ?></th>
									<th scope="col"><?cs var:Lang.orders.sheet.by ?></th>
								</tr>
							</thead>
							<tbody>
								<?cs each:r = p.rows ?>
									<tr>
										<td class="num"><?cs var:r.no ?>
										<th scope="row"><a href="<?cs var:r.path ?>"><?cs var:r.order ?></a>
										<td class="at"><?cs var:r.at ?>
										<td><?cs var:r.who ?>
										<td class="what"><?cs var:r.what ?>
										<td class="num"><?cs var:r.fen ?>
										<td><?cs var:r.notify ?>
										<td><?cs var:r.by ?>
								<?cs /each ?>
							</tbody>
							<tfoot>
								<tr class="sheet-sum">
									<th scope="row" colspan="5"><?cs var:p.note ?></th>
									<td class="num"><?cs var:p.sum ?></td>
									<td colspan="2"><?cs var:p.more ?></td>
								</tr>
							</tfoot>
						</table>
					<?cs else ?>
						<?cs call:empty(Lang.orders.sheet.empty, Lang.orders.sheet.empty_text) ?>
					<?cs /if ?>
					<?cs if:Seals.0.title && !p.more ?>
						<div class="sheet-signs">
							<?cs each:s = Seals ?><div><?cs call:seal(s) ?></div><?cs /each ?>
						</div>
					<?cs /if ?>
					<?cs if:Sheet.next ?><p class="hint"><?cs var:Sheet.next ?></p><?cs /if ?>
					<p class="pfoot">
						<span><?cs var:Lang.ui.product ?> · <?cs var:Sheet.next ?></span>
						<span>
							<?cs var:Lang.ui.printed ?> <?cs var:User.name ?> <?cs var:User.staff_no ?> <?cs var:Page.time ?>
						</span>
					</p>
				</section>
			<?cs /each ?>
			<?cs if:Sheet.prev || Sheet.more ?>
				<div class="panel noprint"><?cs call:pager(Sheet.prev, Sheet.more, Sheet.part) ?></div>
			<?cs /if ?>
		</div>
		<aside>
			<?cs if:Sign.path ?><?cs call:sign_panel(Sign, Sign.path, Lang.orders.sheet.sign) ?><?cs /if ?>
			<?cs if:Receive.path ?><?cs call:sign_panel(Receive, Receive.path, Lang.orders.sheet.receive) ?><?cs /if ?>
			<?cs if:Seals.0.title ?>
				<section class="panel noprint">
					<div class="ph"><h2><?cs var:Lang.orders.sheet.seals ?></h2></div>
					<?cs each:s = Seals ?><?cs call:seal(s) ?><?cs /each ?>
				</section>
			<?cs /if ?>
			<?cs call:deadlines() ?>
		</aside>
	</div>
	<?cs call:history() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
