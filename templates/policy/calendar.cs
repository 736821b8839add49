<?cs #
SPDX-License-Identifier: MIT
The working-day calendar of one year (TIME-3).
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:?Year.prev ?>
		<a class="btn" rel="prev" href="<?cs var:Year.prev ?>"><i class="i i-left"></i><?cs var:Lang.ui.prev ?></a>
	<?cs /if ?>
	<?cs if:?Year.next ?>
		<a class="btn" rel="next" href="<?cs var:Year.next ?>"><?cs var:Lang.ui.next ?><i class="i i-right"></i></a>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs if:Year.provisional ?><?cs call:notice("warn", Lang.calendar.provisional) ?><?cs /if ?>
	<div class="cal-year">
		<?cs each:m = Months ?>
			<table class="cal">
				<caption><?cs var:m.label ?></caption>
				<thead><tr><?cs each:w = Weekdays ?><th scope="col"><?cs var:w.label ?></th><?cs /each ?></tr></thead>
				<tbody>
					<?cs each:k = m.weeks ?>
						<tr>
							<?cs each:d = k.days ?>
								<td class="<?cs var:d.style ?>"<?cs if:d.today ?> aria-current="date"<?cs /if ?>>
									<?cs var:d.n ?><?cs if:?d.word ?><small><?cs var:d.word ?></small><?cs /if ?>
								</td>
							<?cs /each ?>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		<?cs /each ?>
	</div>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.calendar.days ?></h2>
					<span class="sub"><?cs var:Year.marked ?></span>
				</div>
				<?cs if:?Days.0.day ?>
					<table class="tb">
						<caption class="visually-hidden"><?cs var:Lang.calendar.days ?></caption>
						<thead>
							<tr>
								<th scope="col"><?cs var:Lang.calendar.field.day ?></th>
								<th scope="col"><?cs var:Lang.calendar.field.weekday ?></th>
								<th scope="col"><?cs var:Lang.calendar.field.name ?></th>
								<th scope="col"><?cs var:Lang.calendar.field.kind ?></th>
							</tr>
						</thead>
						<tbody>
							<?cs each:d = Days ?>
								<tr>
									<th scope="row"><?cs var:d.day ?></th>
									<td><?cs var:d.weekday ?></td>
									<td><?cs var:d.name ?></td>
									<td><span class="<?cs var:d.style ?>"><?cs var:d.kind ?></span></td>
								</tr>
							<?cs /each ?>
						</tbody>
					</table>
				<?cs else ?>
					<?cs call:empty(Lang.calendar.none, Lang.calendar.none_later) ?>
				<?cs /if ?>
			</section>
			<?cs if:?History.0.at ?><?cs call:history() ?><?cs /if ?>
		</div>
		<aside>
			<section class="panel">
				<div class="ph"><h2><?cs var:Year.number ?></h2></div>
				<dl class="kv">
					<?cs call:kv(Lang.calendar.worked, Year.worked) ?>
					<?cs call:kv(Lang.calendar.imported_at, Year.imported) ?>
					<?cs call:kv(Lang.calendar.imported_by, Year.by) ?>
					<?cs call:kv(Lang.calendar.papers, Year.papers) ?>
				</dl>
			</section>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.calendar.import ?></h2></div>
				<div class="pb">
					<?cs if:?Import.locked ?>
						<?cs call:lock(Lang.calendar.import, Import.locked) ?>
					<?cs else ?>
						<form method="post" action="/calendar" enctype="multipart/form-data">
							<?cs call:form_keys() ?>
							<?cs call:form_errors() ?>
							<?cs call:field_file("file", Lang.calendar.field.file, Lang.calendar.file_hint) ?>
							<button class="btn btn-primary full"><?cs var:Lang.calendar.import ?></button>
						</form>
					<?cs /if ?>
				</div>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
