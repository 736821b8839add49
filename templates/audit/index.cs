<?cs #
SPDX-License-Identifier: MIT
The audit log (SEC-2).
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"lib/list.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs call:list_exports() ?>
	<a class="btn" href="/audit/verify"><i class="i i-shield"></i><?cs var:Lang.audit.verify ?></a>
	<?cs call:head_end() ?>
	<?cs call:list_filters() ?>
	<?cs call:list_heads() ?>
	<?cs each:r = List.rows ?>
		<tr>
			<th scope="row" class="num"><a href="/audit/<?cs var:r.id ?>"><?cs var:r.id ?></a></th>
			<td class="at"><?cs var:r.at ?></td>
			<td class="who"><?cs var:r.who ?></td>
			<td class="b wrap"><?cs var:r.action ?></td>
			<td><?cs var:r.kind ?> <?cs var:r.record_id ?></td>
			<td class="what">
				<?cs each:x = r.diff.items ?>
					<span class="dim"><?cs var:x.field ?></span> <?cs if:?x.before && x.before != "" ?><?cs var:x.before ?> → <?cs /if ?>
					<?cs var:x.after ?> <?cs /each ?>
				<?cs if:r.diff.reason ?><span class="dim"><?cs var:r.diff.reason ?></span><?cs /if ?>
			</td>
			<td class="<?cs var:r.seal ?>"><?cs var:r.sealed ?></td>
		</tr>
	<?cs /each ?>
	<?cs call:list_bottom() ?>
<?cs /def ?>
<?cs include!"layout.cs" ?>
