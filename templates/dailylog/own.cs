<?cs #
SPDX-License-Identifier: MIT
The agent's own daily log (RULE CMP-8): Log.*, Lines.N as in lines.cs; Own.{submit,lock,writes}; Others.N.{path,kind,text}: own logs of
other days; Seals.N. Without a log of that day Log is absent.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"dailylog/lines.cs" ?>
<?cs def:comment_form(line, value) ?>
	<details class="jot">
		<summary><?cs var:Lang.dailylog.own.write ?></summary>
		<form method="post" action="/complaints/log/comment">
			<?cs call:form_keys() ?>
			<?cs call:hidden("id", Log.id) ?>
			<?cs call:hidden("line", line) ?>
			<label>
				<span class="visually-hidden"><?cs var:Lang.dailylog.field.comment ?> <?cs var:line ?></span>
				<textarea class="form-control" rows="2" name="text"><?cs var:value ?></textarea>
			</label>
			<button class="btn btn-sm"><?cs var:Lang.dailylog.own.save ?></button>
		</form>
	</details>
<?cs /def ?>
<?cs def:content() ?>
	<?cs call:head_title() ?>
	<?cs if:Log.state ?> <span class="pill <?cs var:Log.kind ?>"><?cs var:Log.state ?></span><?cs /if ?>
	<?cs call:head_rest() ?>
	<a class="btn" href="/complaints/log/history"><?cs var:Lang.dailylog.own.history ?></a>
	<?cs if:Log.path ?><a class="btn" href="<?cs var:Log.path ?>"><?cs var:Lang.dailylog.board.open ?></a><?cs /if ?>
	<?cs call:head_end() ?>
	<?cs each:o = Others ?>
		<div class="flash <?cs var:o.kind ?>"><p><a href="<?cs var:o.path ?>"><?cs var:o.text ?></a></p></div>
	<?cs /each ?>
	<?cs if:Log.id ?>
		<div class="cols">
			<div>
				<section class="panel">
					<div class="ph">
						<h2><?cs var:Log.content ?></h2>
						<span class="sub"><?cs var:Log.e.carried ?></span>
					</div>
					<?cs if:?Log.e.returned ?><?cs call:notice("warn", Log.e.returned) ?><?cs /if ?>
					<table class="tb dlog">
						<caption class="visually-hidden"><?cs var:Page.title ?></caption>
						<?cs call:log_heads() ?>
						<tbody>
							<?cs each:r = Lines ?>
								<tr><?cs call:log_line(r) ?></tr>
								<?cs if:Own.writes ?>
									<tr class="jot">
										<td class="x"></td>
										<td colspan="4"><?cs call:comment_form(r.no, r.comment) ?></td>
									</tr>
								<?cs /if ?>
							<?cs /each ?>
						</tbody>
					</table>
				</section>
			</div>
			<aside>
				<section class="panel">
					<div class="ph"><h2><?cs var:Lang.dailylog.own.submit ?></h2></div>
					<div class="pb">
						<?cs call:form_errors() ?>
						<?cs if:?Log.comment && Log.comment != "" ?>
							<p><?cs var:Lang.dailylog.line.comment ?><?cs var:Log.comment ?></p>
						<?cs /if ?>
						<?cs if:Own.writes ?><?cs call:comment_form("0", Log.comment) ?><?cs /if ?>
						<?cs if:Own.submit ?>
							<form method="post" action="/complaints/log/submit">
								<?cs call:form_keys() ?>
								<?cs call:version(Log.version) ?>
								<?cs call:hidden("id", Log.id) ?>
								<button class="btn btn-primary full"><?cs var:Lang.dailylog.own.submit ?></button>
								<p class="hint"><?cs var:Lang.dailylog.own.submit_hint ?></p>
							</form>
						<?cs else ?>
							<?cs call:lock(Lang.dailylog.own.submit, Own.lock) ?>
						<?cs /if ?>
					</div>
				</section>
				<?cs if:Seals.0.title ?>
					<section class="panel">
						<div class="ph"><h2><?cs var:Lang.dailylog.seals ?></h2></div>
						<?cs each:s = Seals ?><?cs call:seal(s) ?><?cs /each ?>
					</section>
				<?cs /if ?>
				<?cs call:deadlines() ?>
			</aside>
		</div>
	<?cs else ?>
		<div class="panel">
			<?cs call:form_errors() ?>
			<?cs call:empty(Lang.dailylog.own.empty, Lang.dailylog.own.empty_text) ?>
		</div>
	<?cs /if ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
