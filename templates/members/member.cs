<?cs #
SPDX-License-Identifier: MIT
A member's record, overview (RULE MEM-5): the newest of each part, contact data, consent.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"members/record.cs" ?>
<?cs def:content() ?>
	<?cs call:member_top() ?>
	<?cs call:form_errors() ?>
	<?cs call:member_rest() ?>
	<div class="cols">
		<div>
			<?cs if:Member.panels.0.label ?>
				<div class="grid2"><?cs each:p = Member.panels ?><?cs call:member_lines(p) ?><?cs /each ?></div>
			<?cs else ?>
				<div class="panel"><?cs call:empty(Lang.members.page.nothing, Lang.members.page.nothing_later) ?></div>
			<?cs /if ?>
		</div>
		<aside><?cs call:member_contact() ?></aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
