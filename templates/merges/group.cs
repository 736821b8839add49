<?cs #
SPDX-License-Identifier: MIT
Members with one number: which goes into which. Group.N as members, Merge.{some,locked}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:choice(name, label) ?>
	<fieldset class="f radios">
		<legend><?cs var:label ?></legend>
		<div>
			<?cs each:m = Group ?>
				<label>
					<input type="radio" name="<?cs var:name ?>" value="<?cs var:m.id ?>" required>
					<span><?cs var:m.no ?></span>
				</label>
			<?cs /each ?>
		</div>
	</fieldset>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="panel">
		<?cs if:Group.0.no ?>
			<table class="tb">
				<caption class="visually-hidden"><?cs var:Page.title ?></caption>
				<thead>
					<tr>
						<th scope="col"><?cs var:Lang.merges.field.member ?></th>
						<th scope="col"><?cs var:Lang.merges.field.who ?></th>
						<th scope="col"><?cs var:Lang.merges.field.tier ?></th>
						<th scope="col" class="num"><?cs var:Lang.merges.field.spent ?></th>
						<th scope="col" class="num"><?cs var:Lang.merges.field.orders ?></th>
						<th scope="col" class="num"><?cs var:Lang.merges.field.points ?></th>
						<th scope="col" class="x"><?cs var:Lang.merges.field.since ?></th>
					</tr>
				</thead>
				<tbody>
					<?cs each:m = Group ?>
						<tr>
							<th scope="row"><a href="<?cs var:m.path ?>"><?cs var:m.no ?></a></th>
							<td class="who"><?cs var:m.who ?></td>
							<td class="tier t<?cs var:m.tn ?>"><?cs var:m.tier ?></td>
							<td class="num" data-l="<?cs var:Lang.merges.field.spent ?>"><?cs var:m.spent ?></td>
							<td class="num" data-l="<?cs var:Lang.merges.field.orders ?>"><?cs var:m.orders ?></td>
							<td class="num" data-l="<?cs var:Lang.merges.field.points ?>"><?cs var:m.points ?></td>
							<td class="x"><?cs var:m.since ?></td>
						</tr>
					<?cs /each ?>
				</tbody>
			</table>
		<?cs else ?>
			<?cs call:empty(Lang.merges.nobody, Lang.merges.nobody_text) ?>
		<?cs /if ?>
	</div>
	<?cs if:!Merge.some ?>
		<?cs call:notice("info", Lang.merges.alone) ?>
	<?cs elif:Merge.locked ?>
		<?cs call:lock(Lang.merges.new, Merge.locked) ?>
	<?cs else ?>
		<div class="panel form">
			<div class="pb">
				<form method="get" action="/merges/new">
					<?cs call:choice("from", Lang.merges.choose_from) ?>
					<?cs call:choice("to", Lang.merges.choose_to) ?>
					<button class="btn btn-primary"><?cs var:Lang.merges.compare ?>…</button>
				</form>
			</div>
		</div>
	<?cs /if ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
