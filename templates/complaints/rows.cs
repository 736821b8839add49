<?cs #
SPDX-License-Identifier: MIT
complaint_rows(): the complaints of a member or a product, newest first. Row: id no at problem what owner style state.
?>
<?cs def:complaint_rows() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/complaints/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
			<td class="at"><?cs var:r.at ?></td>
			<td class="what two"><?cs var:r.problem ?><small><?cs var:r.what ?></small></td>
			<td class="who dim"><?cs var:r.owner ?></td>
			<td class="<?cs var:r.style ?> said"><?cs var:r.state ?></td>
		</tr>
	<?cs /each ?>
<?cs /def ?>
