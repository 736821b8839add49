<?cs #
SPDX-License-Identifier: MIT
One survey with its results; each figure opens its rows (QA-1). Survey.*, Figures.N, Questions.N.{text,average,rows}, Tiers as options.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:figures() ?>
	<div class="figs">
		<?cs each:f = Figures ?>
			<div>
				<span><?cs var:f.label ?></span>
				<b>
					<?cs if:f.path ?>
						<a href="<?cs var:f.path ?>"><?cs var:f.value ?></a>
					<?cs else ?>
						<?cs var:f.value ?>
					<?cs /if ?>
				</b>
			</div>
		<?cs /each ?>
	</div>
<?cs /def ?>
<?cs def:question(q) ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:q.text ?></h2>
			<span class="sub"><?cs var:Lang.followups.surveys.average ?> <b><?cs var:q.average ?></b></span>
		</div>
		<table class="tb">
			<caption class="visually-hidden"><?cs var:q.text ?></caption>
			<thead>
				<tr>
					<th scope="col"><?cs var:Lang.followups.field.score ?></th>
					<th scope="col" class="num"><?cs var:Lang.followups.field.answered ?></th>
				</tr>
			</thead>
			<tbody>
				<?cs each:r = q.rows ?>
					<tr>
						<th scope="row"><?cs var:r.score ?></th>
						<td class="num">
							<?cs if:r.path ?>
								<a href="<?cs var:r.path ?>"><?cs var:r.count ?></a>
							<?cs else ?>
								<span class="zero"><?cs var:r.count ?></span>
							<?cs /if ?>
						</td>
					</tr>
				<?cs /each ?>
			</tbody>
		</table>
	</section>
<?cs /def ?>
<?cs def:give() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.followups.surveys.give ?></h2></div>
		<div class="pb">
			<form method="post" action="/surveys/<?cs var:Survey.id ?>/give">
				<?cs call:form_keys() ?>
				<?cs call:field_select("tier", Lang.followups.surveys.whom, Tiers, "") ?>
				<?cs call:field_area("numbers", Lang.followups.field.numbers, Lang.followups.surveys.numbers_hint) ?>
				<?cs call:field_hint("most", Lang.followups.field.most, Lang.followups.surveys.most_hint) ?>
				<?cs call:field_type("day", Lang.followups.field.due_at, "date", "") ?>
				<button class="btn btn-primary"><?cs var:Lang.followups.surveys.give ?></button>
			</form>
		</div>
	</section>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head_title() ?> <span class="pill <?cs var:Survey.kind ?>"><?cs var:Survey.state ?></span>
	<?cs call:head_rest() ?>
	<?cs if:Survey.open ?>
		<form method="post" action="/surveys/<?cs var:Survey.id ?>/close" class="one">
			<?cs call:form_keys() ?>
			<?cs call:version(Survey.version) ?>
			<button class="btn"><?cs var:Lang.followups.surveys.close ?></button>
		</form>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs call:form_errors() ?>
	<?cs call:figures() ?>
	<div class="cols">
		<div><?cs each:q = Questions ?><?cs call:question(q) ?><?cs /each ?><?cs call:history() ?></div>
		<aside><?cs if:Survey.open ?><?cs call:give() ?><?cs /if ?></aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
