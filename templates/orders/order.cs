<?cs #
SPDX-License-Identifier: MIT
One order: state, what may be done now and what is missing, lines, payments, deadline, member, history.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:keys() ?>
	<?cs call:form_keys() ?>
	<?cs call:hidden("id", Order.id) ?>
	<?cs call:version(Order.version) ?>
<?cs /def ?>
<?cs def:plain(path, label, kind) ?>
	<form method="post" action="<?cs var:path ?>" class="one">
		<?cs call:keys() ?>
		<button class="btn <?cs var:kind ?>"><?cs var:label ?></button>
	</form>
<?cs /def ?>
<?cs def:can_now() ?>
	<div>
		<h2><?cs var:Lang.orders.can ?></h2>
		<div class="btns">
			<?cs if:Can.confirm.open ?>
				<?cs call:plain("/orders/confirm", Lang.orders.do.confirm, "btn-primary") ?>
			<?cs /if ?>
			<?cs if:Can.unpark.open ?><?cs call:plain("/orders/unpark", Lang.orders.do.unpark, "") ?><?cs /if ?>
			<?cs if:Can.park.open ?>
				<details class="act"<?cs if:?Form.reason.error ?> open<?cs /if ?>>
					<summary class="btn"><?cs var:Lang.orders.do.park ?>…</summary>
					<form method="post" action="/orders/park">
						<?cs call:keys() ?>
						<?cs call:field("reason", Lang.orders.field.reason) ?>
						<button class="btn btn-primary"><?cs var:Lang.orders.do.park ?></button>
					</form>
				</details>
			<?cs /if ?>
			<?cs if:Can.pay.open ?>
				<details class="act"<?cs if:?Form.amount_fen.error || ?Form.paid_at.error ?> open<?cs /if ?>>
					<summary class="btn"><?cs var:Lang.orders.do.pay ?>…</summary>
					<form method="post" action="/orders/pay">
						<?cs call:keys() ?>
						<?cs call:field_select("method", Lang.orders.field.method, Methods, "") ?>
						<?cs call:field_money("amount_fen", Lang.orders.field.amount, "") ?>
						<?cs call:field_hint("paid_at", Lang.orders.field.paid_at, Lang.orders.hint.time) ?>
						<?cs call:field("reference", Lang.orders.field.reference) ?>
						<button class="btn btn-primary"><?cs var:Lang.orders.do.pay ?></button>
					</form>
				</details>
			<?cs /if ?>
			<?cs if:Can.amend.open ?>
				<details
					class="act"<?cs if:?Form.requested_at.error || ?Form.consignee.error || ?Form.phone.error || ?Form.address.error ?> open<?cs /if ?>>
					<summary class="btn"><?cs var:Lang.orders.do.amend ?>…</summary>
					<form method="post" action="/orders/amend">
						<?cs call:keys() ?>
						<?cs call:field_hint("consignee", Lang.orders.field.consignee, Lang.orders.hint.keep) ?>
						<?cs call:field_hint("phone", Lang.orders.field.phone, Lang.orders.hint.keep) ?>
						<?cs call:field_hint("address", Lang.orders.field.address, Lang.orders.hint.keep) ?>
						<?cs call:field_hint("requested_at", Lang.orders.field.requested_at, Lang.orders.hint.time) ?>
						<?cs call:field("note", Lang.orders.field.note) ?>
						<button class="btn btn-primary"><?cs var:Lang.orders.do.amend ?></button>
					</form>
				</details>
			<?cs /if ?>
			<?cs if:?Can.again ?>
				<a class="btn" href="<?cs var:Can.again ?>"><?cs var:Lang.orders.do.again ?></a>
			<?cs /if ?>
			<?cs if:Can.cancel.open ?>
				<details class="act"<?cs if:?Form.cause.error || ?Form.told.error ?> open<?cs /if ?>>
					<summary class="btn btn-outline-danger"><?cs var:Lang.orders.do.cancel ?>…</summary>
					<form method="post" action="/orders/cancel">
						<?cs call:keys() ?>
						<?cs call:field("cause", Lang.orders.field.cause) ?>
						<?cs call:field_check("told", Lang.orders.field.told) ?>
						<button class="btn btn-danger"><?cs var:Lang.orders.do.cancel ?></button>
					</form>
				</details>
			<?cs /if ?>
			<span class="only dim"><?cs var:Lang.orders.order.can_nothing ?></span>
		</div>
	</div>
<?cs /def ?>
<?cs def:lines() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.orders.lines ?></h2><span class="sub"><?cs var:Order.pieces ?></span></div>
		<?cs if:?Lines.0.title ?>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.orders.lines ?></caption>
				<thead>
					<tr>
						<th scope="col" class="what"><?cs var:Lang.orders.field.goods ?></th>
						<th scope="col"><?cs var:Lang.orders.field.class ?></th>
						<th scope="col" class="num"><?cs var:Lang.orders.field.unit ?></th>
						<th scope="col" class="num"><?cs var:Lang.orders.field.quantity ?></th>
						<th scope="col" class="num"><?cs var:Lang.orders.field.sum ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:l = Lines ?>
						<tr>
							<th scope="row" class="what">
								<?cs if:?l.path ?>
									<a href="<?cs var:l.path ?>"><?cs var:l.title ?></a>
								<?cs else ?>
									<?cs var:l.title ?>
								<?cs /if ?>
							</th>
							<td><?cs call:pill("neu", l.class) ?></td>
							<td class="num" data-l="<?cs var:Lang.orders.field.unit ?>"><?cs var:l.unit ?></td>
							<td class="num" data-l="<?cs var:Lang.orders.field.quantity ?>"><?cs var:l.quantity ?></td>
							<td class="num" data-l="<?cs var:Lang.orders.field.sum ?>"><?cs var:l.sum ?></td>
						</tr>
					<?cs /each ?>
				</tbody>
				<tfoot class="totals">
					<tr>
						<th scope="row" colspan="4" class="num"><?cs var:Lang.orders.field.goods_sum ?></th>
						<td class="num"><?cs var:Order.goods ?></td>
					</tr>
					<?cs if:?Order.discount ?>
						<tr class="min">
							<th scope="row" colspan="4" class="num"><?cs var:Lang.orders.field.discount ?></th>
							<td class="num"><?cs var:Order.discount ?></td>
						</tr>
					<?cs /if ?>
					<tr>
						<th scope="row" colspan="4" class="num"><?cs var:Lang.orders.field.freight ?></th>
						<td class="num"><?cs var:Order.freight ?></td>
					</tr>
					<tr class="pay">
						<th scope="row" colspan="4" class="num"><?cs var:Lang.orders.field.total ?></th>
						<td class="num"><?cs var:Order.total ?></td>
					</tr>
				</tfoot>
			</table>
		<?cs else ?>
			<?cs call:empty(Lang.orders.lines_none, Lang.orders.lines_later) ?>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:payments() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.orders.payments ?></h2>
			<span class="sub"><?cs var:Paid.note ?></span>
			<span class="g <?cs var:Paid.kind ?>"><?cs var:Paid.match ?></span>
		</div>
		<?cs if:?Payments.0.at ?>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.orders.payments ?></caption>
				<thead>
					<tr>
						<th scope="col" class="at"><?cs var:Lang.ui.when ?></th>
						<th scope="col"><?cs var:Lang.orders.field.method ?></th>
						<th scope="col"><?cs var:Lang.orders.field.reference ?></th>
						<th scope="col" class="num"><?cs var:Lang.orders.field.amount ?></th>
						<th scope="col"><?cs var:Lang.orders.field.recorded_by ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:p = Payments ?>
						<tr>
							<td class="at"><?cs var:p.at ?></td>
							<th scope="row"><?cs var:p.method ?></th>
							<td><code class="mono"><?cs var:p.reference ?></code></td>
							<td class="num"><?cs var:p.amount ?></td>
							<td class="dim"><?cs var:p.by ?></td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		<?cs else ?>
			<?cs call:empty(Lang.orders.payments_none, Lang.orders.payments_later) ?>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:way() ?>
	<?cs if:?Steps.0.at ?>
		<section class="panel">
			<div class="ph"><h2><?cs var:Lang.orders.steps ?></h2></div>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.orders.steps ?></caption>
				<thead>
					<tr>
						<th scope="col" class="at"><?cs var:Lang.ui.when ?></th>
						<th scope="col"><?cs var:Lang.ui.who ?></th>
						<th scope="col"><?cs var:Lang.ui.change ?></th>
						<th scope="col" class="why"><?cs var:Lang.ui.reason ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:s = Steps ?>
						<tr>
							<td class="at"><?cs var:s.at ?></td>
							<td><?cs var:s.by ?></td>
							<td>
								<?cs if:?s.before ?>
									<del><?cs var:s.before ?></del>
								<?cs else ?>
									<span class="dim"><?cs var:Lang.ui.nothing ?></span>
								<?cs /if ?> <i class="i i-to"></i> <?cs var:s.after ?>
							</td>
							<td class="why"><?cs var:s.reason ?></td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		</section>
	<?cs /if ?>
<?cs /def ?>
<?cs def:member() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.orders.member ?></h2>
			<?cs if:Member.path ?><a href="<?cs var:Member.path ?>"><?cs var:Lang.orders.member_open ?></a><?cs /if ?>
		</div>
		<p class="who-line">
			<b><?cs var:Member.name ?></b> <?cs call:tier(Member.tn, Member.tier) ?>
			<span><?cs var:Member.no ?></span>
		</p>
		<dl class="kv">
			<?cs call:kv(Lang.members.field.phone, Member.phone) ?>
			<?cs call:kv(Lang.members.field.email, Member.email) ?>
			<?cs call:kv(Lang.orders.field.consignee, Member.consignee) ?>
			<?cs call:kv(Lang.orders.field.address, Member.address) ?>
			<?cs call:kv(Lang.members.field.spent, Member.spent) ?>
			<?cs call:kv(Lang.members.field.orders, Member.orders) ?>
		</dl>
		<p class="hint under"><?cs var:Lang.members.masked ?></p>
	</section>
<?cs /def ?>
<?cs def:facts() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.orders.facts ?></h2></div>
		<dl class="kv">
			<?cs call:kv_link(Lang.orders.field.sheet, Order.sheet, Order.sheet_path) ?>
			<?cs call:kv(Lang.orders.field.confirmed_by, Order.confirmed_by) ?>
			<?cs if:?Order.agent ?>
				<?cs call:kv(Lang.orders.field.placed_by, Order.agent) ?>
				<?cs call:kv(Lang.orders.field.witness, Order.witness) ?>
			<?cs /if ?>
			<?cs if:?Order.requested ?><?cs call:kv(Lang.orders.field.requested_at, Order.requested) ?><?cs /if ?>
			<?cs call:kv(Lang.orders.field.note, Order.note) ?>
			<?cs if:?Order.flaws ?><?cs call:kv(Lang.orders.field.flaws, Order.flaws) ?><?cs /if ?>
		</dl>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill acc"><?cs call:state(Order.s, Order.state) ?></span>
	<?cs if:Order.parked ?> <span class="pill warn"><?cs call:state("11", Order.parked) ?></span><?cs /if ?>
	<?cs call:head_rest() ?>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="panel"><?cs call:steps(Way) ?><div class="can"><?cs call:can_now() ?><?cs call:can_not() ?></div></div>
	<div class="cols">
		<div><?cs call:lines() ?><?cs call:payments() ?><?cs call:way() ?><?cs call:history() ?></div>
		<aside><?cs call:deadlines() ?><?cs call:member() ?><?cs call:facts() ?></aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
