<?cs #
SPDX-License-Identifier: MIT
A member's record: calls made and to be made. Visit.{text,replan}. Row: id due due_class kind style state what score staff.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs include!"members/record.cs" ?>
<?cs def:content() ?>
	<?cs call:member_head() ?>
	<div class="cols">
		<div>
			<div class="flash info">
				<p><?cs var:Visit.text ?></p>
				<?cs if:Visit.replan ?>
					<form method="post" action="<?cs var:Visit.replan ?>" class="one">
						<?cs call:form_keys() ?>
						<button class="btn btn-sm"><?cs var:Lang.followups.visit.replan ?></button>
					</form>
				<?cs /if ?>
			</div>
			<?cs call:list_tools() ?>
			<?cs call:list_heads() ?>
			<?cs each:r = List.rows ?>
				<tr>
					<th scope="row"><a href="/followups/<?cs var:r.id ?>"><?cs var:r.id ?></a></th>
					<td class="due <?cs var:r.due_class ?>"><?cs var:r.due ?></td>
					<td class="wrap"><?cs var:r.kind ?></td>
					<td class="<?cs var:r.style ?>"><?cs var:r.state ?></td>
					<td class="what"><?cs var:r.what ?></td>
					<td class="num"><?cs var:r.score ?></td>
					<td class="who"><?cs var:r.staff ?></td>
				</tr>
			<?cs /each ?>
			<?cs call:list_bottom() ?>
		</div>
		<?cs call:member_side() ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
