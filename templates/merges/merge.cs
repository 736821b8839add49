<?cs #
SPDX-License-Identifier: MIT
One merge, and taking it back: Merge.*.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill <?cs var:Merge.kind ?>"><?cs var:Merge.state ?></span>
	<?cs call:head_rest() ?>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.merges.what ?></h2></div>
				<dl class="kv">
					<?cs call:kv_link(Lang.merges.field.from, Merge.from, Merge.from_path) ?>
					<?cs call:kv_link(Lang.merges.field.to, Merge.to, Merge.to_path) ?>
					<?cs call:kv(Lang.merges.field.orders, Merge.orders) ?>
					<?cs call:kv(Lang.merges.field.points, Merge.points) ?>
					<?cs call:kv(Lang.merges.field.reason, Merge.reason) ?>
					<?cs call:kv(Lang.merges.field.made_at, Merge.made) ?>
					<?cs call:kv(Lang.merges.field.staff, Merge.staff) ?>
					<?cs if:?Merge.undone ?>
						<?cs call:kv(Lang.merges.state.2, Merge.undone) ?>
						<?cs call:kv(Lang.ui.who, Merge.undone_by) ?>
					<?cs else ?>
						<?cs call:kv(Lang.merges.field.until, Merge.until) ?>
					<?cs /if ?>
				</dl>
			</section>
			<?cs call:history() ?>
		</div>
		<aside>
			<?cs if:Merge.open ?>
				<section class="panel">
					<div class="ph"><h2><?cs var:Lang.merges.undo ?></h2></div>
					<div class="pb">
						<form method="post" action="/merges/<?cs var:Merge.id ?>/undo">
							<?cs call:form_keys() ?>
							<?cs call:version(Merge.version) ?>
							<?cs call:field_hint("why", Lang.merges.field.reason, Lang.merges.undo_hint) ?>
							<button class="btn btn-primary"><?cs var:Lang.merges.undo ?></button>
						</form>
					</div>
				</section>
			<?cs elif:?Merge.locked ?>
				<div class="panel"><div class="pb"><?cs call:lock(Lang.merges.undo, Merge.locked) ?></div></div>
			<?cs /if ?>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
