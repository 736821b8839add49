<?cs #
SPDX-License-Identifier: MIT
Visits (RULE CMP-12), newest first.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:May.add ?><a class="btn btn-primary" href="/visits/new"><?cs var:Lang.desk.visit_add ?></a><?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row" class="at"><a href="/visits/<?cs var:r.id ?>"><?cs var:r.arrived ?></a></th>
			<td class="who"><?cs var:r.customer ?></td>
			<td class="what"><?cs var:r.about ?></td>
			<td class="num" data-l="<?cs var:Lang.desk.field.contact_no ?>"><?cs var:r.contact ?></td>
			<td>
				<?cs if:r.reasons ?>
					<span class="pill warn"><?cs var:r.reasons ?></span>
				<?cs else ?>
					<span class="dim">—</span>
				<?cs /if ?>
			</td>
			<td><span class="<?cs var:r.style ?>"><?cs var:r.state ?></span></td>
			<td class="who"><?cs var:r.owner ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
