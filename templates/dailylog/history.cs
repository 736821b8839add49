<?cs #
SPDX-License-Identifier: MIT
All logs of the reader's own.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:list_top() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row" class="at"><a href="/complaints/logs/<?cs var:r.id ?>"><?cs var:r.day ?></a>
			<td><span class="pill <?cs var:r.kind ?>"><?cs var:r.state ?></span>
			<td class="at" data-l="<?cs var:Lang.dailylog.field.submitted ?>"><?cs var:r.submitted ?>
			<td class="num" data-l="<?cs var:Lang.dailylog.field.lines ?>"><?cs var:r.lines ?>
			<td class="num" data-l="<?cs var:Lang.dailylog.field.carried_in ?>"><?cs var:r.came ?>
			<td class="num" data-l="<?cs var:Lang.dailylog.field.carried_out ?>"><?cs var:r.went ?>
			<td class="num" data-l="<?cs var:Lang.dailylog.field.escalated ?>"><?cs var:r.escalated ?>
			<td data-l="<?cs var:Lang.dailylog.field.signed ?>"><?cs var:r.signed ?>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
