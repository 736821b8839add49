<?cs #
SPDX-License-Identifier: MIT
One product: Product.* as view_show() gives it, class as text; out: nothing in stock.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<section class="panel ask">
		<div class="ph">
			<h2><?cs var:Lang.products.page.facts ?></h2>
			<?cs if:?Product.out ?>
				<span class="g bad"><?cs var:Lang.products.page.out ?></span>
			<?cs else ?>
				<span class="g ok"><?cs var:Lang.products.page.there ?></span>
			<?cs /if ?>
		</div>
		<dl class="kv">
			<?cs call:kv(Lang.products.page.no, Product.product_no) ?>
			<?cs call:kv(Lang.products.page.category, Product.category) ?>
			<?cs call:kv(Lang.products.page.class, Product.class) ?>
			<?cs call:kv(Lang.products.page.price, Product.price_fen) ?>
			<?cs call:kv(Lang.products.page.stock, Product.stock) ?>
		</dl>
	</section>
	<?cs call:history() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
