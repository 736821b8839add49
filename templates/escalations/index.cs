<?cs #
SPDX-License-Identifier: MIT
The board of escalations (RULE CMP-9): List.rows.N.{id,letter,rule,subject,department,records,raised,days,last,state,kind}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<td class="wrap"><span class="pill neu"><?cs var:r.letter ?></span> <?cs var:r.rule ?>
			<th scope="row" class="what"><a href="/complaints/escalations/<?cs var:r.id ?>"><?cs var:r.subject ?></a>
			<td class="wrap"><?cs var:r.department ?>
			<td class="num" data-l="<?cs var:Lang.escalations.field.records ?>"><?cs var:r.records ?>
			<td class="at" data-l="<?cs var:Lang.escalations.field.raised_at ?>"><?cs var:r.raised ?>
			<td class="num" data-l="<?cs var:Lang.escalations.field.days ?>"><?cs var:r.days ?>
			<td class="at" data-l="<?cs var:Lang.escalations.field.last_at ?>"><?cs var:r.last ?>
			<td><span class="pill <?cs var:r.kind ?>"><?cs var:r.state ?></span>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
