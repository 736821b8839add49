<?cs #
SPDX-License-Identifier: MIT
One daily log 客诉日志表 (RULE CMP-8), on the screen and on A4: Log.*, Lines.N as in lines.cs; Seals.N; Corrections.N.{no,line,text,who,at};
Act.{verify,xlsx,receive,receive_lock,correct,write,sign}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"dailylog/lines.cs" ?>
<?cs def:sign_field(label, s) ?>
	<div><?cs if:s.title ?><?cs call:seal(s) ?><?cs else ?><p class="blank"><?cs var:label ?></p><?cs /if ?></div>
<?cs /def ?>
<?cs def:content() ?>
	<div class="head noprint">
		<div>
			<nav class="crumbs" aria-label="<?cs var:Lang.ui.crumbs ?>">
				<?cs each:crumb = Page.crumbs ?>
					<?cs if:crumb.path ?>
						<a href="<?cs var:crumb.path ?>"><?cs var:crumb.label ?></a>
					<?cs else ?>
						<span><?cs var:crumb.label ?></span>
					<?cs /if ?>
				<?cs /each ?>
			</nav>
			<h1><?cs var:Page.title ?> <span class="pill <?cs var:Log.kind ?>"><?cs var:Log.state ?></span></h1>
			<p class="sub"><?cs var:Log.content ?></p>
		</div>
		<div class="acts">
			<?cs if:Act.write ?>
				<a class="btn" href="<?cs var:Act.write ?>"><?cs var:Lang.dailylog.own.write ?></a>
			<?cs /if ?>
			<?cs if:Act.sign ?>
				<a class="btn btn-primary" href="<?cs var:Act.sign ?>"><?cs var:Lang.dailylog.row.sign ?></a>
			<?cs /if ?>
			<a class="btn" href="<?cs var:Act.verify ?>">
				<i class="i i-shield"></i><?cs var:Lang.dailylog.verify.do ?>
			</a><a class="btn" href="<?cs var:Act.xlsx ?>" download><i class="i i-download"></i>XLSX</a>
			<button type="button" class="btn print" hidden><i class="i i-print"></i><?cs var:Lang.ui.print ?></button>
		</div>
	</div>
	<div class="cols">
		<div>
			<section class="panel sheet">
				<div class="sheet-head">
					<div>
						<h2><?cs var:Lang.dailylog.sheet ?> <?cs var:Log.agent ?></h2>
						<p><?cs var:Log.e.sub ?></p>
					</div>
					<p>
						<?cs var:Log.e.due ?><?cs if:?Log.e.submitted ?>　<?cs var:Log.e.submitted ?><?cs /if ?>
						<?cs if:?Log.e.signed ?>　<?cs var:Log.e.signed ?><?cs /if ?><br>
						<b<?cs if:Log.kind == "bad" ?> class="over"<?cs /if ?>><?cs var:Log.e.timeliness ?></b>
					</p>
				</div>
				<div class="sheet-facts">
					<span><?cs var:Log.content ?></span><span><?cs var:Log.e.carried ?></span>
				</div>
				<?cs if:?Log.comment && Log.comment != "" ?>
					<p><?cs var:Lang.dailylog.line.comment ?><?cs var:Log.comment ?></p>
				<?cs /if ?>
				<?cs if:?Log.e.returned ?><p><?cs var:Log.e.returned ?></p><?cs /if ?>
				<?cs call:log_table(Page.title) ?>
				<?cs if:?Log.e.sign_note && Log.e.sign_note != "" ?>
					<p class="under"><?cs var:Lang.dailylog.field.note ?>: <?cs var:Log.e.sign_note ?></p>
				<?cs /if ?>
				<?cs if:Corrections.0.no ?>
					<h3><?cs var:Lang.dailylog.corrections ?></h3>
					<ol class="corrections">
						<?cs each:c = Corrections ?>
							<li>
								<b><?cs var:c.line ?></b> <?cs var:c.text ?> <span class="dim"><?cs var:c.who ?> <?cs var:c.at ?></span>
							</li>
						<?cs /each ?>
					</ol>
				<?cs /if ?>
				<div class="sheet-signs three">
					<div>
						<p class="blank">
							<?cs var:Lang.dailylog.seal.agent ?> <b><?cs var:Log.agent ?></b><br>
							<?cs var:Log.e.submitted ?>
						</p>
					</div>
					<?cs call:sign_field(Lang.dailylog.seal.sign, Seals.0) ?>
					<?cs call:sign_field(Lang.dailylog.seal.receive, Seals.1) ?>
				</div>
				<p class="pfoot">
					<span><?cs var:Lang.ui.product ?></span>
					<span>
						<?cs var:Lang.ui.printed ?> <?cs var:User.name ?> <?cs var:User.staff_no ?> <?cs var:Page.time ?>
					</span>
				</p>
			</section>
		</div>
		<aside>
			<?cs if:Act.receive || Act.receive_lock ?>
				<section class="panel">
					<div class="ph"><h2><?cs var:Lang.dailylog.seal.receive ?></h2></div>
					<div class="pb">
						<?cs if:Act.receive ?>
							<form method="post" action="<?cs var:Act.receive ?>">
								<?cs call:form_keys() ?>
								<?cs call:version(Log.version) ?>
								<button class="btn btn-primary full"><?cs var:Lang.dailylog.receive ?></button>
							</form>
						<?cs else ?>
							<?cs call:lock(Lang.dailylog.receive, Act.receive_lock) ?>
						<?cs /if ?>
					</div>
				</section>
			<?cs /if ?>
			<?cs if:Seals.0.title ?>
				<section class="panel">
					<div class="ph"><h2><?cs var:Lang.dailylog.seals ?></h2></div>
					<?cs each:s = Seals ?><?cs call:seal(s) ?><?cs /each ?>
				</section>
			<?cs /if ?>
			<?cs if:Act.correct ?>
				<section class="panel">
					<div class="ph"><h2><?cs var:Lang.dailylog.correct ?></h2></div>
					<div class="pb">
						<form method="post" action="<?cs var:Act.correct ?>">
							<?cs call:form_keys() ?>
							<?cs call:form_errors() ?>
							<?cs call:field_hint("line", Lang.dailylog.field.line, Lang.dailylog.correct.hint) ?>
							<?cs call:field_area("text", Lang.dailylog.field.correction, "") ?>
							<?cs call:field_password("password", Lang.ui.password, "current-password") ?>
							<button class="btn"><?cs var:Lang.dailylog.correct ?></button>
						</form>
					</div>
				</section>
			<?cs elif:Form.reason ?>
				<div class="panel"><div class="pb"><?cs call:form_errors() ?></div></div>
			<?cs /if ?>
		</aside>
	</div>
	<?cs call:history() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
