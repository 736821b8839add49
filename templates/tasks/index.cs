<?cs #
SPDX-License-Identifier: MIT
Tasks of the reader and of the reader's roles. Row: id version class title kind owner rule made due ended.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr class="<?cs var:r.class ?>">
			<?cs if:List.bulk.0.name ?>
				<td class="c">
					<input type="checkbox" name="row[]" value="<?cs var:r.id ?>.<?cs var:r.version ?>"
						aria-label="<?cs var:r.title ?>">
				</td>
			<?cs /if ?>
			<th scope="row" class="what two">
				<a href="/tasks/<?cs var:r.id ?>"><?cs var:r.title ?></a><small><?cs var:r.ended ?></small>
			</th>
			<td><?cs var:r.kind ?></td>
			<td class="who"><?cs var:r.owner ?></td>
			<td class="small"><?cs var:r.rule ?></td>
			<td class="at"><?cs var:r.made ?></td>
			<td class="due"><?cs var:r.due ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
