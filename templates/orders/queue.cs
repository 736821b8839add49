<?cs #
SPDX-License-Identifier: MIT
Orders waiting for confirmation (RULE ORD-2, ORD-3). Queue.{sheet,due,due_state,left,done,waiting,shares}: the sheet that is being filled;
Queue.close: path of the close page for who may, Queue.close_lock: else who may. Row: id version class no digit at who what fen,
e.{tier,notify,stock,state,due}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<div class="head">
		<div>
			<h1><?cs var:Page.title ?></h1>
			<?cs if:Queue.sheet ?>
				<p class="sub">
					<?cs var:Queue.sheet ?> <span class="left <?cs var:Queue.due_state ?>"><?cs var:Queue.due ?></span> · <?cs var:Queue.done ?>
				</p>
			<?cs /if ?>
		</div>
		<div class="acts">
			<?cs call:list_exports() ?>
			<?cs if:Queue.close ?>
				<a class="btn" href="<?cs var:Queue.close ?>"><?cs var:Lang.orders.queue.close ?></a>
			<?cs elif:Queue.close_lock ?>
				<?cs call:lock(Lang.orders.queue.close, Queue.close_lock) ?>
			<?cs /if ?>
		</div>
	</div>
	<?cs call:list_filters() ?>
	<?cs if:Queue.shares ?>
		<p class="hint">
			<?cs var:Queue.shares ?> <?cs if:Queue.share ?><a href="/orders/sharing"><?cs var:Lang.orders.sharing.open ?></a><?cs /if ?>
		</p>
	<?cs /if ?>
	<?cs call:list_heads() ?>
	<?cs if:List.bulk.0.name ?>
		<?cs each:r = List.rows ?>
			<tr class="<?cs var:r.class ?>">
				<td class="c">
					<input type="checkbox" name="row[]" value="<?cs var:r.id ?>.<?cs var:r.version ?>"
						aria-label="<?cs var:r.no ?><?cs var:r.digit ?>">
				<th scope="row"><a href="/orders/<?cs var:r.id ?>"><?cs var:r.no ?><b><?cs var:r.digit ?></b></a>
				<td class="at"><?cs var:r.at ?>
				<td class="who"><?cs var:r.who ?>
				<td class="tier"><?cs var:r.e.tier ?>
				<td class="what"><?cs var:r.what ?>
				<td class="m"><?cs var:r.fen ?>
				<td class="x"><?cs var:r.e.notify ?>
				<td class="g"><?cs var:r.e.stock ?>
				<td class="state"><?cs var:r.e.state ?>
				<td class="due"><?cs var:r.e.due ?>
		<?cs /each ?>
	<?cs else ?>
		<?cs each:r = List.rows ?>
			<tr class="<?cs var:r.class ?>">
				<th scope="row"><a href="/orders/<?cs var:r.id ?>"><?cs var:r.no ?><b><?cs var:r.digit ?></b></a>
				<td class="at"><?cs var:r.at ?>
				<td class="who"><?cs var:r.who ?>
				<td class="tier"><?cs var:r.e.tier ?>
				<td class="what"><?cs var:r.what ?>
				<td class="m"><?cs var:r.fen ?>
				<td class="x"><?cs var:r.e.notify ?>
				<td class="g"><?cs var:r.e.stock ?>
				<td class="state"><?cs var:r.e.state ?>
				<td class="due"><?cs var:r.e.due ?>
		<?cs /each ?>
	<?cs /if ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
