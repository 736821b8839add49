<?cs #
SPDX-License-Identifier: MIT
Search over everything: no record has this number, so these lists can be searched for it. Search.text, Search.places.N.{label,path}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="panel ask">
		<div class="pb">
			<p><?cs var:Lang.home.search.none ?></p>
			<?cs if:Search.places.0.path ?>
				<p class="ways">
					<?cs each:p = Search.places ?>
						<a class="btn" href="<?cs var:p.path ?>"><i class="i i-search"></i><?cs var:p.label ?></a> <?cs /each ?>
				</p>
			<?cs else ?>
				<p><?cs var:Lang.home.search.nowhere ?></p>
			<?cs /if ?>
		</div>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
