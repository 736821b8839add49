<?cs #
SPDX-License-Identifier: MIT
What is to be called (RULE MEM-7). Row: id version class no who tier kind cause staff due.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs call:list_exports() ?>
	<a class="btn" href="/followups/done"><?cs var:Lang.followups.done_title ?></a>
	<a class="btn" href="/followups/waiting"><?cs var:Lang.followups.waiting_title ?></a>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr class="<?cs var:r.class ?>">
			<?cs if:List.bulk.0.name ?>
				<td class="c">
					<input type="checkbox" name="row[]" value="<?cs var:r.id ?>.<?cs var:r.version ?>"
						aria-label="<?cs var:r.no ?>">
				</td>
			<?cs /if ?>
			<th scope="row"><a href="/followups/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
			<td class="who"><?cs var:r.who ?></td>
			<td class="tier"><?cs var:r.tier ?></td>
			<td class="wrap"><?cs var:r.kind ?></td>
			<td class="what"><?cs var:r.cause ?></td>
			<td class="who"><?cs var:r.staff ?></td>
			<td class="due"><?cs var:r.due ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
