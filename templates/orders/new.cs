<?cs #
SPDX-License-Identifier: MIT
An agent orders for a customer: first the member, then goods, request and witness.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:find() ?>
	<section class="panel form">
		<div class="ph"><h2><?cs var:Lang.orders.new.find ?></h2></div>
		<div class="pb">
			<form method="get" action="/orders/new">
				<div class="f">
					<label for="f-q"><?cs var:Lang.orders.new.find_label ?></label>
					<input class="form-control" id="f-q" type="search" name="q" value="<?cs var:New.q ?>"
						autocomplete="off">
				</div>
				<button class="btn btn-primary"><?cs var:Lang.ui.search ?></button>
			</form>
		</div>
		<?cs if:?Found.0.no ?>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.orders.new.find ?></caption>
				<thead>
					<tr>
						<th scope="col"><?cs var:Lang.orders.field.member_id ?></th>
						<th scope="col"><?cs var:Lang.members.field.phone ?></th>
						<th scope="col"><?cs var:Lang.orders.field.tier ?></th>
						<th scope="col" class="num"><?cs var:Lang.members.field.orders ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:m = Found ?>
						<tr>
							<th scope="row"><a href="<?cs var:m.path ?>"><?cs var:m.no ?></a> <?cs var:m.name ?></th>
							<td><?cs var:m.phone ?></td>
							<td class="tier t<?cs var:m.tn ?>"><?cs var:m.tier ?></td>
							<td class="num" data-l="<?cs var:Lang.members.field.orders ?>"><?cs var:m.orders ?></td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		<?cs elif:?New.q ?>
			<?cs call:empty(Lang.orders.new.nobody, Lang.orders.new.nobody_text) ?>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:goods() ?>
	<fieldset>
		<legend><?cs var:Lang.orders.lines ?></legend>
		<?cs each:l = LineFields ?>
			<div class="fields line">
				<?cs call:field(l.product, Lang.orders.field.product_no) ?>
				<?cs call:field_type(l.quantity, Lang.orders.field.quantity, "text", "") ?>
			</div>
		<?cs /each ?>
		<div class="fields"><?cs call:field_money("freight_fen", Lang.orders.field.freight, "") ?></div>
	</fieldset>
<?cs /def ?>
<?cs def:order_form() ?>
	<section class="panel form">
		<div class="ph">
			<h2><a href="<?cs var:New.path ?>"><?cs var:New.who ?></a></h2>
			<?cs if:?New.from ?>
				<span class="sub"><?cs var:Lang.orders.field.first ?> <?cs var:New.from ?></span>
			<?cs /if ?>
		</div>
		<div class="pb">
			<form method="post" action="/orders/new">
				<?cs call:form_keys() ?>
				<?cs call:hidden("member", New.member) ?>
				<?cs call:hidden("from", New.from_id) ?>
				<?cs call:form_errors() ?>
				<?cs call:goods() ?>
				<fieldset>
					<legend><?cs var:Lang.orders.new.deliver ?></legend>
					<div class="fields">
						<?cs call:field_hint("consignee", Lang.orders.field.consignee, Lang.orders.hint.own) ?>
						<?cs call:field_hint("phone", Lang.orders.field.phone, Lang.orders.hint.own) ?>
						<?cs call:field_hint("address", Lang.orders.field.address, Lang.orders.hint.own) ?>
					</div>
				</fieldset>
				<fieldset>
					<legend><?cs var:Lang.orders.new.request ?></legend>
					<div class="fields">
						<?cs call:field_hint("requested_at", Lang.orders.field.requested_at, Lang.orders.hint.time) ?>
						<?cs call:field("note", Lang.orders.field.note) ?>
					</div>
				</fieldset>
				<fieldset>
					<legend><?cs var:Lang.orders.new.witness ?></legend>
					<div class="fields">
						<?cs call:field_hint("witness", Lang.orders.field.witness_no, Lang.orders.hint.witness) ?>
						<?cs call:field_password("password", Lang.orders.field.witness_password, "off") ?>
					</div>
				</fieldset>
				<?cs call:form_buttons(Lang.orders.new.place, "/orders/new") ?>
			</form>
		</div>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<a class="btn" href="<?cs var:New.mine ?>"><?cs var:Lang.orders.new.mine ?></a>
	<?cs call:head_end() ?>
	<?cs if:?New.member ?><?cs call:order_form() ?><?cs else ?><?cs call:find() ?><?cs /if ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
