<?cs #
SPDX-License-Identifier: MIT
Erasures asked for (RULE SEC-4). Row: id no at staff state style due due_class.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/erasures/<?cs var:r.id ?>"><?cs var:r.id ?></a></th>
			<td><?cs var:r.no ?></td>
			<td class="at"><?cs var:r.at ?></td>
			<td class="who"><?cs var:r.staff ?></td>
			<td class="<?cs var:r.style ?>"><?cs var:r.state ?></td>
			<td class="due <?cs var:r.due_class ?>"><?cs var:r.due ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
