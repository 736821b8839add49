<?cs #
SPDX-License-Identifier: MIT
The reader's notices, unread first.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<?cs if:Unread ?>
		<form method="post" action="/notices/read" class="one">
			<?cs call:form_keys() ?>
			<?cs call:hidden("up_to", Newest) ?>
			<button class="btn"><i class="i i-check"></i><?cs var:Lang.notices.read_all ?></button>
		</form>
	<?cs /if ?>
	<?cs call:head_end() ?>
	<div class="panel">
		<?cs if:?Notices.0.id ?>
			<div class="scroll">
				<table class="tb">
					<caption class="visually-hidden"><?cs var:Lang.notices.title ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.notices.field.at ?></th>
							<th scope="col"><?cs var:Lang.notices.field.text ?></th>
							<th scope="col"><?cs var:Lang.notices.field.state ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:n = Notices ?>
							<tr>
								<td class="at"><?cs var:n.at ?></td>
								<th scope="row"<?cs if:n.unread ?> class="b"<?cs /if ?>>
									<?cs if:?n.path ?>
										<a href="<?cs var:n.path ?>"><?cs var:n.text ?></a>
									<?cs else ?>
										<?cs var:n.text ?>
									<?cs /if ?>
								</th>
								<td>
									<?cs if:n.unread ?>
										<form method="post" action="/notices/<?cs var:n.id ?>/read" class="one">
											<?cs call:form_keys() ?>
											<button class="btn btn-sm"><?cs var:Lang.notices.read_one ?></button>
										</form>
									<?cs else ?>
										<span class="dim"><?cs var:Lang.notices.read ?></span>
									<?cs /if ?>
								</td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
			</div>
		<?cs else ?>
			<?cs call:empty(Lang.notices.none, Lang.notices.none_later) ?>
		<?cs /if ?>
		<?cs call:pager(Paging.prev, Paging.next, "") ?>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
