<?cs #
SPDX-License-Identifier: MIT
One row of the audit log with its proof.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph">
					<h2><?cs var:Entry.action ?></h2>
					<span class="<?cs if:Entry.sealed ?>g ok<?cs else ?>g wait<?cs /if ?>">
						<?cs if:Entry.sealed ?>
							<?cs var:Lang.audit.sealed ?>
						<?cs else ?>
							<?cs var:Lang.audit.waiting ?>
						<?cs /if ?>
					</span>
				</div>
				<?cs if:?Entry.items.0.field ?>
					<table class="tb">
						<caption class="visually-hidden"><?cs var:Lang.ui.change ?></caption>
						<thead>
							<tr>
								<th scope="col"><?cs var:Lang.audit.field.field ?></th>
								<th scope="col"><?cs var:Lang.audit.field.before ?></th>
								<th scope="col"><?cs var:Lang.audit.field.after ?></th>
							</tr>
						</thead>
						<tbody>
							<?cs each:x = Entry.items ?>
								<tr>
									<th scope="row"><?cs var:x.field ?></th>
									<td>
										<?cs if:?x.before && x.before != "" ?>
											<del><?cs var:x.before ?></del>
										<?cs else ?>
											<span class="dim">—</span>
										<?cs /if ?>
									</td>
									<td>
										<?cs if:?x.after && x.after != "" ?>
											<?cs var:x.after ?>
										<?cs else ?>
											<span class="dim">—</span>
										<?cs /if ?>
									</td>
								</tr>
							<?cs /each ?>
						</tbody>
					</table>
				<?cs else ?>
					<div class="pb"><p class="dim"><?cs var:Lang.audit.no_items ?></p></div>
				<?cs /if ?>
				<?cs if:Entry.reason ?>
					<div class="pf"><span><b><?cs var:Lang.ui.reason ?></b> <?cs var:Entry.reason ?></span></div>
				<?cs /if ?>
			</section>
		</div>
		<aside>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.audit.facts ?></h2></div>
				<dl class="kv">
					<?cs call:kv(Lang.ui.when, Entry.at) ?>
					<?cs call:kv(Lang.ui.who, Entry.who) ?>
					<?cs call:kv(Lang.audit.field.action, Entry.code) ?>
					<?cs call:kv_link(Lang.audit.field.record, Entry.record, Entry.path) ?>
					<?cs call:kv(Lang.audit.field.request, Entry.request_id) ?>
					<div>
						<dt><?cs var:Lang.audit.field.mac ?></dt>
						<dd><code class="mono"><?cs var:Entry.mac ?></code></dd>
					</div>
					<?cs if:Entry.seal ?>
						<?cs call:kv(Lang.audit.field.seal_no, Entry.seal_no) ?>
						<?cs call:kv(Lang.audit.field.sealed_at, Entry.sealed_at) ?>
						<div>
							<dt><?cs var:Lang.audit.field.seal ?></dt>
							<dd><code class="mono"><?cs var:Entry.seal ?></code></dd>
						</div>
					<?cs /if ?>
				</dl>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
