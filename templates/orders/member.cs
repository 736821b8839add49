<?cs #
SPDX-License-Identifier: MIT
A member's record: all of the member's orders.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs include!"members/record.cs" ?>
<?cs def:content() ?>
	<?cs call:member_head() ?>
	<div class="cols">
		<div>
			<?cs call:list_tools() ?>
			<?cs call:list_heads() ?>
			<?cs each:r = List.rows ?>
				<tr>
					<th scope="row"><a href="/orders/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
					<td class="at"><?cs var:r.at ?></td>
					<td class="what"><?cs var:r.what ?></td>
					<td class="m"><?cs var:r.m ?></td>
					<td class="state s<?cs var:r.s ?>"><?cs var:r.state ?></td>
				</tr>
			<?cs /each ?>
			<?cs call:list_bottom() ?>
		</div>
		<?cs call:member_side() ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
