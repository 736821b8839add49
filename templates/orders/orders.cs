<?cs #
SPDX-License-Identifier: MIT
All orders.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/orders/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
			<td class="at"><?cs var:r.at ?></td>
			<td class="who"><?cs var:r.who ?></td>
			<td class="what"><?cs var:r.what ?></td>
			<td class="m"><?cs var:r.m ?></td>
			<td class="num" data-l="<?cs var:Lang.orders.field.paid ?>"><?cs var:r.paid ?></td>
			<td class="num x"><?cs var:r.x ?></td>
			<td class="state s<?cs var:r.s ?>"><?cs var:r.state ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
