<?cs #
SPDX-License-Identifier: MIT
Help: what each page is for, keys, states and deadlines as they are drawn, roles. Help.topics.N.{label,path,text},
Help.roles.N.{label,text,mine}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:key(keys, text) ?>
	<tr><th scope="row"><kbd><?cs var:keys ?></kbd></th><td><?cs var:text ?></td></tr>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.home.help.pages ?></h2></div>
				<table class="tb">
					<caption class="visually-hidden"><?cs var:Lang.home.help.pages ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.home.help.page ?></th>
							<th scope="col"><?cs var:Lang.home.help.for ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:t = Help.topics ?>
							<tr>
								<th scope="row" class="nw"><a href="<?cs var:t.path ?>"><?cs var:t.label ?></a></th>
								<td><?cs var:t.text ?></td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
			</section>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.home.help.roles ?></h2></div>
				<table class="tb">
					<caption class="visually-hidden"><?cs var:Lang.home.help.roles ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.home.help.role ?></th>
							<th scope="col"><?cs var:Lang.home.help.for ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:r = Help.roles ?>
							<tr<?cs if:r.mine ?> aria-current="true"<?cs /if ?>>
								<th scope="row" class="nw">
									<?cs var:r.label ?>
									<?cs if:r.mine ?> <span class="pill acc"><?cs var:Lang.home.help.mine ?></span>
									<?cs /if ?>
								</th>
								<td><?cs var:r.text ?></td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
			</section>
		</div>
		<aside>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.home.help.keys ?></h2></div>
				<table class="tb">
					<caption class="visually-hidden"><?cs var:Lang.home.help.keys ?></caption>
					<tbody>
						<?cs call:key("/", Lang.home.key.search) ?>
						<?cs call:key("n", Lang.home.key.intake) ?>
						<?cs call:key("j  k", Lang.home.key.walk) ?>
						<?cs call:key("x", Lang.home.key.tick) ?>
						<?cs call:key("Shift", Lang.home.key.range) ?>
						<?cs call:key("Enter", Lang.home.key.open) ?>
						<?cs call:key("Ctrl Enter", Lang.home.key.send) ?>
						<?cs call:key("↑ ↓", Lang.home.key.choose) ?>
						<?cs call:key("?", Lang.home.key.help) ?>
						<?cs call:key("Esc", Lang.home.key.close) ?>
					</tbody>
				</table>
			</section>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.home.help.marks ?></h2></div>
				<ul class="legend">
					<?cs each:s = Help.states ?><li><?cs call:state(s.number, s.text) ?></li><?cs /each ?>
					<li><?cs call:due("overdue", Lang.home.mark.overdue) ?></li>
					<li><?cs call:due("soon", Lang.home.mark.soon) ?></li>
					<li><?cs call:due("today", Lang.home.mark.today) ?></li>
					<li><?cs call:due("later", Lang.home.mark.later) ?></li>
					<li><?cs call:due("done", Lang.home.mark.done) ?></li>
				</ul>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
