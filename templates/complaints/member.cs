<?cs #
SPDX-License-Identifier: MIT
A member's record: all of the member's complaints.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs include!"members/record.cs" ?>
<?cs def:content() ?>
	<?cs call:member_head() ?>
	<div class="cols">
		<div>
			<?cs call:list_tools() ?>
			<?cs call:list_heads() ?>
			<?cs each:r = List.rows ?>
				<tr>
					<th scope="row"><a href="/complaints/<?cs var:r.id ?>"><?cs var:r.no ?></a></th>
					<td class="at"><?cs var:r.at ?></td>
					<td class="what two"><?cs var:r.problem ?><small><?cs var:r.what ?></small></td>
					<td class="who dim"><?cs var:r.owner ?></td>
					<td class="<?cs var:r.style ?> said"><?cs var:r.state ?></td>
				</tr>
			<?cs /each ?>
			<?cs call:list_bottom() ?>
		</div>
		<?cs call:member_side() ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
