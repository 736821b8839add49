<?cs #
SPDX-License-Identifier: MIT
One import: progress, figures, rejected rows.
?>
<?cs include! "lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:?Run.rejects ?>
		<a class="btn" href="/imports/<?cs var:Run.id ?>/rejected" download>
			<i class="i i-download"></i><?cs var:Lang.imports.rejected_file ?>
		</a>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<?cs if:?Run.refusal ?>
		<?cs call:notice("error", Run.refusal) ?>
		<p class="hint"><?cs var:Lang.imports.refused_line ?> <?cs var:Run.refusal_line ?></p>
	<?cs /if ?>
	<?cs if:?Run.removed ?><?cs call:notice("info", Run.removed) ?><?cs /if ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.imports.progress ?></h2>
			<span class="<?cs var:Run.style ?>"><?cs var:Run.state_text ?></span>
		</div>
		<div class="pb">
			<meter class="bar" min="0" max="100" value="<?cs var:Run.percent ?>"
				aria-label="<?cs var:Lang.imports.progress ?>">
				<?cs var:Run.percent ?>%
			</meter>
			<div class="figs">
				<div><span><?cs var:Lang.imports.rows_new ?></span><b><?cs var:Run.rows_new ?></b></div>
				<div><span><?cs var:Lang.imports.rows_changed ?></span><b><?cs var:Run.rows_changed ?></b></div>
				<div><span><?cs var:Lang.imports.rows_same ?></span><b><?cs var:Run.rows_same ?></b></div>
				<div><span><?cs var:Lang.imports.rows_rejected ?></span><b><?cs var:Run.rows_rejected ?></b></div>
			</div>
			<?cs if:?Run.live ?>
				<form method="post" action="/imports/<?cs var:Run.id ?>/cancel">
					<?cs call:form_keys() ?>
					<?cs call:version(Record.version) ?>
					<button class="btn btn-outline-danger"><?cs var:Lang.imports.cancel ?></button>
				</form>
			<?cs /if ?>
		</div>
	</section>
<?cs /def ?>
<?cs include! "layout.cs" ?>
