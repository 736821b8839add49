<?cs #
SPDX-License-Identifier: MIT
A bulk action, before it happens: what will go through, what will not and why; afterwards: what was done. Ids and versions are
frozen under Bulk.id. Bulk.{title,count,sum,will,will_sum,wont,some,some_not,action_label,note,begun,back}, Bulk.skips.N.{label,path,
reason}, Bulk.options.N.{value,label} or Bulk.lock where the note is chosen; once over: Bulk.{over,done,failed,some_failed}, Bulk.fails.N.
?>
<?cs include! "lib/ui.cs" ?>
<?cs def:bulk_rows(rows) ?>
	<ul class="plain">
		<?cs each:r = rows ?>
			<li>
				<?cs if:r.path ?>
					<a href="<?cs var:r.path ?>"><?cs var:r.label ?></a>
				<?cs else ?>
					<?cs var:r.label ?>
				<?cs /if ?> <?cs var:r.reason ?>
			</li>
		<?cs /each ?>
	</ul>
<?cs /def ?>
<?cs def:bulk_line(label, number, sum) ?>
	<div>
		<dt><?cs var:label ?></dt>
		<dd><b><?cs var:number ?></b> <?cs var:Lang.ui.results ?><?cs if:sum ?>, ¥ <?cs var:sum ?><?cs /if ?></dd>
	</div>
<?cs /def ?>
<?cs def:bulk_before() ?>
	<?cs if:Bulk.begun ?><?cs call:notice("warn", Lang.list.bulk.broken_off) ?><?cs /if ?>
	<form class="panel ask" method="post" action="/bulk/<?cs var:Bulk.id ?>">
		<div class="pb">
			<?cs call:form_keys() ?>
			<?cs call:form_errors() ?>
			<dl class="kv">
				<?cs call:bulk_line(Lang.list.bulk.chosen, Bulk.count, Bulk.sum) ?>
				<?cs call:bulk_line(Lang.list.bulk.will, Bulk.will, Bulk.will_sum) ?>
				<?cs if:Bulk.some_not ?>
					<div>
						<dt><?cs var:Lang.list.bulk.wont ?></dt>
						<dd>
							<b class="over"><?cs var:Bulk.wont ?></b> <?cs var:Lang.ui.results ?>
							<?cs call:bulk_rows(Bulk.skips) ?>
						</dd>
					</div>
				<?cs /if ?>
			</dl>
			<?cs if:?Bulk.options.0.value ?>
				<?cs call:field_select("note", Bulk.note, Bulk.options, "") ?>
			<?cs elif:Bulk.note && !Bulk.lock ?>
				<?cs call:field_text("note", Bulk.note) ?>
			<?cs /if ?>
			<div class="fb">
				<?cs if:?Bulk.lock ?>
					<?cs call:lock(Bulk.action_label, Bulk.lock) ?>
				<?cs elif:Bulk.some ?>
					<button class="btn btn-primary">
						<?cs var:Bulk.action_label ?> <?cs var:Bulk.will ?> <?cs var:Lang.ui.results ?>
					</button>
				<?cs else ?>
					<?cs call:lock(Bulk.action_label, Lang.list.bulk.nothing) ?>
				<?cs /if ?>
				<a class="btn" href="<?cs var:Bulk.back ?>"><?cs var:Lang.ui.back ?></a>
			</div>
		</div>
	</form>
<?cs /def ?>
<?cs def:bulk_after() ?>
	<div class="panel ask">
		<div class="pb">
			<dl class="kv">
				<div>
					<dt><?cs var:Lang.list.bulk.done ?></dt>
					<dd class="g ok"><b><?cs var:Bulk.done ?></b> <?cs var:Lang.ui.results ?></dd>
				</div>
				<?cs if:Bulk.some_failed ?>
					<div>
						<dt><?cs var:Lang.list.bulk.failed ?></dt>
						<dd>
							<b class="over"><?cs var:Bulk.failed ?></b> <?cs var:Lang.ui.results ?>
							<?cs call:bulk_rows(Bulk.fails) ?>
						</dd>
					</div>
				<?cs /if ?>
			</dl>
			<div class="fb">
				<a class="btn btn-primary" href="<?cs var:Bulk.back ?>"><?cs var:Lang.list.bulk.to_list ?></a>
			</div>
		</div>
	</div>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<?cs if:Bulk.over ?><?cs call:bulk_after() ?><?cs else ?><?cs call:bulk_before() ?><?cs /if ?>
<?cs /def ?>
<?cs include! "layout.cs" ?>
