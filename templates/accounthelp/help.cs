<?cs #
SPDX-License-Identifier: MIT
One request for account help: Help.*, Way as steps, States as options, Deadline.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:keys() ?>
	<?cs call:form_keys() ?>
	<?cs call:version(Help.version) ?>
<?cs /def ?>
<?cs def:act() ?>
	<?cs if:?Help.locked ?>
		<div class="panel"><div class="pb"><?cs call:lock(Lang.accounthelp.carry_out, Help.locked) ?></div></div>
	<?cs elif:Help.take ?>
		<div class="panel">
			<div class="pb">
				<form method="post" action="/accounthelp/<?cs var:Help.id ?>/take">
					<?cs call:keys() ?>
					<button class="btn btn-primary"><?cs var:Lang.accounthelp.take ?></button>
				</form>
			</div>
		</div>
	<?cs elif:Help.close ?>
		<section class="panel">
			<div class="ph"><h2><?cs var:Lang.accounthelp.close ?></h2></div>
			<div class="pb">
				<form method="post" action="/accounthelp/<?cs var:Help.id ?>/close">
					<?cs call:keys() ?>
					<?cs call:field_radio("state", Lang.accounthelp.field.state, States) ?>
					<?cs if:Help.account ?>
						<?cs call:field_hint("member_no", Lang.accounthelp.field.member_no,
							Lang.accounthelp.number_hint) ?>
					<?cs /if ?>
					<?cs call:field_area("outcome", Lang.accounthelp.field.outcome, Lang.accounthelp.outcome_hint) ?>
					<button class="btn btn-primary"><?cs var:Lang.accounthelp.close ?></button>
				</form>
			</div>
		</section>
	<?cs /if ?>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill <?cs var:Help.pill ?>"><?cs var:Help.state ?></span>
	<?cs call:head_rest() ?>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="panel"><?cs call:steps(Way) ?></div>
	<div class="cols">
		<div>
			<?cs call:act() ?>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.accounthelp.facts ?></h2></div>
				<dl class="kv">
					<?cs call:kv_link(Lang.accounthelp.field.member, Help.no, Help.path) ?>
					<?cs if:Help.wish ?>
						<?cs call:kv(Lang.accounthelp.field.name, Help.name) ?>
						<?cs call:kv(Lang.accounthelp.field.phone, Help.phone) ?>
						<?cs call:kv(Lang.accounthelp.field.email, Help.email) ?>
					<?cs /if ?>
					<?cs call:kv(Lang.accounthelp.field.note, Help.note) ?>
					<?cs call:kv(Lang.accounthelp.field.asked_at, Help.asked) ?>
					<?cs call:kv(Lang.accounthelp.field.asked_by, Help.asked_by) ?>
					<?cs call:kv(Lang.accounthelp.field.taken_by, Help.taken_by) ?>
					<?cs call:kv(Lang.accounthelp.field.done_at, Help.done) ?>
					<?cs call:kv(Lang.accounthelp.field.outcome, Help.outcome) ?>
				</dl>
			</section>
			<?cs call:history() ?>
		</div>
		<aside><?cs call:deadlines() ?></aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
