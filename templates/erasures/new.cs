<?cs #
SPDX-License-Identifier: MIT
Asking for an erasure, after the identity check. Erasure.{member,back,locked}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<?cs call:notice("warn", Lang.erasures.warning) ?>
	<div class="panel form">
		<div class="pb">
			<?cs if:?Erasure.locked ?>
				<?cs call:lock(Lang.erasures.ask, Erasure.locked) ?>
				<p><a href="<?cs var:Erasure.back ?>"><?cs var:Lang.erasures.to_member ?></a></p>
			<?cs else ?>
				<form method="post" action="/erasures/new">
					<?cs call:form_keys() ?>
					<?cs call:hidden("member", Erasure.member) ?>
					<?cs call:form_errors() ?>
					<?cs call:field_area("why", Lang.erasures.field.reason, Lang.erasures.reason_hint) ?>
					<?cs call:form_buttons(Lang.erasures.ask, Erasure.back) ?>
				</form>
			<?cs /if ?>
		</div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
