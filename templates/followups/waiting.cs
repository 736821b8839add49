<?cs #
SPDX-License-Identifier: MIT
Members whose next visit is planned and on nobody's list yet. Row: id no who tier tn at due due_class.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/members/<?cs var:r.id ?>/followups"><?cs var:r.no ?></a></th>
			<td class="who"><?cs var:r.who ?></td>
			<td class="tier t<?cs var:r.tn ?>"><?cs var:r.tier ?></td>
			<td class="at"><?cs var:r.at ?></td>
			<td class="due <?cs var:r.due_class ?>"><?cs var:r.due ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
