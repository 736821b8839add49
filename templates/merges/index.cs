<?cs #
SPDX-License-Identifier: MIT
Members with the same number. Row: id no who members at.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<a class="btn" href="/merges/done"><?cs var:Lang.merges.done_title ?></a>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/merges/group/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
			<td class="who"><?cs var:r.who ?></td>
			<td class="num" data-l="<?cs var:Lang.merges.field.members ?>"><?cs var:r.members ?></td>
			<td class="at"><?cs var:r.at ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
