<?cs #
SPDX-License-Identifier: MIT
Surveys (QA-5). Row: id title state style asked answered refused at staff.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:Survey.edit ?>
		<a class="btn btn-primary" href="/surveys/new">
			<i class="i i-plus"></i><?cs var:Lang.followups.surveys.new ?>…
		</a>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row" class="what"><a href="/surveys/<?cs var:r.id ?>"><?cs var:r.title ?></a></th>
			<td class="<?cs var:r.style ?>"><?cs var:r.state ?></td>
			<td class="num" data-l="<?cs var:Lang.followups.field.given ?>"><?cs var:r.asked ?></td>
			<td class="num" data-l="<?cs var:Lang.followups.field.answered ?>"><?cs var:r.answered ?></td>
			<td class="num" data-l="<?cs var:Lang.followups.field.refused ?>"><?cs var:r.refused ?></td>
			<td class="at"><?cs var:r.at ?></td>
			<td class="who"><?cs var:r.staff ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
