<?cs #
SPDX-License-Identifier: MIT
One message: what was left, its deadline, the answer. Message.{base,text,answer,waits,takes,…}, Who.{name,note,path}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:answering() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.desk.do.answer ?></h2>
			<?cs call:due(Message.due_state, Message.due_long) ?>
		</div>
		<div class="pb">
			<form method="post" action="<?cs var:Message.base ?>/answer">
				<?cs call:form_keys() ?>
				<?cs call:version(Record.version) ?>
				<?cs call:field_area("answer", Lang.desk.field.answer, Lang.desk.answer_hint) ?>
				<button class="btn btn-primary"><?cs var:Lang.desk.do.answer ?></button>
			</form>
		</div>
		<div class="pf">
			<details class="act"<?cs if:?Form.reason.error ?> open<?cs /if ?>>
				<summary class="btn"><?cs var:Lang.desk.do.dismiss ?>…</summary>
				<form method="post" action="<?cs var:Message.base ?>/dismiss">
					<?cs call:form_keys() ?>
					<?cs call:version(Record.version) ?>
					<?cs call:field("reason", Lang.desk.field.reason) ?>
					<button class="btn"><?cs var:Lang.desk.do.dismiss ?></button>
				</form>
			</details>
		</div>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:Message.takes ?><?cs call:action(Message.take, Lang.desk.do.take, "") ?><?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.desk.field.text ?></h2>
					<span class="sub"><?cs var:Message.channel ?> · <?cs var:Message.left ?></span>
				</div>
				<div class="pb"><p class="pre"><?cs var:Message.text ?></p></div>
			</section>
			<?cs if:Message.waits ?>
				<?cs call:answering() ?>
			<?cs elif:Message.answer ?>
				<section class="panel">
					<div class="ph">
						<h2><?cs var:Lang.desk.field.answer ?></h2>
						<span class="sub"><?cs var:Message.ended_by ?> · <?cs var:Message.ended ?></span>
					</div>
					<div class="pb"><p class="pre"><?cs var:Message.answer ?></p></div>
				</section>
			<?cs /if ?>
			<?cs call:history() ?>
		</div>
		<aside>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.desk.facts ?></h2>
					<span class="<?cs var:Message.style ?>"><?cs var:Message.state ?></span>
				</div>
				<dl class="kv">
					<?cs call:kv_link(Lang.desk.field.member, Who.name, Who.path) ?>
					<?cs call:kv(Lang.desk.field.member_no, Who.note) ?>
					<?cs call:kv(Lang.desk.field.reach, Message.reach) ?>
					<?cs call:kv(Lang.desk.field.left_at, Message.left) ?>
					<?cs call:kv(Lang.desk.field.due_at, Message.due) ?>
					<?cs call:kv(Lang.desk.field.rule, Message.rule) ?>
					<?cs call:kv(Lang.desk.field.owner, Message.owner) ?>
					<?cs if:?Message.met ?>
						<div>
							<dt><?cs var:Lang.desk.field.late ?></dt>
							<dd><span class="<?cs var:Message.met_style ?>"><?cs var:Message.met ?></span></dd>
						</div>
					<?cs /if ?>
				</dl>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
