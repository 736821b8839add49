<?cs #
SPDX-License-Identifier: MIT
Tasks of the reader and of the reader's roles: overdue, today, later, done.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:task_section(title, section) ?>
	<?cs if:?section.rows.0.path ?>
		<section class="panel">
			<div class="ph"><h2><?cs var:title ?></h2><span class="sub"><?cs var:section.count ?></span></div>
			<div class="scroll">
				<table class="tb">
					<caption class="visually-hidden"><?cs var:title ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.tasks.field.title ?></th>
							<th scope="col"><?cs var:Lang.tasks.field.kind ?></th>
							<th scope="col"><?cs var:Lang.tasks.field.owner ?></th>
							<th scope="col"><?cs var:Lang.tasks.field.rule ?></th>
							<th scope="col"><?cs var:Lang.tasks.field.made ?></th>
							<th scope="col" class="due"><?cs var:Lang.tasks.field.due ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:r = section.rows ?>
							<tr>
								<th scope="row">
									<a href="<?cs var:r.path ?>"><?cs var:r.title ?></a>
									<?cs if:?r.outcome ?>
										<small><?cs var:r.outcome ?> · <?cs var:r.done_by ?></small>
									<?cs /if ?>
								</th>
								<td><?cs var:r.kind ?></td>
								<td><?cs var:r.owner ?></td>
								<td class="small"><?cs var:r.rule ?></td>
								<td class="at"><?cs var:r.made ?></td>
								<td class="due <?cs var:r.due_state ?>"><?cs var:r.due ?></td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
			</div>
			<?cs if:?section.more ?>
				<div class="pf"><a href="<?cs var:section.more ?>"><?cs var:Lang.ui.next ?></a></div>
			<?cs /if ?>
		</section>
	<?cs /if ?>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<nav class="tabs" aria-label="<?cs var:Lang.ui.views ?>">
		<a href="/tasks"<?cs if:Tasks.show == "" ?> aria-current="page"<?cs /if ?>><?cs var:Lang.tasks.tab.open ?></a>
		<a href="/tasks?show=overdue"<?cs if:Tasks.show == "overdue" ?> aria-current="page"<?cs /if ?>>
			<?cs var:Lang.home.overdue ?> <span<?cs if:Tasks.overdue.count != "0" ?> class="over"<?cs /if ?>><?cs var:Tasks.overdue.count ?></span>
		</a>
		<a href="/tasks?show=today"<?cs if:Tasks.show == "today" ?> aria-current="page"<?cs /if ?>>
			<?cs var:Lang.home.today ?> <span><?cs var:Tasks.today.count ?></span>
		</a>
		<a href="/tasks?show=later"<?cs if:Tasks.show == "later" ?> aria-current="page"<?cs /if ?>>
			<?cs var:Lang.home.later ?> <span><?cs var:Tasks.later.count ?></span>
		</a>
		<a href="/tasks?show=done"<?cs if:Tasks.show == "done" ?> aria-current="page"<?cs /if ?>>
			<?cs var:Lang.tasks.tab.done ?>
		</a>
	</nav>
	<?cs call:task_section(Lang.home.overdue, Tasks.overdue) ?>
	<?cs call:task_section(Lang.home.today, Tasks.today) ?>
	<?cs call:task_section(Lang.home.later, Tasks.later) ?>
	<?cs call:task_section(Lang.tasks.tab.done, Tasks.done) ?>
	<?cs if:!Tasks.overdue.rows.0.path && !Tasks.today.rows.0.path && !Tasks.later.rows.0.path
		&& !Tasks.done.rows.0.path ?>
		<div class="panel"><?cs call:empty(Lang.home.empty, Lang.home.empty_later) ?></div>
	<?cs /if ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
