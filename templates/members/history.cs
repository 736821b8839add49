<?cs #
SPDX-License-Identifier: MIT
A member's record, history: every change and every showing of contact data, who, when and why.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"members/record.cs" ?>
<?cs def:content() ?>
	<?cs call:member_head() ?>
	<?cs call:history() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
