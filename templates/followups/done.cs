<?cs #
SPDX-License-Identifier: MIT
Calls that are over. Row: id no at who kind outcome style score note staff.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/followups/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
			<td class="at"><?cs var:r.at ?></td>
			<td class="who"><?cs var:r.who ?></td>
			<td><?cs var:r.kind ?></td>
			<td class="<?cs var:r.style ?>"><?cs var:r.outcome ?></td>
			<td class="num" data-l="<?cs var:Lang.followups.field.score ?>"><?cs var:r.score ?></td>
			<td class="what"><?cs var:r.note ?></td>
			<td class="who"><?cs var:r.staff ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
