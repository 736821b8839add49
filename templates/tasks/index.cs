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
					<?cs include!"tasks/cells.cs" ?>
		<?cs /each ?>
	<?cs else ?>
		<?cs each:r = List.rows ?><tr class="<?cs var:r.class ?>"><?cs include!"tasks/cells.cs" ?><?cs /each ?>
	<?cs /if ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
