<?cs #
SPDX-License-Identifier: MIT
Imports, newest first.
?>
<?cs include! "lib/ui.cs" ?>
<?cs include! "lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<a class="btn btn-primary" href="/imports/new"><i class="i i-plus"></i><?cs var:Lang.imports.new ?>…</a>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/imports/<?cs var:r.id ?>"><?cs var:r.id ?></a></th>
			<td class="at"><?cs var:r.at ?></td>
			<td>
				<?cs var:r.entity ?>
				<?cs if:?r.trial ?> <span class="pill neu"><?cs var:Lang.imports.trial ?></span><?cs /if ?>
			</td>
			<td class="what"><?cs var:r.source ?></td>
			<td class="who"><?cs var:r.staff ?></td>
			<td class="num"><?cs var:r.rows ?></td>
			<td class="num"><?cs var:r.rejected ?></td>
			<td class="<?cs var:r.style ?>"><?cs var:r.state ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include! "layout.cs" ?>
