<?cs #
SPDX-License-Identifier: MIT
The queue of complaints, due first. Queue.new: path of the intake for who may. Row: id version class no problem what who at,
e.{style,urgency,owner,mark,state,due}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs call:list_exports() ?>
	<?cs if:Queue.new ?>
		<a class="btn btn-primary" href="<?cs var:Queue.new ?>"><?cs var:Lang.complaints.do.open ?></a>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs if:List.bulk.0.name ?>
		<?cs each:r = List.rows ?>
			<tr class="<?cs var:r.class ?>">
				<td class="c">
					<input type="checkbox" name="row[]" value="<?cs var:r.id ?>.<?cs var:r.version ?>"
						aria-label="<?cs var:r.no ?>">
				<th scope="row"><a href="/complaints/<?cs var:r.id ?>"><?cs var:r.no ?></a>
				<td class="what two"><?cs var:r.problem ?><small><?cs var:r.what ?></small>
				<td class="who"><?cs var:r.who ?>
				<td class="<?cs var:r.e.style ?>"><?cs var:r.e.urgency ?>
				<td class="who dim"><?cs var:r.e.owner ?>
				<td class="at"><?cs var:r.at ?>
				<td class="<?cs var:r.e.mark ?> said"><?cs var:r.e.state ?>
				<td class="due"><?cs var:r.e.due ?>
		<?cs /each ?>
	<?cs else ?>
		<?cs each:r = List.rows ?>
			<tr class="<?cs var:r.class ?>">
				<th scope="row"><a href="/complaints/<?cs var:r.id ?>"><?cs var:r.no ?></a>
				<td class="what two"><?cs var:r.problem ?><small><?cs var:r.what ?></small>
				<td class="who"><?cs var:r.who ?>
				<td class="<?cs var:r.e.style ?>"><?cs var:r.e.urgency ?>
				<td class="who dim"><?cs var:r.e.owner ?>
				<td class="at"><?cs var:r.at ?>
				<td class="<?cs var:r.e.mark ?> said"><?cs var:r.e.state ?>
				<td class="due"><?cs var:r.e.due ?>
		<?cs /each ?>
	<?cs /if ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
