<?cs #
SPDX-License-Identifier: MIT
A member's points ledger (RULE MEM-3): rows of List.rows {at,kind,pill,what,path,cause,staff,note,points,balance,debt}; Points.{base,
foot,limit,redeem,adjust}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs include!"members/record.cs" ?>
<?cs def:redeem() ?>
	<details class="act"<?cs if:?Form.points.error || ?Form.what.error ?> open<?cs /if ?>>
		<summary class="btn"><?cs var:Lang.points.do.redeem ?>…</summary>
		<form method="post" action="<?cs var:Points.base ?>/redeem">
			<?cs call:form_keys() ?>
			<?cs call:field_type("points", Lang.points.field.points, "text", "") ?>
			<?cs call:field_hint("what", Lang.points.field.for, Lang.points.redeem_hint) ?>
			<button class="btn btn-primary"><?cs var:Lang.points.do.redeem ?></button>
		</form>
	</details>
<?cs /def ?>
<?cs def:adjust() ?>
	<details class="act"<?cs if:?Form.change.error || ?Form.why.error ?> open<?cs /if ?>>
		<summary class="btn"><?cs var:Lang.points.do.adjust ?>…</summary>
		<form method="post" action="<?cs var:Points.base ?>/adjust">
			<?cs call:form_keys() ?>
			<?cs call:field_hint("change", Lang.points.field.change, Points.limit) ?>
			<?cs call:field("why", Lang.points.field.why) ?>
			<button class="btn btn-primary"><?cs var:Lang.points.do.adjust ?></button>
		</form>
	</details>
<?cs /def ?>
<?cs def:row(r) ?>
	<tr>
		<td class="at"><?cs var:r.at ?></td>
		<td><span class="pill <?cs var:r.pill ?>"><?cs var:r.kind ?></span></td>
		<th scope="row" class="what two">
			<?cs var:r.what ?>
			<small>
				<?cs if:r.note ?><span class="g warn"><?cs var:r.note ?></span> <?cs /if ?>
				<?cs if:r.path ?>
					<a href="<?cs var:r.path ?>"><?cs var:r.cause ?></a>
				<?cs elif:r.cause ?>
					<?cs var:r.cause ?>
				<?cs /if ?> <?cs var:r.staff ?>
			</small>
		</th>
		<td class="num" data-l="<?cs var:Lang.points.field.points ?>"><?cs var:r.points ?></td>
		<td class="num b" data-l="<?cs var:Lang.points.field.balance_after ?>"><?cs var:r.balance ?></td>
		<td class="num" data-l="<?cs var:Lang.points.field.debt_after ?>">
			<?cs if:r.debt == "0" ?>
				<span class="zero">0</span>
			<?cs else ?>
				<b class="over"><?cs var:r.debt ?></b>
			<?cs /if ?>
		</td>
	</tr>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:member_head() ?>
	<?cs call:form_errors() ?>
	<div class="cols">
		<div>
			<div class="acts own">
				<?cs call:list_exports() ?>
				<?cs if:Points.redeem ?><?cs call:redeem() ?><?cs /if ?>
				<?cs if:Points.adjust ?><?cs call:adjust() ?><?cs /if ?>
			</div>
			<?cs call:list_filters() ?>
			<?cs call:list_heads() ?>
			<?cs each:r = List.rows ?><?cs call:row(r) ?><?cs /each ?>
			<?cs call:list_bottom() ?>
			<p class="hint"><span class="g ok"><?cs var:Lang.points.sum ?></span> <?cs var:Points.foot ?></p>
		</div>
		<?cs call:member_side() ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
