<?cs #
SPDX-License-Identifier: MIT
A member's record: all of the member's complaints.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs include!"complaints/rows.cs" ?>
<?cs include!"members/record.cs" ?>
<?cs def:content() ?>
	<?cs call:member_head() ?>
	<div class="cols">
		<div>
			<?cs call:list_tools() ?>
			<?cs call:list_heads() ?>
			<?cs call:complaint_rows() ?>
			<?cs call:list_bottom() ?>
		</div>
		<?cs call:member_side() ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
