<?cs #
SPDX-License-Identifier: MIT
One task: what, for whom, by when, and its end.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:?Task.path ?><a class="btn" href="<?cs var:Task.path ?>"><?cs var:Lang.tasks.open_record ?></a><?cs /if ?>
	<?cs if:Task.takes ?>
		<form method="post" action="<?cs var:Task.base ?>/take" class="one">
			<?cs call:form_keys() ?>
			<?cs call:version(Record.version) ?>
			<button class="btn"><?cs var:Lang.tasks.take ?></button>
		</form>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<div class="cols">
		<div>
			<?cs if:?Task.base ?>
				<section class="panel">
					<div class="ph">
						<h2><?cs var:Lang.tasks.done ?></h2>
						<?cs if:?Task.due_long ?><?cs call:due(Task.due_state, Task.due_long) ?><?cs /if ?>
					</div>
					<div class="pb">
						<?cs if:?Task.locked ?>
							<?cs call:form_errors() ?>
							<?cs call:lock(Lang.tasks.done, Task.locked) ?>
						<?cs else ?>
							<form method="post" action="<?cs var:Task.base ?>/done">
								<?cs call:form_keys() ?>
								<?cs call:version(Record.version) ?>
								<?cs call:form_errors() ?>
								<?cs call:field_area("outcome", Lang.tasks.field.outcome, Lang.tasks.outcome_hint) ?>
								<button class="btn btn-primary"><?cs var:Lang.tasks.done ?></button>
							</form>
						<?cs /if ?>
					</div>
				</section>
			<?cs elif:?Form.reason ?>
				<section class="panel"><div class="pb"><?cs call:form_errors() ?></div></section>
			<?cs /if ?>
			<?cs call:history() ?>
		</div>
		<aside>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.tasks.facts ?></h2>
					<span class="<?cs var:Task.style ?>"><?cs var:Task.state ?></span>
				</div>
				<dl class="kv">
					<?cs call:kv(Lang.tasks.field.kind, Task.kind) ?>
					<?cs call:kv_link(Lang.tasks.field.title, Task.title, Task.path) ?>
					<?cs call:kv(Lang.tasks.field.owner, Task.owner) ?>
					<?cs call:kv(Lang.tasks.field.due, Task.due) ?>
					<?cs call:kv(Lang.ui.clock, Task.clock) ?>
					<?cs call:kv(Lang.tasks.field.rule, Task.rule) ?>
					<?cs call:kv(Lang.tasks.field.made, Task.made) ?>
					<?cs if:?Task.done_at ?>
						<?cs call:kv(Lang.tasks.field.outcome, Task.outcome) ?>
						<?cs call:kv(Lang.tasks.state.1, Task.done_at) ?>
						<?cs call:kv(Lang.ui.who, Task.done_by) ?>
					<?cs /if ?>
				</dl>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
