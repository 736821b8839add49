<?cs #
SPDX-License-Identifier: MIT
Account help (RULE MEM-6). Help.ask; row: id kind no at staff state style due due_class.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:Help.ask ?>
		<a class="btn" href="/members"><?cs var:Lang.accounthelp.find ?></a>
		<a class="btn btn-primary" href="/accounthelp/new">
			<i class="i i-plus"></i><?cs var:Lang.accounthelp.account ?>…
		</a>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/accounthelp/<?cs var:r.id ?>"><?cs var:r.id ?></a></th>
			<td><?cs var:r.kind ?></td>
			<td><?cs var:r.no ?></td>
			<td class="at"><?cs var:r.at ?></td>
			<td class="who"><?cs var:r.staff ?></td>
			<td class="<?cs var:r.style ?>"><?cs var:r.state ?></td>
			<td class="due <?cs var:r.due_class ?>"><?cs var:r.due ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
