<?cs #
SPDX-License-Identifier: MIT
Adjustments of points above the limit (RULE MEM-3, ORG-2).
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row" class="at"><a href="/points/adjustments/<?cs var:r.id ?>"><?cs var:r.at ?></a></th>
			<td class="num b" data-l="<?cs var:Lang.points.field.points ?>"><?cs var:r.points ?></td>
			<td class="what"><?cs var:r.reason ?></td>
			<td><?cs var:r.by ?></td>
			<td><span class="<?cs var:r.style ?>"><?cs var:r.state ?></span></td>
			<td><?cs var:r.decided ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
