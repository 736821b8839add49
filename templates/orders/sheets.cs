<?cs #
SPDX-License-Identifier: MIT
All daily sheets. Close.day: the day that may be closed now by this reader; Close.lock: why not.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:Close.day ?>
		<form method="post" action="/orders/sheets/close" class="one">
			<?cs call:form_keys() ?>
			<?cs call:hidden("day", Close.day) ?>
			<button class="btn btn-primary"><?cs var:Lang.orders.sheets.close ?></button>
		</form>
	<?cs elif:Close.lock ?>
		<?cs call:lock(Lang.orders.sheets.close, Close.lock) ?>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row"><a href="/orders/sheets/<?cs var:r.id ?>"><?cs var:r.no ?></a>
			<td class="at" data-l="<?cs var:Lang.orders.field.day ?>"><?cs var:r.day ?>
			<td class="num" data-l="<?cs var:Lang.orders.field.sheet_orders ?>"><?cs var:r.orders ?>
			<td class="m"><?cs var:r.fen ?>
			<td class="at" data-l="<?cs var:Lang.orders.field.closed_at ?>"><?cs var:r.closed ?>
			<td class="at" data-l="<?cs var:Lang.orders.field.signed_at ?>"><?cs var:r.signed ?>
			<td class="at" data-l="<?cs var:Lang.orders.field.received_at ?>"><?cs var:r.received ?>
			<td><span class="pill <?cs var:r.kind ?>"><?cs var:r.state ?></span> <?cs var:r.late ?>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
