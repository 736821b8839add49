<?cs #
SPDX-License-Identifier: MIT
A product's complaints, as those of a member.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/complaints/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
			<td class="at"><?cs var:r.at ?></td>
			<td class="what two"><?cs var:r.problem ?><small><?cs var:r.what ?></small></td>
			<td class="who dim"><?cs var:r.owner ?></td>
			<td class="<?cs var:r.style ?> said"><?cs var:r.state ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
