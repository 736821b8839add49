<?cs #
SPDX-License-Identifier: MIT
The rows behind a survey's figures. Row: id no opens at outcome score score2 note staff.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row">
				<?cs if:r.opens ?>
					<a href="/followups/<?cs var:r.id ?>"><?cs var:r.no ?></a>
				<?cs else ?>
					<?cs var:r.no ?>
				<?cs /if ?>
			</th>
			<td class="at"><?cs var:r.at ?></td>
			<td><?cs var:r.outcome ?></td>
			<td class="num" data-l="<?cs var:Lang.followups.field.score ?>"><?cs var:r.score ?></td>
			<td class="num" data-l="<?cs var:Lang.followups.field.score2 ?>"><?cs var:r.score2 ?></td>
			<td class="what"><?cs var:r.note ?></td>
			<td class="who"><?cs var:r.staff ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
