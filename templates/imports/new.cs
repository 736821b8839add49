<?cs #
SPDX-License-Identifier: MIT
Uploading a file to import.
?>
<?cs include! "lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="cols">
		<div>
			<form class="panel form" method="post" action="/imports/new" enctype="multipart/form-data">
				<div class="pb">
					<?cs call:form_keys() ?>
					<?cs call:form_errors() ?>
					<?cs call:field_tiles("entity", Lang.imports.field.entity, Entities) ?>
					<?cs call:field_file("file", Lang.imports.field.file, Lang.imports.file_hint) ?>
					<?cs call:field_area("map", Lang.imports.field.map, Lang.imports.map_hint) ?>
					<?cs call:field_check("trial", Lang.imports.field.trial) ?>
					<?cs call:form_buttons(Lang.imports.upload, "/imports") ?>
				</div>
			</form>
		</div>
		<aside>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.imports.how ?></h2></div>
				<div class="pb">
					<p><?cs var:Lang.imports.how_1 ?></p>
					<p><?cs var:Lang.imports.how_2 ?></p>
					<p><?cs var:Lang.imports.how_3 ?></p>
				</div>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include! "layout.cs" ?>
