<?cs #
SPDX-License-Identifier: MIT
Tasks of the reader and of the reader's roles. Row: id version class title kind owner rule made due ended.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs if:List.bulk.0.name ?>
		<?cs each:r = List.rows ?>
			<tr class="<?cs var:r.class ?>">
				<td class="c">
					<input type="checkbox" name="row[]" value="<?cs var:r.id ?>.<?cs var:r.version ?>"
						aria-label="<?cs var:r.title ?>">
				<th scope="row" class="what two">
					<a href="/tasks/<?cs var:r.id ?>"><?cs var:r.title ?></a><small><?cs var:r.ended ?></small>
				<td><?cs var:r.kind ?>
				<td class="who"><?cs var:r.owner ?>
				<td class="small"><?cs var:r.rule ?>
				<td class="at"><?cs var:r.made ?>
				<td class="due"><?cs var:r.due ?>
		<?cs /each ?>
	<?cs else ?>
		<?cs each:r = List.rows ?>
			<tr class="<?cs var:r.class ?>">
				<th scope="row" class="what two">
					<a href="/tasks/<?cs var:r.id ?>"><?cs var:r.title ?></a><small><?cs var:r.ended ?></small>
				<td><?cs var:r.kind ?>
				<td class="who"><?cs var:r.owner ?>
				<td class="small"><?cs var:r.rule ?>
				<td class="at"><?cs var:r.made ?>
				<td class="due"><?cs var:r.due ?>
		<?cs /each ?>
	<?cs /if ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
