<?cs #
SPDX-License-Identifier: MIT
The proof of one daily log (RULE CMP-8): Findings.N.text; Proof.{good,none,digest,sealed,previous}; Log.*; Seals.N.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.dailylog.verify.found ?></h2></div>
				<div class="pb">
					<?cs if:Findings.0.text ?>
						<p class="g bad b"><?cs var:Lang.dailylog.verify.bad ?></p>
						<ul><?cs each:f = Findings ?><li><?cs var:f.text ?></li><?cs /each ?></ul>
					<?cs elif:?Proof.none ?>
						<p class="g wait b"><?cs var:Proof.none ?></p>
					<?cs else ?>
						<p class="g ok b"><?cs var:Proof.good ?></p>
					<?cs /if ?>
				</div>
				<dl class="kv">
					<?cs call:kv_link(Lang.dailylog.field.log, Log.content, Log.path) ?>
					<?cs call:kv(Lang.dailylog.field.digest, Proof.digest) ?>
					<?cs call:kv(Lang.dailylog.verify.seal, Proof.sealed) ?>
					<?cs call:kv(Lang.dailylog.verify.chain, Proof.previous) ?>
				</dl>
			</section>
		</div>
		<aside>
			<?cs if:Seals.0.title ?>
				<section class="panel">
					<div class="ph"><h2><?cs var:Lang.dailylog.seals ?></h2></div>
					<?cs each:s = Seals ?><?cs call:seal(s) ?><?cs /each ?>
				</section>
			<?cs /if ?>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
