<?cs #
SPDX-License-Identifier: MIT
What every page of a member's record shares, on top of lib/ui.cs: data from member_head() (members/record.h) in Member.*.

  member_head()   title with tier and buttons, state, identity, figures, tabs; member_top() … member_rest(): the same in two, for
                  what stands right under the title
  member_side()   side column: contact and consent, then the newest rows of the other parts
  member_lines(panel)   one part's newest rows as a panel
?>
<?cs def:member_keys() ?>
	<?cs call:form_keys() ?>
	<?cs call:hidden("back", Page.path) ?>
<?cs /def ?>
<?cs def:member_state() ?>
	<?cs if:Member.merged ?>
		<div class="flash warn">
			<p><?cs var:Member.merged ?> <a href="<?cs var:Member.merged_path ?>"><?cs var:Member.merged_no ?></a></p>
		</div>
	<?cs elif:Member.erased ?>
		<?cs call:notice("info", Member.erased) ?>
	<?cs /if ?>
<?cs /def ?>
<?cs #
member_identity(): RULE MEM-4: the question and its one field; locked; or checked, with the way to show contact data and to mask again.
?>
<?cs def:member_reveal(identity) ?>
	<details class="menu end"<?cs if:?Form.why.error || ?Form.reason_text.error ?> open<?cs /if ?>>
		<summary class="btn btn-sm"><?cs var:Lang.members.reveal.open ?></summary>
		<div class="pop ask">
			<form method="post" action="<?cs var:identity.path ?>/reveal">
				<?cs call:member_keys() ?>
				<?cs call:field_select("why", Lang.members.reveal.why, Reveal, "") ?>
				<?cs call:field_hint("reason_text", Lang.members.reveal.text, Lang.members.reveal.hint) ?>
				<button class="btn btn-primary"><?cs var:Lang.members.reveal.do ?></button>
			</form>
		</div>
	</details>
<?cs /def ?>
<?cs def:member_identity(identity) ?>
	<?cs if:identity.known ?>
		<div class="ident ok">
			<i class="i i-shield"></i>
			<p><b><?cs var:Lang.members.identity.done ?></b> <?cs var:identity.text ?> <?cs var:identity.until ?></p>
			<?cs if:!identity.revealed ?><?cs call:member_reveal(identity) ?><?cs /if ?>
			<form method="post" action="<?cs var:identity.path ?>/mask" class="one">
				<?cs call:member_keys() ?>
				<button class="lk"><?cs var:Lang.members.identity.mask ?></button>
			</form>
		</div>
	<?cs elif:identity.locked ?>
		<div class="ident bad"><i class="i i-lock"></i><p><?cs var:identity.locked ?></p></div>
	<?cs elif:identity.asked ?>
		<form class="ident" method="post" action="<?cs var:identity.path ?>/identity">
			<?cs call:member_keys() ?>
			<i class="i i-shield"></i>
			<p>
				<label for="f-answer">
					<b><?cs var:Lang.members.identity.open ?></b> <?cs var:Lang.members.identity.ask ?>
				</label>
				<?cs if:Form.answer.error ?>
					<span class="err" id="e-answer"><?cs var:Form.answer.error ?></span>
				<?cs /if ?>
			</p>
			<span class="ask">
				<input class="form-control" name="answer" autocomplete="off" maxlength="120"
					value="<?cs var:Form.answer.value ?>"<?cs call:f_aria("answer", "") ?>>
				<button class="btn"><?cs var:Lang.members.identity.check ?></button>
			</span>
		</form>
	<?cs /if ?>
<?cs /def ?>
<?cs def:member_figures() ?>
	<div class="figs">
		<?cs each:f = Member.figures ?>
			<div>
				<span><?cs var:f.label ?></span>
				<b<?cs if:f.overdue ?> class="over"<?cs /if ?>>
					<?cs if:f.path ?>
						<a href="<?cs var:f.path ?>"><?cs var:f.value ?></a>
					<?cs else ?>
						<?cs var:f.value ?>
					<?cs /if ?>
				</b><small><?cs var:f.note ?></small>
			</div>
		<?cs /each ?>
		<div class="way">
			<span><?cs var:Lang.members.page.contact ?></span>
			<p><?cs var:Member.contact.line ?></p>
			<small><?cs var:Member.contact.consent ?>, <?cs var:Member.contact.last ?></small>
		</div>
	</div>
<?cs /def ?>
<?cs def:member_top() ?>
	<?cs call:head_title() ?> <span class="tier t<?cs var:Member.tn ?>"><?cs var:Member.tier ?></span>
	<?cs call:head_rest() ?>
	<?cs each:a = Member.acts ?><a class="btn" href="<?cs var:a.path ?>"><?cs var:a.label ?></a><?cs /each ?>
	<?cs call:head_end() ?>
<?cs /def ?>
<?cs def:member_rest() ?>
	<?cs call:member_state() ?>
	<?cs call:member_identity(Member.identity) ?>
	<?cs call:member_figures() ?>
	<?cs call:tabs(Member.tabs, Lang.members.tab.all) ?>
<?cs /def ?>
<?cs def:member_head() ?>
	<?cs call:member_top() ?>
	<?cs call:member_rest() ?>
<?cs /def ?>
<?cs def:member_lines(panel) ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:panel.label ?></h2>
			<?cs if:panel.path ?>
				<a href="<?cs var:panel.path ?>"><?cs var:Lang.members.page.all ?> <?cs var:panel.count ?></a>
			<?cs /if ?>
		</div>
		<?cs each:l = panel.lines ?>
			<div class="li ml">
				<?cs if:?l.label && l.label != "" ?>
					<b>
						<?cs if:l.path ?>
							<a href="<?cs var:l.path ?>"><?cs var:l.label ?></a>
						<?cs else ?>
							<?cs var:l.label ?>
						<?cs /if ?>
					</b>
				<?cs /if ?>
				<?cs if:?l.state && l.state != "" ?>
					<span class="<?cs var:l.style ?>"><?cs var:l.state ?></span>
				<?cs /if ?><?cs if:?l.text && l.text != "" ?><span class="end"><?cs var:l.text ?></span><?cs /if ?>
				<?cs if:?l.note && l.note != "" ?><p><?cs var:l.note ?></p><?cs /if ?>
			</div>
		<?cs /each ?>
	</section>
<?cs /def ?>
<?cs def:member_contact() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.members.page.contact ?></h2>
			<?cs if:Member.contact.edit ?>
				<a href="/members/<?cs var:Member.id ?>/edit"><?cs var:Lang.members.edit.open ?></a>
			<?cs /if ?>
		</div>
		<dl class="kv">
			<?cs call:kv(Lang.members.page.phone, Member.contact.phone) ?>
			<?cs call:kv(Lang.members.page.email, Member.contact.email) ?>
			<?cs call:kv(Lang.members.page.address, Member.contact.address) ?>
			<?cs call:kv(Lang.members.page.consent, Member.contact.consent) ?>
		</dl>
	</section>
<?cs /def ?>
<?cs def:member_side() ?>
	<aside><?cs call:member_contact() ?><?cs each:p = Member.panels ?><?cs call:member_lines(p) ?><?cs /each ?></aside>
<?cs /def ?>
