<?cs #
SPDX-License-Identifier: MIT
Merges made. Row: id at from to orders style state staff.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/merges/<?cs var:r.id ?>"><?cs var:r.id ?></a></th>
			<td class="at"><?cs var:r.at ?></td>
			<td><?cs var:r.from ?></td>
			<td><?cs var:r.to ?></td>
			<td class="num" data-l="<?cs var:Lang.merges.field.orders ?>"><?cs var:r.orders ?></td>
			<td class="<?cs var:r.style ?>"><?cs var:r.state ?></td>
			<td class="who"><?cs var:r.staff ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
