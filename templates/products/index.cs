<?cs #
SPDX-License-Identifier: MIT
All goods (RULE ORD-2): what a clerk checks an order's lines against.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/products/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
			<td class="what"><?cs var:r.name ?></td>
			<td class="wrap"><?cs var:r.category ?></td>
			<td><?cs var:r.class ?></td>
			<td class="num" data-l="<?cs var:Lang.products.page.price ?>"><?cs var:r.price ?></td>
			<td class="num" data-l="<?cs var:Lang.products.page.stock ?>"><?cs var:r.stock ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
