<?cs #
SPDX-License-Identifier: MIT
Messages left by customers (RULE CMP-11), those that wait first.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:May.add ?><a class="btn btn-primary" href="/messages/new"><?cs var:Lang.desk.message_add ?></a><?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row" class="at"><a href="/messages/<?cs var:r.id ?>"><?cs var:r.left ?></a></th>
			<td><?cs var:r.channel ?></td>
			<td class="who"><?cs var:r.customer ?></td>
			<td class="what"><?cs var:r.summary ?></td>
			<td><?cs var:r.state ?></td>
			<td>
				<?cs if:r.due_state == "late" ?>
					<span class="g bad"><?cs var:r.due ?></span>
				<?cs else ?>
					<?cs call:due(r.due_state, r.due) ?>
				<?cs /if ?>
			</td>
			<td class="who"><?cs var:r.owner ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
