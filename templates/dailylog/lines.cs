<?cs #
SPDX-License-Identifier: MIT
Lines of a daily log: Lines.N.{no,number,path,problem,happened,who,handling,comment}, .e.{demand,due,due_class,rules},
.from.{path,text,past}, .to.{path,text}.

log_line(r): the cells of one line. log_table(caption): the whole table, without comments to write.
?>
<?cs def:log_line(r) ?>
	<td class="num x"><?cs var:r.no ?></td>
	<th scope="row" class="two">
		<?cs if:?r.path ?>
			<a class="nw" href="<?cs var:r.path ?>"><?cs var:r.number ?></a>
		<?cs else ?>
			<span class="nw"><?cs var:r.number ?></span>
		<?cs /if ?><small><?cs var:r.problem ?></small>
	</th>
	<td class="what two">
		<?cs var:r.happened ?>
		<small><?cs if:?r.e.demand && r.e.demand != "" ?><?cs var:r.e.demand ?> · <?cs /if ?><?cs var:r.who ?></small>
	</td>
	<td class="what two" data-l="<?cs var:Lang.dailylog.field.handling ?>">
		<?cs var:r.handling ?>
		<?cs if:?r.comment && r.comment != "" ?>
			<small><?cs var:Lang.dailylog.line.comment ?><?cs var:r.comment ?></small>
		<?cs /if ?>
	</td>
	<td class="two">
		<span class="due <?cs var:r.e.due_class ?>"><?cs var:r.e.due ?></span>
		<small>
			<?cs if:r.from.path ?>
				<a href="<?cs var:r.from.path ?>"><i class="i i-in"></i><?cs var:r.from.text ?></a> <?cs var:r.from.past ?> <?cs /if ?>
			<?cs if:r.to.path ?>
				<a href="<?cs var:r.to.path ?>"><i class="i i-out"></i><?cs var:r.to.text ?></a> <?cs /if ?>
			<?cs if:?r.e.rules ?>
				<span class="pill bad"><?cs var:Lang.dailylog.field.escalated ?> <?cs var:r.e.rules ?></span>
			<?cs /if ?>
		</small>
	</td>
<?cs /def ?>
<?cs def:log_heads() ?>
	<thead>
		<tr>
			<th scope="col" class="num x">#</th>
			<th scope="col"><?cs var:Lang.dailylog.field.number ?></th>
			<th scope="col" class="what"><?cs var:Lang.dailylog.field.happened ?></th>
			<th scope="col" class="what"><?cs var:Lang.dailylog.field.handling ?></th>
			<th scope="col"><?cs var:Lang.dailylog.field.due ?></th>
		</tr>
	</thead>
<?cs /def ?>
<?cs def:log_table(caption) ?>
	<table class="tb dlog">
		<caption class="visually-hidden"><?cs var:caption ?></caption>
		<?cs call:log_heads() ?>
		<tbody><?cs each:r = Lines ?><tr><?cs call:log_line(r) ?></tr><?cs /each ?></tbody>
	</table>
<?cs /def ?>
