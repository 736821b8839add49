<?cs #
SPDX-License-Identifier: MIT
Macros for every page. A page is written like this (no text outside the tags between them):

  include! lib/ui.cs  (and lib/list.cs for a list)
  def:content()  … the page, beginning with call:page_head() …  /def
  include! layout.cs

Arguments called `name` are literals; `label`, `hint` are language strings (Lang.orders.field.phone) or "". A macro takes
exactly the arguments that are listed. Markup that needs no macro (write it as it stands here):

  panel         div.panel > div.ph (h2, span.sub, link on the right) , then table.tb, div.pb (padded body), dl.kv, div.pf (foot)
  table         div.panel > table.tb > caption.visually-hidden, thead > tr > th scope=col, tbody > tr > th scope=row | td
  cells         th and td take the same class: num (figures, right) · m (the amount that is summed) · at (time) · who · tier tN ·
                what (the only one that truncates) · state sN · due overdue|today|soon|later|done|none · g ok|bad|wait|off|todo|lock|info ·
                x (dropped at 360 px) · c (tick box) · dim (second colour) · b (bold) · two (two lines, small in second)
  totals        tfoot.totals > tr (min: something taken off; pay: the sum to pay) ; data-l="label" on a td: its label at 360 px
  two columns   div.cols > div (main), aside (272–320 px)
  figures       div.figs > div > span label, b figure, small note
  buttons       a.btn | button.btn, with btn-primary (one per view), btn-danger (only on its confirm page), btn-outline-danger,
                btn-link; btn-sm in panels. … at the end of the label when another page follows.
  charts        svg.chart (width, height, viewBox; title, desc) with axis grid line target last (paths) b0 b1 b2 (bars) as classes
  pills         span.pill.ok|warn|bad|acc|neu ; digest: code.mono ; a zero: span.zero ; a figure that is overdue: b.over
?>
<?cs #
form_keys(): the hidden fields that every POST form carries.
?>
<?cs def:form_keys() ?>
	<input type="hidden" name="csrf" value="<?cs var:Csrf ?>">
	<input type="hidden" name="once" value="<?cs var:Once ?>">
<?cs /def ?>
<?cs #
hidden(name, value), version(value): a hidden input.
?>
<?cs def:hidden(name, value) ?><input type="hidden" name="<?cs var:name ?>" value="<?cs var:value ?>"><?cs /def ?>
<?cs def:version(value) ?><input type="hidden" name="version" value="<?cs var:value ?>"><?cs /def ?>
<?cs #
icon(name): search lock check cross down left right up alert clock calendar download print plus minus info bad shield menu
            in out pause bell user file
?>
<?cs def:icon(name) ?><i class="i i-<?cs var:name ?>"></i><?cs /def ?>
<?cs #
state(number, text): glyph and word of an order's state 1…10, 11 parked. tier(number, text): 1…4. due(state, text): deadline in
running text. pill(kind, text): ok warn bad acc neu. money(text): with the yuan sign.
?>
<?cs def:state(number, text) ?><span class="state s<?cs var:number ?>"><?cs var:text ?></span><?cs /def ?>
<?cs def:tier(number, text) ?><span class="tier t<?cs var:number ?>"><?cs var:text ?></span><?cs /def ?>
<?cs def:due(state, text) ?><span class="due <?cs var:state ?>"><?cs var:text ?></span><?cs /def ?>
<?cs def:deadline(state, text) ?><span class="due <?cs var:state ?>"><?cs var:text ?></span><?cs /def ?>
<?cs def:pill(kind, text) ?><span class="pill <?cs var:kind ?>"><?cs var:text ?></span><?cs /def ?>
<?cs def:money(text) ?><span class="yen">¥ <?cs var:text ?></span><?cs /def ?>
<?cs #
kv(label, value): one line of <dl class="kv">; kv_link(label, value, path) with a link when there is a path.
?>
<?cs def:kv(label, value) ?>
	<div>
		<dt><?cs var:label ?></dt>
		<dd><?cs if:?value && value != "" ?><?cs var:value ?><?cs else ?>—<?cs /if ?></dd>
	</div>
<?cs /def ?>
<?cs def:kv_link(label, value, path) ?>
	<div>
		<dt><?cs var:label ?></dt>
		<dd>
			<?cs if:path ?>
				<a href="<?cs var:path ?>"><?cs var:value ?></a>
			<?cs elif:?value && value != "" ?>
				<?cs var:value ?>
			<?cs else ?>
				—
			<?cs /if ?>
		</dd>
	</div>
<?cs /def ?>
<?cs #
head(): crumbs, title, subtitle; opens the place for buttons on the right, which the page fills; head_end() closes it.
page_head(): both, for a page without buttons there. head_title() … pills … head_rest(): head() in two, for pills behind the title.
?>
<?cs def:head_title() ?>
	<div class="head">
	<div>
	<?cs if:Page.crumbs.0.label ?>
		<nav class="crumbs" aria-label="<?cs var:Lang.ui.crumbs ?>">
			<?cs each:crumb = Page.crumbs ?>
				<?cs if:crumb.path ?>
					<a href="<?cs var:crumb.path ?>"><?cs var:crumb.label ?></a>
				<?cs else ?>
					<span><?cs var:crumb.label ?></span>
				<?cs /if ?>
			<?cs /each ?>
		</nav>
	<?cs /if ?>
	<h1>
	<?cs var:Page.title ?>
<?cs /def ?>
<?cs def:head_rest() ?>
	</h1>
	<?cs if:Page.subtitle ?><p class="sub"><?cs var:Page.subtitle ?></p><?cs /if ?>
	</div>
	<div class="acts">
<?cs /def ?>
<?cs def:head() ?>
	<?cs call:head_title() ?>
	<?cs call:head_rest() ?>
<?cs /def ?>
<?cs def:head_end() ?>
	</div>
	</div>
<?cs /def ?>
<?cs def:page_head() ?>
	<?cs call:head() ?>
	<?cs call:head_end() ?>
<?cs /def ?>
<?cs #
lock(label, missing): a button that may not be used now, with a lock and the missing condition as text beside it.
action(path, label, kind): a form of one button that posts the record's keys; kind is the button's class ("btn-primary", "").
     `version` of the record is taken from Record.version, `id` travels in the path.
?>
<?cs def:lock(label, missing) ?>
	<span class="locked">
		<button type="button" class="btn" disabled><i class="i i-lock"></i><?cs var:label ?></button>
		<span class="miss"><?cs var:missing ?></span>
	</span>
<?cs /def ?>
<?cs def:action(path, label, kind) ?>
	<form method="post" action="<?cs var:path ?>" class="one">
		<?cs call:form_keys() ?>
		<?cs if:Record.version ?><?cs call:version(Record.version) ?><?cs /if ?>
		<button class="btn <?cs var:kind ?>"><?cs var:label ?></button>
	</form>
<?cs /def ?>
<?cs #
Forms. form_errors(): the summary on top: the reason of a refusal and every error, each linked to its field. Fields below: label
above, control, error, hint. They read Form.<name>.value and Form.<name>.error.

  field(name, label)                          one line of text
  field_hint(name, label, hint)               the same with a hint below
  field_type(name, label, type, hint)         type: text search tel email date datetime-local number url
  field_password(name, label, autocomplete)   "current-password" | "new-password"
  field_money(name, label, hint)              with the unit yuan inside
  field_unit(name, label, unit, hint)         any other unit inside
  field_area(name, label, hint)               several lines
  field_select(name, label, options, hint)    options: node of N.{value,label}
  field_tiles(name, label, options)           radio tiles, the same options
  field_radio(name, label, options)           radio buttons in a line
  field_check(name, label)                    one tick box, value 1
  field_file(name, label, hint)               upload (form needs enctype="multipart/form-data")
Side by side: div.fields around them (two columns, one at 360 px). Sections: fieldset > legend.
?>
<?cs def:form_errors() ?>
	<?cs if:Form.errors.0.text || Form.reason ?>
		<div class="errs" role="alert" id="errors" tabindex="-1">
			<h2><?cs if:Form.reason ?><?cs var:Form.reason ?><?cs else ?><?cs var:Lang.ui.errors ?><?cs /if ?></h2>
			<?cs if:Form.errors.0.text ?>
				<ul>
					<?cs each:e = Form.errors ?>
						<li>
							<?cs if:e.field ?>
								<a href="#f-<?cs var:e.field ?>"><?cs var:e.text ?></a>
							<?cs else ?>
								<?cs var:e.text ?>
							<?cs /if ?>
						</li>
					<?cs /each ?>
				</ul>
			<?cs /if ?>
		</div>
	<?cs /if ?>
<?cs /def ?>
<?cs def:f_tail(name, hint) ?>
	<?cs if:Form[name].error ?><p class="err" id="e-<?cs var:name ?>"><?cs var:Form[name].error ?></p><?cs /if ?>
	<?cs if:hint ?><p class="hint" id="h-<?cs var:name ?>"><?cs var:hint ?></p><?cs /if ?>
<?cs /def ?>
<?cs def:f_aria(name, hint) ?> id="f-<?cs var:name ?>"
	<?cs if:Form[name].error ?> aria-invalid="true" aria-describedby="e-<?cs var:name ?>
		<?cs if:hint ?> h-<?cs var:name ?><?cs /if ?>"
	<?cs elif:hint ?> aria-describedby="h-<?cs var:name ?>"
	<?cs /if ?>
<?cs /def ?>
<?cs def:field_type(name, label, type, hint) ?>
	<div class="f">
		<label for="f-<?cs var:name ?>"><?cs var:label ?></label>
		<input class="form-control" type="<?cs var:type ?>" name="<?cs var:name ?>"
			value="<?cs var:Form[name].value ?>"<?cs call:f_aria(name, hint) ?>>
		<?cs call:f_tail(name, hint) ?>
	</div>
<?cs /def ?>
<?cs def:field(name, label) ?><?cs call:field_type(name, label, "text", "") ?><?cs /def ?>
<?cs def:field_text(name, label) ?><?cs call:field_type(name, label, "text", "") ?><?cs /def ?>
<?cs def:field_hint(name, label, hint) ?><?cs call:field_type(name, label, "text", hint) ?><?cs /def ?>
<?cs def:field_password(name, label, autocomplete) ?>
	<div class="f">
		<label for="f-<?cs var:name ?>"><?cs var:label ?></label>
		<input class="form-control" type="password" name="<?cs var:name ?>"
			autocomplete="<?cs var:autocomplete ?>"<?cs call:f_aria(name, "") ?>>
		<?cs call:f_tail(name, "") ?>
	</div>
<?cs /def ?>
<?cs def:field_unit(name, label, unit, hint) ?>
	<div class="f">
		<label for="f-<?cs var:name ?>"><?cs var:label ?></label>
		<span class="unit">
			<input class="form-control" inputmode="decimal" name="<?cs var:name ?>"
				value="<?cs var:Form[name].value ?>"<?cs call:f_aria(name, hint) ?>>
			<span><?cs var:unit ?></span>
		</span>
		<?cs call:f_tail(name, hint) ?>
	</div>
<?cs /def ?>
<?cs def:field_money(name, label, hint) ?><?cs call:field_unit(name, label, Lang.ui.yuan, hint) ?><?cs /def ?>
<?cs def:field_area(name, label, hint) ?>
	<div class="f wide">
		<label for="f-<?cs var:name ?>"><?cs var:label ?></label>
		<textarea class="form-control" rows="3" name="<?cs var:name ?>"<?cs call:f_aria(name, hint) ?>>
			<?cs var:Form[name].value ?>
		</textarea>
		<?cs call:f_tail(name, hint) ?>
	</div>
<?cs /def ?>
<?cs def:field_select(name, label, options, hint) ?>
	<div class="f">
		<label for="f-<?cs var:name ?>"><?cs var:label ?></label>
		<select class="form-select" name="<?cs var:name ?>"<?cs call:f_aria(name, hint) ?>>
			<?cs each:o = options ?>
				<option value="<?cs var:o.value ?>"<?cs if:o.value == Form[name].value ?> selected<?cs /if ?>>
					<?cs var:o.label ?>
				</option>
			<?cs /each ?>
		</select>
		<?cs call:f_tail(name, hint) ?>
	</div>
<?cs /def ?>
<?cs def:f_radios(name, label, options, style) ?>
	<fieldset class="f <?cs var:style ?>"
		id="f-<?cs var:name ?>"<?cs if:Form[name].error ?> aria-describedby="e-<?cs var:name ?>"<?cs /if ?>>
		<legend><?cs var:label ?></legend>
		<div>
			<?cs each:o = options ?>
				<label>
					<input type="radio" name="<?cs var:name ?>"
						value="<?cs var:o.value ?>"<?cs if:o.value == Form[name].value ?> checked<?cs /if ?>>
					<span><?cs var:o.label ?></span>
				</label>
			<?cs /each ?>
		</div>
		<?cs call:f_tail(name, "") ?>
	</fieldset>
<?cs /def ?>
<?cs def:field_tiles(name, label, options) ?><?cs call:f_radios(name, label, options, "tiles wide") ?><?cs /def ?>
<?cs def:field_radio(name, label, options) ?><?cs call:f_radios(name, label, options, "radios") ?><?cs /def ?>
<?cs def:field_check(name, label) ?>
	<div class="f tick">
		<label>
			<input type="checkbox" name="<?cs var:name ?>"
				value="1"<?cs if:Form[name].value && Form[name].value != "0" ?> checked<?cs /if ?><?cs call:f_aria(name, "") ?>>
			<span><?cs var:label ?></span>
		</label>
		<?cs call:f_tail(name, "") ?>
	</div>
<?cs /def ?>
<?cs def:field_file(name, label, hint) ?>
	<div class="f">
		<label for="f-<?cs var:name ?>"><?cs var:label ?></label>
		<input class="form-control" type="file" name="<?cs var:name ?>"<?cs call:f_aria(name, hint) ?>>
		<?cs call:f_tail(name, hint) ?>
	</div>
<?cs /def ?>
<?cs #
form_buttons(label, back): the foot of a form: its one primary button and a link back ("" for none).
?>
<?cs def:form_buttons(label, back) ?>
	<div class="fb">
		<button class="btn btn-primary"><?cs var:label ?></button>
		<?cs if:back ?><a class="btn" href="<?cs var:back ?>"><?cs var:Lang.ui.back ?></a><?cs /if ?>
	</div>
<?cs /def ?>
<?cs #
tabs(node, label): N.{label,path,active,count,overdue}; label names the row for screen readers.
?>
<?cs def:tabs(node, label) ?>
	<nav class="tabs" aria-label="<?cs var:label ?>">
		<?cs each:t = node ?>
			<a href="<?cs var:t.path ?>"<?cs if:t.active ?> aria-current="page"<?cs /if ?>>
				<?cs var:t.label ?>
				<?cs if:?t.count ?> <span<?cs if:t.overdue ?> class="over"<?cs /if ?>><?cs var:t.count ?></span>
				<?cs /if ?>
			</a>
		<?cs /each ?>
	</nav>
<?cs /def ?>
<?cs #
flashes(): messages kept from the page before; called by the layout. notice(kind, text): the same look anywhere:
ok warn error info. notice_link(kind, text, path, label).
?>
<?cs def:notice(kind, text) ?><div class="flash <?cs var:kind ?>"><p><?cs var:text ?></p></div><?cs /def ?>
<?cs def:notice_link(kind, text, path, label) ?>
	<div class="flash <?cs var:kind ?>"><p><?cs var:text ?></p><a href="<?cs var:path ?>"><?cs var:label ?></a></div>
<?cs /def ?>
<?cs def:flashes() ?>
	<?cs each:f = Flash ?>
		<div class="flash <?cs var:f.kind ?>" role="<?cs if:f.kind == "error" ?>alert<?cs else ?>status<?cs /if ?>">
			<p><?cs var:f.text ?></p>
		</div>
	<?cs /each ?>
<?cs /def ?>
<?cs #
empty(title, text): nothing there and what will come; empty_link(title, text, path, label) with a way on.
?>
<?cs def:empty(title, text) ?>
	<div class="empty"><p class="b"><?cs var:title ?></p><p><?cs var:text ?></p></div>
<?cs /def ?>
<?cs def:empty_link(title, text, path, label) ?>
	<div class="empty">
		<p class="b"><?cs var:title ?></p>
		<p><?cs var:text ?></p>
		<p><a href="<?cs var:path ?>"><?cs var:label ?></a></p>
	</div>
<?cs /def ?>
<?cs #
history(): panel of History.N.{at,who,action,reason,sealed}, .items.M.{field,before,after}; append-only, newest first.
?>
<?cs def:history() ?>
	<section class="panel" id="history">
		<div class="ph">
			<h2><?cs var:Lang.ui.history ?></h2>
			<span class="sub"><?cs var:Lang.ui.history_note ?></span>
		</div>
		<?cs if:History.0.at ?>
			<table class="tb hist">
				<caption class="visually-hidden"><?cs var:Lang.ui.history ?></caption>
				<thead>
					<tr>
						<th scope="col" class="at"><?cs var:Lang.ui.when ?></th>
						<th scope="col" class="by"><?cs var:Lang.ui.who ?></th>
						<th scope="col" class="did"><?cs var:Lang.ui.did ?></th>
						<th scope="col"><?cs var:Lang.ui.change ?></th>
						<th scope="col" class="why"><?cs var:Lang.ui.reason ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:h = History ?>
						<tr>
							<td class="at"><?cs var:h.at ?></td>
							<td class="by"><?cs var:h.who ?></td>
							<td class="did b"><?cs var:h.action ?></td>
							<td>
								<?cs each:x = h.items ?>
									<div>
										<span class="dim"><?cs var:x.field ?></span> <?cs if:?x.before && x.before != "" ?>
											<del><?cs var:x.before ?></del>
										<?cs else ?>
											<span class="dim"><?cs var:Lang.ui.nothing ?></span>
										<?cs /if ?> <i class="i i-to"></i> <?cs if:?x.after && x.after != "" ?>
											<?cs var:x.after ?>
										<?cs else ?>
											<span class="dim"><?cs var:Lang.ui.nothing ?></span>
										<?cs /if ?>
									</div>
								<?cs /each ?>
							</td>
							<td class="why">
								<?cs var:h.reason ?>
								<?cs if:h.sealed ?> <span class="sealed"><?cs var:h.sealed ?></span><?cs /if ?>
							</td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		<?cs else ?>
			<?cs call:empty(Lang.ui.history_none, Lang.ui.history_later) ?>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs #
deadlines(): side card of Deadline.N.{title,state,due,left,percent,clock,rule}; percent 0…100 of the time used.
?>
<?cs def:deadlines() ?>
	<?cs if:Deadline.0.title ?>
		<section class="panel">
			<div class="ph"><h2><?cs var:Lang.ui.deadlines ?></h2></div>
			<?cs each:d = Deadline ?>
				<div class="dl">
					<h3><?cs var:d.title ?></h3>
					<p>
						<span class="due <?cs var:d.state ?>"><?cs var:d.due ?></span>
						<span class="left <?cs var:d.state ?>"><?cs var:d.left ?></span>
					</p>
					<?cs if:?d.percent ?>
						<meter class="bar <?cs var:d.state ?>" min="0" max="100" value="<?cs var:d.percent ?>"
							aria-label="<?cs var:d.title ?>">
							<?cs var:d.percent ?>%
						</meter>
					<?cs /if ?>
					<dl class="kv small">
						<?cs if:d.clock ?>
							<div><dt><?cs var:Lang.ui.clock ?></dt><dd><?cs var:d.clock ?></dd></div>
						<?cs /if ?>
						<?cs if:d.rule ?>
							<div><dt><?cs var:Lang.ui.rule ?></dt><dd><?cs var:d.rule ?></dd></div>
						<?cs /if ?>
					</dl>
				</div>
			<?cs /each ?>
		</section>
	<?cs /if ?>
<?cs /def ?>
<?cs #
steps(node): the way of a record through its states: N.{label,text,state}; state is done, now or todo.
?>
<?cs def:steps(node) ?>
	<ol class="steps">
		<?cs each:s = node ?>
			<li class="<?cs var:s.state ?>"<?cs if:s.state == "now" ?> aria-current="step"<?cs /if ?>>
				<b><?cs var:s.label ?></b><?cs if:s.text ?><span><?cs var:s.text ?></span><?cs /if ?>
			</li>
		<?cs /each ?>
	</ol>
<?cs /def ?>
<?cs #
sign_panel(sign, action, label): what is signed, digest, previous seal, checks, note, password, one button. sign.{what,content,digest,
previous,version,note}; sign.checks.N.{kind,text} kind = ok|bad|warn; sign.locked: who may sign instead (own work): then no form.
`note` set: a field "note" is asked. The POST carries version, password and note.
seal(signature): the stamp after signing: signature.{title,who,at,no,seal,digest}; `no` empty: signed, seal follows within seconds.
?>
<?cs def:sign_panel(sign, action, label) ?>
	<section class="panel sign" id="sign">
		<div class="ph"><h2><?cs var:Lang.ui.sign_title ?></h2></div>
		<div class="pb">
			<dl class="kv">
				<?cs call:kv(Lang.ui.sign_what, sign.what) ?>
				<?cs call:kv(Lang.ui.sign_content, sign.content) ?>
				<?cs if:sign.digest ?>
					<div>
						<dt><?cs var:Lang.ui.digest ?></dt>
						<dd><code class="mono"><?cs var:sign.digest ?></code></dd>
					</div>
				<?cs /if ?>
				<?cs if:sign.previous ?>
					<div>
						<dt><?cs var:Lang.ui.previous_seal ?></dt>
						<dd><code class="mono"><?cs var:sign.previous ?></code></dd>
					</div>
				<?cs /if ?>
			</dl>
			<?cs if:sign.checks.0.text ?>
				<ul class="checks">
					<?cs each:k = sign.checks ?><li class="g <?cs var:k.kind ?>"><?cs var:k.text ?></li><?cs /each ?>
				</ul>
			<?cs /if ?>
			<?cs if:sign.locked ?>
				<p class="g lock"><?cs var:sign.locked ?></p>
			<?cs else ?>
				<form method="post" action="<?cs var:action ?>">
					<?cs call:form_keys() ?>
					<?cs call:version(sign.version) ?>
					<?cs call:form_errors() ?>
					<?cs if:sign.note ?><?cs call:field_hint("note", Lang.ui.sign_note, "") ?><?cs /if ?>
					<h3><?cs var:Lang.ui.sign_again ?></h3>
					<?cs call:field_password("password", Lang.ui.password, "current-password") ?>
					<button class="btn btn-primary full"><?cs var:label ?></button>
					<p class="hint"><?cs var:Lang.ui.sign_hint ?></p>
				</form>
			<?cs /if ?>
		</div>
	</section>
<?cs /def ?>
<?cs def:seal(signature) ?>
	<div class="sealed-by">
		<span class="seal<?cs if:!signature.no ?> wait<?cs /if ?>" aria-hidden="true"></span>
		<div>
			<b><?cs var:signature.title ?></b><span><?cs var:signature.who ?></span>
			<span><?cs var:signature.at ?></span>
			<?cs if:signature.no ?>
				<code class="mono">No. <?cs var:signature.no ?> / <?cs var:signature.seal ?></code>
			<?cs else ?>
				<span class="g wait"><?cs var:Lang.ui.seal_soon ?></span>
			<?cs /if ?>
		</div>
	</div>
<?cs /def ?>
<?cs #
pager(prev, next, note): previous / next of a page that is no list.
?>
<?cs def:pager(prev, next, note) ?>
	<?cs if:prev || next || note ?>
		<div class="pf">
			<span><?cs var:note ?></span>
			<span class="pg">
				<?cs if:prev ?>
					<a class="btn" rel="prev" href="<?cs var:prev ?>">
						<i class="i i-left"></i><?cs var:Lang.ui.prev ?>
					</a>
				<?cs else ?>
					<span class="btn off"><i class="i i-left"></i><?cs var:Lang.ui.prev ?></span>
				<?cs /if ?>
				<?cs if:next ?>
					<a class="btn" rel="next" href="<?cs var:next ?>">
						<?cs var:Lang.ui.next ?><i class="i i-right"></i>
					</a>
				<?cs else ?>
					<span class="btn off"><?cs var:Lang.ui.next ?><i class="i i-right"></i></span>
				<?cs /if ?>
			</span>
		</div>
	<?cs /if ?>
<?cs /def ?>
<?cs #
can_not(): what may not be done now, each with what is missing: Cannot.N.{label,missing}.
?>
<?cs def:can_not() ?>
	<?cs if:?Cannot.0.label ?>
		<div>
			<h2><?cs var:Lang.orders.cannot ?></h2>
			<?cs each:c = Cannot ?><?cs call:lock(c.label, c.missing) ?><?cs /each ?>
		</div>
	<?cs /if ?>
<?cs /def ?>
