<?cs #
SPDX-License-Identifier: MIT
Taking a complaint in: who it is first, then order and goods, what happened, what is wanted; what is open already beside it.
New.{q,none,form,member}, Found.N, Orders.N.{id,no,at,total,s,state,checked,likely,goods.M.{value,title,checked}}, Problems.N.{label,options},
Urgencies, Channels, Promises.N.{wait,text}, Kept.N.{id,name}, Similar.N, Member.*.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"complaints/parts.cs" ?>
<?cs def:find() ?>
	<section class="panel form">
		<div class="ph"><h2><?cs var:Lang.complaints.new.find ?></h2></div>
		<div class="pb">
			<form method="get" action="/complaints/new">
				<div class="f">
					<label for="f-q"><?cs var:Lang.complaints.new.find_label ?></label>
					<input class="form-control" id="f-q" type="search" name="q" value="<?cs var:New.q ?>"
						autocomplete="off" autofocus>
				</div>
				<div class="fb">
					<button class="btn btn-primary"><?cs var:Lang.ui.search ?></button>
					<a class="btn" href="/complaints/new?unknown=1" accesskey="u">
						<?cs var:Lang.complaints.new.unknown ?>
					</a>
				</div>
				<p class="hint"><?cs var:Lang.complaints.new.find_hint ?></p>
			</form>
		</div>
		<?cs if:?Found.0.no ?>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Lang.complaints.new.find ?></caption>
				<thead>
					<tr>
						<th scope="col"><?cs var:Lang.complaints.field.customer ?></th>
						<th scope="col"><?cs var:Lang.members.field.phone ?></th>
						<th scope="col"><?cs var:Lang.members.field.tier ?></th>
						<th scope="col" class="num"><?cs var:Lang.complaints.open.1 ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:m = Found ?>
						<tr>
							<th scope="row"><a href="<?cs var:m.path ?>"><?cs var:m.no ?></a> <?cs var:m.name ?></th>
							<td><?cs var:m.phone ?></td>
							<td class="tier t<?cs var:m.tn ?>"><?cs var:m.tier ?></td>
							<td class="num" data-l="<?cs var:Lang.complaints.open.1 ?>"><?cs var:m.open ?></td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		<?cs elif:?New.none ?>
			<?cs call:empty_link(Lang.complaints.new.nobody, Lang.complaints.new.nobody_text,
				"/complaints/new?unknown=1", Lang.complaints.new.unknown) ?>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:orders() ?>
	<?cs if:?Orders.0.no ?>
		<fieldset class="f wide" id="f-order">
			<legend><?cs var:Lang.complaints.new.orders ?></legend>
			<div class="picks">
				<?cs each:o = Orders ?>
					<div class="pick">
						<label>
							<input type="radio" name="order"
								value="<?cs var:o.id ?>"<?cs if:o.checked ?> checked<?cs /if ?><?cs if:o.likely ?> autofocus<?cs /if ?>>
							<span>
								<b><?cs var:o.no ?></b> <?cs var:o.at ?> · ¥ <?cs var:o.total ?> <span class="state s<?cs var:o.s ?>"><?cs var:o.state ?></span>
							</span>
						</label>
						<?cs each:g = o.goods ?>
							<label class="sub">
								<input type="checkbox" name="goods[]"
									value="<?cs var:g.value ?>"<?cs if:g.checked ?> checked<?cs /if ?>>
								<span><?cs var:g.title ?></span>
							</label>
						<?cs /each ?>
					</div>
				<?cs /each ?>
				<div class="pick">
					<label>
						<input type="radio" name="order" value="0">
						<span><?cs var:Lang.complaints.new.no_order ?></span>
					</label>
				</div>
			</div>
			<?cs if:?Form.order.error ?><p class="err" id="e-order"><?cs var:Form.order.error ?></p><?cs /if ?>
			<?cs if:?Form.goods.error ?><p class="err" id="f-goods"><?cs var:Form.goods.error ?></p><?cs /if ?>
			<p class="hint"><?cs var:Lang.complaints.new.goods_hint ?></p>
		</fieldset>
	<?cs /if ?>
<?cs /def ?>
<?cs def:evidence() ?>
	<fieldset>
		<legend><?cs var:Lang.complaints.new.evidence ?></legend>
		<?cs each:k = Kept ?><p class="g ok"><?cs call:hidden("kept[]", k.id) ?><?cs var:k.name ?></p><?cs /each ?>
		<div class="fields">
			<?cs call:field_file("file_0", Lang.complaints.field.file, Lang.complaints.new.file_hint) ?>
			<?cs call:field_file("file_1", Lang.complaints.field.file, "") ?>
			<?cs call:field_file("file_2", Lang.complaints.field.file, "") ?>
		</div>
	</fieldset>
<?cs /def ?>
<?cs def:intake() ?>
	<form class="panel form" method="post" action="/complaints/new" enctype="multipart/form-data">
		<div class="pb">
			<?cs call:form_keys() ?>
			<?cs if:New.member ?><?cs call:hidden("member", New.member) ?><?cs /if ?>
			<?cs call:form_errors() ?>
			<?cs if:New.member ?>
				<?cs call:orders() ?>
			<?cs else ?>
				<div class="fields">
					<div class="f">
						<label for="f-caller"><?cs var:Lang.complaints.field.caller ?></label>
						<input class="form-control" name="caller" value="<?cs var:Form.caller.value ?>"
							autofocus<?cs call:f_aria("caller", "") ?>>
						<?cs call:f_tail("caller", "") ?>
					</div>
					<?cs call:field("caller_phone", Lang.complaints.field.caller_phone) ?>
				</div>
			<?cs /if ?>
			<div class="fields">
				<?cs call:field_select("channel", Lang.complaints.field.channel, Channels, "") ?>
				<?cs call:problem_select("") ?>
			</div>
			<?cs call:field_area("happened", Lang.complaints.field.happened, "") ?>
			<?cs call:field_area("demand", Lang.complaints.field.demand, "") ?>
			<div class="fields">
				<?cs call:field_select("urgency", Lang.complaints.field.urgency, Urgencies,
					Lang.complaints.new.urgency_hint) ?>
				<?cs call:field_hint("about", Lang.complaints.field.about, Lang.complaints.new.about_hint) ?>
				<?cs call:field_unit("wait", Lang.complaints.field.wait, Lang.complaints.new.minutes,
					Lang.complaints.new.wait_hint) ?>
			</div>
			<?cs call:field_check("complex", Lang.complaints.new.complex) ?>
			<?cs call:field_check("team", Lang.complaints.field.team) ?>
			<?cs call:evidence() ?>
			<?cs call:form_buttons(Lang.complaints.do.take_in, "/complaints/new") ?>
			<p class="hint"><?cs var:Lang.complaints.new.keys ?></p>
		</div>
	</form>
<?cs /def ?>
<?cs def:promises() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.complaints.new.promises ?></h2></div>
		<dl class="kv">
			<?cs each:p = Promises ?><div><dt><?cs var:p.wait ?></dt><dd><?cs var:p.text ?></dd></div><?cs /each ?>
		</dl>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<?cs if:New.form ?>
		<div class="cols">
			<div><?cs call:intake() ?></div>
			<aside>
				<?cs if:New.member ?><?cs call:customer() ?><?cs /if ?>
				<?cs call:similar() ?>
				<?cs call:promises() ?>
			</aside>
		</div>
	<?cs else ?>
		<?cs call:find() ?>
	<?cs /if ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
