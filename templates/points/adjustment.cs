<?cs #
SPDX-License-Identifier: MIT
One adjustment of points: what is asked for, by whom, and the second person's decision (RULE ORG-2). Adjustment.*.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:decide() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.points.decide ?></h2></div>
		<div class="pb">
			<?cs if:Adjustment.open ?>
				<p><?cs var:Lang.points.decide_text ?></p>
				<div class="btns">
					<?cs call:action(Adjustment.approve, Lang.points.do.approve, "btn-primary") ?>
					<details class="act"<?cs if:?Form.why.error ?> open<?cs /if ?>>
						<summary class="btn btn-outline-danger"><?cs var:Lang.points.do.reject ?>…</summary>
						<form method="post" action="<?cs var:Adjustment.reject ?>">
							<?cs call:form_keys() ?>
							<?cs call:version(Record.version) ?>
							<?cs call:field("why", Lang.points.field.why) ?>
							<button class="btn btn-danger"><?cs var:Lang.points.do.reject ?></button>
						</form>
					</details>
				</div>
			<?cs elif:?Adjustment.locked ?>
				<?cs call:lock(Lang.points.do.approve, Adjustment.locked) ?>
			<?cs else ?>
				<p>
					<span class="<?cs var:Adjustment.style ?>"><?cs var:Adjustment.state ?></span> <?cs var:Adjustment.decided_by ?> · <?cs var:Adjustment.decided_at ?>
				</p>
				<?cs if:Adjustment.decided_reason ?><p><?cs var:Adjustment.decided_reason ?></p><?cs /if ?>
			<?cs /if ?>
		</div>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<?cs call:form_errors() ?>
	<div class="cols">
		<div><?cs call:decide() ?><?cs call:history() ?></div>
		<aside>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Lang.points.facts ?></h2>
					<span class="<?cs var:Adjustment.style ?>"><?cs var:Adjustment.state ?></span>
				</div>
				<dl class="kv">
					<?cs call:kv_link(Lang.points.field.member, Adjustment.member, Adjustment.member_path) ?>
					<?cs call:kv(Lang.points.field.points, Adjustment.points) ?>
					<?cs call:kv(Lang.points.field.balance, Adjustment.balance) ?>
					<?cs if:Adjustment.open ?>
						<?cs call:kv(Lang.points.field.balance_after, Adjustment.after) ?>
					<?cs /if ?>
					<?cs call:kv(Lang.points.field.why, Adjustment.reason) ?>
					<?cs call:kv(Lang.points.field.proposed_by, Adjustment.by) ?>
					<?cs call:kv(Lang.points.field.at, Adjustment.at) ?>
					<?cs call:kv(Lang.points.field.rule, Adjustment.limit) ?>
				</dl>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
