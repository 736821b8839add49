<?cs #
SPDX-License-Identifier: MIT
What departments are asked. Row: id class no department cause what owner at style state due.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr class="<?cs var:r.class ?>">
			<th scope="row"><a href="/complaints/handoffs/<?cs var:r.id ?>"><?cs var:r.no ?></a>
			<td><?cs var:r.department ?>
			<td class="what two"><?cs var:r.cause ?><small><?cs var:r.what ?></small>
			<td class="who dim"><?cs var:r.owner ?>
			<td class="at"><?cs var:r.at ?>
			<td class="<?cs var:r.style ?>"><?cs var:r.state ?>
			<td class="due"><?cs var:r.due ?>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
