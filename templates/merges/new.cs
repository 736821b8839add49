<?cs #
SPDX-License-Identifier: MIT
What a merge would do: From, To and After side by side; Merge.{seen,swap,back,consent}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:line(label, a, b, c) ?>
	<tr>
		<th scope="row"><?cs var:label ?></th>
		<td class="num" data-l="<?cs var:Lang.merges.field.from ?>"><?cs var:a ?></td>
		<td class="num" data-l="<?cs var:Lang.merges.field.to ?>"><?cs var:b ?></td>
		<td class="num b" data-l="<?cs var:Lang.merges.field.after ?>"><?cs var:c ?></td>
	</tr>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<a class="btn" href="<?cs var:Merge.swap ?>"><?cs var:Lang.merges.swap ?></a>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<div class="panel">
		<table class="tb">
			<caption class="visually-hidden"><?cs var:Page.title ?></caption>
			<thead>
				<tr>
					<th scope="col"></th>
					<th scope="col" class="num"><?cs var:Lang.merges.field.from ?></th>
					<th scope="col" class="num"><?cs var:Lang.merges.field.to ?></th>
					<th scope="col" class="num"><?cs var:Lang.merges.field.after ?></th>
				</tr>
			</thead>
			<tbody>
				<?cs call:line(Lang.merges.field.member, From.no, To.no, After.no) ?>
				<?cs call:line(Lang.merges.field.who, From.who, To.who, After.who) ?>
				<?cs call:line(Lang.merges.field.since, From.since, To.since, After.since) ?>
				<?cs call:line(Lang.merges.field.orders, From.orders, To.orders, After.orders) ?>
				<?cs call:line(Lang.merges.field.spent, From.spent, To.spent, After.spent) ?>
				<?cs call:line(Lang.merges.field.tier, From.tier, To.tier, After.tier) ?>
				<?cs call:line(Lang.merges.field.points, From.points, To.points, After.points) ?>
			</tbody>
		</table>
	</div>
	<?cs call:notice("info", Lang.merges.moves) ?>
	<?cs if:Merge.consent ?><?cs call:notice("warn", Lang.merges.consent) ?><?cs /if ?>
	<div class="panel form">
		<div class="pb">
			<form method="post" action="/merges/new">
				<?cs call:form_keys() ?>
				<?cs call:hidden("from", From.id) ?>
				<?cs call:hidden("to", To.id) ?>
				<?cs call:hidden("seen", Merge.seen) ?>
				<?cs call:field("why", Lang.merges.field.reason) ?>
				<?cs call:form_buttons(Lang.merges.new, Merge.back) ?>
			</form>
		</div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
