<?cs #
SPDX-License-Identifier: MIT
A list page, on top of lib/ui.cs. All data comes from web/list (List.*); the page puts its own rows in between:

  call:list_top()      title line with exports, tabs, search, segments, menus, chips
  call:list_heads()    count, sum, sort; opens form, table and tbody
  each:r = List.rows   one tr per row, /each
  call:list_bottom()   closes them; paging; bulk bar

A page with buttons of its own beside the title writes instead of list_top():
  call:head()  …buttons…  call:list_exports()  call:head_end()  call:list_filters()

A row stays lean: one var per cell, no macro, no if/else, no end tags that HTML leaves out. What changes the look of a row is one value on
its tr, made in C: sN (state) tN (tier) k0|k1|k2 (stock there, check, short) n1|n2 (told by SMS, by phone) d-overdue|d-soon|d-today|
d-later|d-none ("d-" + due_class()). Lists without such rows may put sN, tN, due_class() or g ok|bad|wait on the cell itself.

  tr class=CLASSES
    td.c > input type=checkbox name="row[]" value="ID.VERSION" aria-label=NUMBER      (only where List.bulk.0.name is set)
    th scope=row > a href=PATH  NUMBER                                               (own digit: b inside); its head has style "no"
    td.at TIME  td.who MEMBER  td.tier TIER  td.what GOODS  td.m AMOUNT  td.x NOTIFY (dropped at 360 px but for n2)
    td.g STOCK (dropped at 360 px for k0)  td.state STATE  td.due DEADLINE
List.mark: text with {n} for the bulk bar when rows of class n2 are ticked. See templates/orders/queue.cs.
?>
<?cs #
list_exports(): buttons CSV and XLSX of what the filter shows, where the reader may.
?>
<?cs def:list_exports() ?>
	<?cs if:List.export_csv ?>
		<a class="btn" href="<?cs var:List.export_csv ?>" download>
			<i class="i i-download"></i><?cs var:Lang.ui.export ?> CSV
		</a><a class="btn" href="<?cs var:List.export_xlsx ?>" download>XLSX</a>
	<?cs /if ?>
<?cs /def ?>
<?cs #
list_keep(): hidden inputs that keep the other filters in a GET form.
?>
<?cs def:list_keep() ?>
	<?cs each:k = List.keep ?><input type="hidden" name="<?cs var:k.name ?>" value="<?cs var:k.value ?>"><?cs /each ?>
<?cs /def ?>
<?cs #
list_menu(menu): one filter as a details menu: choices with counts, or from – to, or a text.
?>
<?cs def:list_menu(menu) ?>
	<details class="menu">
		<summary class="btn">
			<?cs var:menu.label ?><?cs if:menu.chosen && menu.chosen != "0" ?> <b><?cs var:menu.chosen ?></b><?cs /if ?>
		</summary>
		<div class="pop">
			<?cs if:menu.kind == "money" || menu.kind == "number" || menu.kind == "days" ?>
				<div class="range">
					<label>
						<?cs var:Lang.ui.from ?>
						<?cs if:?menu.from_word ?>
							<select class="form-select" name="<?cs var:menu.name ?>_from">
								<option selected value="<?cs var:menu.from ?>"><?cs var:menu.from_word ?>
								<option value="">
							</select>
						<?cs else ?>
							<input class="form-control" name="<?cs var:menu.name ?>_from"
								value="<?cs var:menu.from ?>"<?cs if:menu.kind == "days" ?> type="date"<?cs else ?> inputmode="decimal"<?cs /if ?>>
						<?cs /if ?>
					</label>
					<label>
						<?cs var:Lang.ui.to ?>
						<?cs if:?menu.to_word ?>
							<select class="form-select" name="<?cs var:menu.name ?>_to">
								<option selected value="<?cs var:menu.to ?>"><?cs var:menu.to_word ?>
								<option value="">
							</select>
						<?cs else ?>
							<input class="form-control" name="<?cs var:menu.name ?>_to"
								value="<?cs var:menu.to ?>"<?cs if:menu.kind == "days" ?> type="date"<?cs else ?> inputmode="decimal"<?cs /if ?>>
						<?cs /if ?>
					</label>
				</div>
			<?cs elif:menu.some ?>
				<div class="opts">
					<?cs each:o = menu.choices ?>
						<label>
							<input type="checkbox" name="<?cs var:menu.name ?>[]"
								value="<?cs var:o.value ?>"<?cs if:o.checked ?> checked<?cs /if ?>>
							<span><?cs var:o.label ?></span><?cs if:?o.count ?><i><?cs var:o.count ?></i><?cs /if ?>
						</label>
					<?cs /each ?>
				</div>
			<?cs else ?>
				<div class="range">
					<label>
						<?cs var:menu.label ?>
						<input class="form-control" name="<?cs var:menu.name ?>" value="<?cs var:menu.from ?>">
					</label>
				</div>
			<?cs /if ?>
			<div class="apply">
				<button class="btn btn-primary btn-sm"><?cs var:Lang.ui.apply ?></button>
				<?cs if:menu.clear ?><a href="<?cs var:menu.clear ?>"><?cs var:Lang.ui.clear ?></a><?cs /if ?>
			</div>
		</div>
	</details>
<?cs /def ?>
<?cs #
list_filters(): tabs, search, segments, menus, chips.
?>
<?cs def:list_filters() ?>
	<?cs if:List.tabs.0.label || List.save ?>
		<nav class="tabs" aria-label="<?cs var:Lang.ui.views ?>">
			<?cs each:t = List.tabs ?>
				<a href="<?cs var:t.path ?>"<?cs if:t.active ?> aria-current="page"<?cs /if ?>>
					<?cs var:t.label ?>
					<?cs if:?t.count ?> <span<?cs if:t.overdue ?> class="over"<?cs /if ?>><?cs var:t.count ?></span>
					<?cs /if ?>
				</a>
			<?cs /each ?>
			<?cs if:List.save ?>
				<a class="add" href="<?cs var:List.save ?>"><i class="i i-plus"></i><?cs var:Lang.list.view.title ?></a>
			<?cs /if ?>
		</nav>
	<?cs /if ?>
	<?cs if:List.view_own ?>
		<form method="post" action="/views/<?cs var:List.view ?>/delete" class="one">
			<?cs call:form_keys() ?>
			<?cs if:?List.at ?><?cs call:hidden("at", List.at) ?><?cs /if ?>
			<button class="lk"><?cs var:Lang.list.view.drop ?></button>
		</form>
	<?cs /if ?>
	<form class="filters" method="get" action="<?cs var:List.path ?>" role="search"
		aria-label="<?cs var:Lang.ui.filters ?>">
		<?cs call:list_keep() ?>
		<div class="fl1">
			<?cs if:List.search ?>
				<span class="find">
					<i class="i i-search"></i>
					<input class="form-control" type="search" name="q" value="<?cs var:List.search.value ?>"
						placeholder="<?cs var:List.search.hint ?>" aria-label="<?cs var:Lang.ui.search ?>">
				</span>
			<?cs /if ?>
			<?cs each:g = List.segments ?>
				<div class="seg" role="group" aria-label="<?cs var:g.label ?>">
					<span><?cs var:g.label ?></span>
					<?cs each:o = g.choices ?>
						<a href="<?cs var:o.path ?>"<?cs if:o.active ?> aria-current="true"<?cs /if ?>>
							<?cs var:o.label ?><?cs if:?o.count ?> <i><?cs var:o.count ?></i><?cs /if ?>
						</a>
					<?cs /each ?>
				</div>
			<?cs /each ?>
		</div>
		<?cs if:List.menus.0.label || List.chips.0.label ?>
			<div class="fl2">
				<?cs if:List.menus.0.label ?>
					<details class="more"><summary class="btn"><?cs var:Lang.ui.filter ?></summary></details>
					<div class="menus"><?cs each:n = List.menus ?><?cs call:list_menu(n) ?><?cs /each ?></div>
				<?cs /if ?>
				<?cs if:List.chips.0.label ?>
					<div class="chips">
						<?cs each:c = List.chips ?>
							<a class="chip" href="<?cs var:c.path ?>" title="<?cs var:Lang.ui.drop ?>">
								<?cs var:c.label ?><i class="i i-cross"></i>
							</a>
						<?cs /each ?>
						<?cs if:List.clear ?>
							<a href="<?cs var:List.clear ?>"><?cs var:Lang.ui.clear_all ?></a>
						<?cs /if ?>
					</div>
				<?cs /if ?>
			</div>
		<?cs /if ?>
	</form>
<?cs /def ?>
<?cs #
list_top(): title line with exports, then list_filters().
?>
<?cs def:list_top() ?>
	<?cs call:head() ?>
	<?cs call:list_exports() ?>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
<?cs /def ?>
<?cs #
list_tools(): filters, with the exports at their right: for a list inside another page.
?>
<?cs def:list_tools() ?>
	<div class="tools">
		<?cs call:list_filters() ?>
		<?cs if:List.export_csv ?><div class="acts"><?cs call:list_exports() ?></div><?cs /if ?>
	</div>
<?cs /def ?>
<?cs #
list_heads(): count line and table head. Where nothing is there to show, the empty state stands in their place.
?>
<?cs def:list_heads() ?>
	<?cs if:List.bulk.0.name ?>
		<form method="post" action="<?cs var:List.path ?>/bulk" class="rows">
		<?cs call:form_keys() ?>
	<?cs else ?>
		<div class="rows">
	<?cs /if ?>
	<div class="panel">
	<?cs if:List.empty ?>
		<div class="empty">
			<?cs if:List.empty == "none" ?>
				<p class="b"><?cs var:Lang.ui.none ?></p>
				<p>
					<?cs if:List.summary ?><?cs var:List.summary ?><?cs else ?><?cs var:Lang.ui.none_later ?><?cs /if ?>
				</p>
			<?cs else ?>
				<p class="b"><?cs var:Lang.ui.nomatch ?></p>
				<p><?cs each:c = List.chips ?><?cs var:c.label ?><?cs if:!last(c) ?>、<?cs /if ?><?cs /each ?></p>
				<p class="ways">
					<?cs if:List.clear ?>
						<a class="btn" href="<?cs var:List.clear ?>"><?cs var:Lang.ui.clear_all ?></a>
					<?cs /if ?>
					<?cs each:c = List.chips ?>
						<a href="<?cs var:c.path ?>"><?cs var:Lang.ui.drop_one ?> <?cs var:c.label ?></a>
					<?cs /each ?>
				</p>
			<?cs /if ?>
		</div>
	<?cs else ?>
		<div class="sum">
			<p>
				<b><?cs var:List.total ?></b> <?cs var:List.results ?>
				<?cs if:List.sum ?> · <?cs var:Lang.ui.sum ?> <b>¥ <?cs var:List.sum ?></b><?cs /if ?>
				<?cs if:List.summary ?> <span><?cs var:List.summary ?></span><?cs /if ?>
			</p>
			<?cs if:List.sort_label ?>
				<p><span><?cs var:Lang.ui.sort ?> <?cs var:List.sort_label ?></span></p>
			<?cs /if ?>
		</div>
		<table class="tb big">
		<caption class="visually-hidden"><?cs var:Page.title ?></caption>
		<thead>
			<tr>
				<?cs if:List.bulk.0.name ?>
					<th class="c" scope="col">
						<input type="checkbox" class="all" aria-label="<?cs var:Lang.ui.all_rows ?>">
					</th>
				<?cs /if ?>
				<?cs each:h = List.heads ?>
					<th
						scope="col"<?cs if:h.style ?> class="<?cs var:h.style ?>"<?cs /if ?><?cs if:h.sorted == "asc" ?> aria-sort="ascending"<?cs elif:h.sorted == "desc" ?> aria-sort="descending"<?cs /if ?>>
						<?cs if:h.path ?>
							<a href="<?cs var:h.path ?>"><?cs var:h.label ?></a>
						<?cs else ?>
							<?cs var:h.label ?>
						<?cs /if ?>
					</th>
				<?cs /each ?>
			</tr>
		</thead>
		<tbody>
	<?cs /if ?>
<?cs /def ?>
<?cs #
list_bottom(): closes the table; paging; bulk bar. Without script the bar is always there and the confirm page gives the figures.
?>
<?cs def:list_bottom() ?>
	<?cs if:!List.empty ?></tbody></table><?cs /if ?>
	<?cs if:!List.empty || List.prev ?>
		<div class="pf">
			<span>
				<?cs var:List.page_note ?>
				<?cs if:List.partial ?> <a href="<?cs var:List.partial ?>"><?cs var:Lang.ui.further ?></a><?cs /if ?>
			</span>
			<span class="kh" aria-hidden="true">
				j k <?cs var:Lang.ui.key_walk ?><?cs if:List.bulk.0.name ?> · x <?cs var:Lang.ui.key_tick ?><?cs /if ?> · <?cs var:Lang.ui.key_open ?> · / <?cs var:Lang.ui.search ?>
			</span>
			<span class="pg">
				<?cs if:List.prev ?>
					<a class="btn" rel="prev" href="<?cs var:List.prev ?>">
						<i class="i i-left"></i><?cs var:Lang.ui.prev ?>
					</a>
				<?cs else ?>
					<span class="btn off"><i class="i i-left"></i><?cs var:Lang.ui.prev ?></span>
				<?cs /if ?>
				<?cs if:List.next ?>
					<a class="btn" rel="next" href="<?cs var:List.next ?>">
						<?cs var:Lang.ui.next ?><i class="i i-right"></i>
					</a>
				<?cs else ?>
					<span class="btn off"><?cs var:Lang.ui.next ?><i class="i i-right"></i></span>
				<?cs /if ?>
			</span>
		</div>
	<?cs /if ?>
	</div>
	<?cs if:List.bulk.0.name ?>
		<?cs if:!List.empty ?>
			<div class="bulk" data-some="<?cs var:Lang.ui.bulk_some ?>" data-mark="<?cs var:List.mark ?>">
				<p><?cs var:Lang.ui.bulk_none ?></p>
				<?cs if:List.filter ?>
					<input type="hidden" name="filter" value="<?cs var:List.filter ?>">
					<label class="every">
						<input type="checkbox" name="all" value="1" data-n="<?cs var:List.total ?>"
							data-s="<?cs var:List.sum ?>">
						<span><?cs var:Lang.ui.bulk_all ?> <?cs var:List.total ?></span>
					</label>
				<?cs /if ?>
				<button type="button" class="lk drop" hidden><?cs var:Lang.ui.bulk_drop ?></button>
				<?cs each:b = List.bulk ?>
					<button class="btn<?cs if:b.primary ?> btn-primary<?cs /if ?>" name="bulk"
						value="<?cs var:b.name ?>">
						<?cs var:b.label ?>
					</button>
				<?cs /each ?>
			</div>
		<?cs /if ?>
		</form>
	<?cs else ?>
		</div>
	<?cs /if ?>
<?cs /def ?>
