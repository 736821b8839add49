<?cs #
SPDX-License-Identifier: MIT
Saving a view of a list, for oneself or for everybody.
?>
<?cs include! "lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="panel">
		<div class="pb">
			<form method="post" action="/views">
				<?cs call:form_keys() ?>
				<?cs call:hidden("list", View.list) ?>
				<?cs call:hidden("query", View.query) ?>
				<?cs if:?View.at ?><?cs call:hidden("at", View.at) ?><?cs /if ?>
				<?cs call:form_errors() ?>
				<?cs call:field_hint("name", Lang.list.view.name, Lang.list.view.hint) ?>
				<?cs if:View.may_share ?><?cs call:field_check("shared", Lang.list.view.shared) ?><?cs /if ?>
				<?cs call:form_buttons(Lang.list.view.save, View.back) ?>
			</form>
		</div>
	</div>
<?cs /def ?>
<?cs include! "layout.cs" ?>
