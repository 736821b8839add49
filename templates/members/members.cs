<?cs #
SPDX-License-Identifier: MIT
All members; contact data masked (RULE MEM-4).
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<?cs if:List.bulk.0.name ?>
				<td class="c">
					<input type="checkbox" name="row[]" value="<?cs var:r.id ?>.<?cs var:r.version ?>"
						aria-label="<?cs var:r.no ?>">
				</td>
			<?cs /if ?>
			<th scope="row"><a href="/members/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
			<td class="who"><?cs var:r.who ?></td>
			<td class="tier t<?cs var:r.tn ?>"><?cs var:r.tier ?></td>
			<td class="what"><?cs var:r.what ?></td>
			<td class="m"><?cs var:r.m ?></td>
			<td class="num" data-l="<?cs var:Lang.members.field.points ?>"><?cs var:r.points ?></td>
			<td class="num" data-l="<?cs var:Lang.members.field.orders ?>"><?cs var:r.orders ?></td>
			<td class="at"><?cs var:r.at ?></td>
			<td class="num b" data-l="<?cs var:Lang.members.field.open ?>"><?cs var:r.open ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
