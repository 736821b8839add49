<?cs #
SPDX-License-Identifier: MIT
Home: overdue, today, later per module, each a link to the list behind it; what is to be signed; unread notices.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:figure(number, path, style, label) ?>
	<td class="num big-n" data-l="<?cs var:label ?>">
		<?cs if:path ?>
			<a class="<?cs var:style ?>" href="<?cs var:path ?>"><?cs var:number ?></a>
		<?cs else ?>
			<span class="zero"><?cs var:number ?></span>
		<?cs /if ?>
	</td>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<?cs if:Home.unread ?><?cs call:notice_link("info", Home.unread, "/notices", Lang.home.unread_open) ?><?cs /if ?>
	<div class="<?cs if:Home.signs.0.label ?>cols<?cs /if ?>">
		<section class="panel">
			<div class="ph">
				<h2><?cs var:Lang.home.modules ?></h2>
				<span class="sub"><?cs var:Lang.home.clocks ?></span>
			</div>
			<?cs if:Home.modules.0.label ?>
				<table class="tb home">
					<caption class="visually-hidden"><?cs var:Lang.home.modules ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.home.module ?></th>
							<th scope="col" class="num"><?cs var:Lang.home.overdue ?></th>
							<th scope="col" class="num"><?cs var:Lang.home.today ?></th>
							<th scope="col" class="num"><?cs var:Lang.home.later ?></th>
							<th scope="col"><?cs var:Lang.home.urgent ?></th>
							<th scope="col"><?cs var:Lang.ui.deadlines ?></th>
							<th scope="col"><?cs var:Lang.home.rule ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:m = Home.modules ?>
							<tr>
								<th scope="row" class="b"><?cs var:m.label ?></th>
								<?cs call:figure(m.overdue, m.overdue_path, "over", Lang.home.overdue) ?>
								<?cs call:figure(m.today, m.today_path, "", Lang.home.today) ?>
								<?cs call:figure(m.later, m.later_path, "dim", Lang.home.later) ?>
								<td>
									<?cs if:m.urgent_path ?>
										<a href="<?cs var:m.urgent_path ?>"><?cs var:m.urgent ?></a>
									<?cs else ?>
										<?cs var:m.urgent ?>
									<?cs /if ?>
								</td>
								<td><?cs if:m.due ?><?cs call:due(m.due_state, m.due) ?><?cs /if ?></td>
								<td class="small"><?cs var:m.rule ?></td>
							</tr>
						<?cs /each ?>
					</tbody>
					<tfoot>
						<tr>
							<th scope="row"><?cs var:Lang.home.total ?></th>
							<td class="num big-n">
								<?cs if:Home.total.overdue != "0" ?>
									<span class="over"><?cs var:Home.total.overdue ?></span>
								<?cs else ?>
									<span class="zero">0</span>
								<?cs /if ?>
							</td>
							<td class="num big-n<?cs if:Home.total.today == "0" ?> zero<?cs /if ?>">
								<?cs var:Home.total.today ?>
							</td>
							<td class="num big-n dim"><?cs var:Home.total.later ?></td>
							<td></td>
							<td></td>
							<td></td>
						</tr>
					</tfoot>
				</table>
			<?cs else ?>
				<?cs call:empty_link(Lang.home.empty, Lang.home.empty_later, "/help", Lang.home.help.title) ?>
			<?cs /if ?>
		</section>
		<?cs if:Home.signs.0.label ?>
			<aside>
				<section class="panel">
					<div class="ph"><h2><?cs var:Lang.home.signs.title ?></h2></div>
					<?cs each:s = Home.signs ?>
						<div class="li">
							<h3 class="g <?cs if:s.path ?>wait<?cs else ?>ok<?cs /if ?>"><?cs var:s.label ?></h3>
							<p><?cs var:s.text ?></p>
							<?cs if:s.path ?>
								<p><span class="due <?cs var:s.due_state ?>"><?cs var:s.due ?></span></p>
								<p><a class="b" href="<?cs var:s.path ?>"><?cs var:Lang.home.signs.open ?></a></p>
							<?cs /if ?>
						</div>
					<?cs /each ?>
				</section>
			</aside>
		<?cs /if ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
