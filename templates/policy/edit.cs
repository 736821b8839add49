<?cs #
SPDX-License-Identifier: MIT
Proposing a version of a figure or band, with a preview before it is sent.
?>
<?cs include!"lib/ui.cs" ?>
<?cs include!"policy/preview.cs" ?>
<?cs def:content() ?>
	<?cs call:page_head() ?>
	<form class="panel form wide" method="post" action="<?cs var:Edit.path ?>">
		<div class="pb">
			<?cs call:form_keys() ?>
			<?cs call:form_errors() ?>
			<?cs if:Edit.band ?>
				<div class="scroll" id="f-step" tabindex="-1">
					<table class="tb">
						<caption class="visually-hidden"><?cs var:Lang.policy.steps ?></caption>
						<thead>
							<tr>
								<th scope="col"><?cs var:Lang.policy.field.include ?></th>
								<th scope="col"><?cs var:Lang.policy.field.bound ?></th>
								<th scope="col"><?cs var:Lang.policy.field.step ?></th>
								<th scope="col"><?cs var:Lang.policy.field.label ?></th>
								<th scope="col"<?cs if:!Edit.colours ?> class="visually-hidden"<?cs /if ?>>
									<?cs var:Lang.policy.field.colour ?>
								</th>
							</tr>
						</thead>
						<tbody>
							<?cs each:r = Rows ?>
								<tr>
									<?cs if:first(r) ?>
										<td data-l="<?cs var:Lang.policy.field.include ?>">
											<input type="hidden" name="include[]" value="1">
											<span class="dim">—</span>
										</td>
										<td data-l="<?cs var:Lang.policy.field.bound ?>">
											<input type="hidden" name="bound[]" value="">
											<span class="dim"><?cs var:Lang.policy.no_bound ?></span>
										</td>
									<?cs else ?>
										<td data-l="<?cs var:Lang.policy.field.include ?>">
											<select class="form-select" name="include[]"
												aria-label="<?cs var:Lang.policy.field.include ?>">
												<option value="1">≥</option>
												<option value="0"<?cs if:r.exclusive ?> selected<?cs /if ?>>
													&gt;
												</option>
											</select>
										</td>
										<td data-l="<?cs var:Lang.policy.field.bound ?>">
											<input class="form-control" name="bound[]" value="<?cs var:r.bound ?>"
												aria-label="<?cs var:Lang.policy.field.bound ?>">
										</td>
									<?cs /if ?>
									<td data-l="<?cs var:Lang.policy.field.step ?>">
										<input class="form-control" name="step[]" value="<?cs var:r.step ?>"
											aria-label="<?cs var:Lang.policy.field.step ?>">
									</td>
									<td data-l="<?cs var:Lang.policy.field.label ?>">
										<input class="form-control" name="label[]" value="<?cs var:r.label ?>"
											aria-label="<?cs var:Lang.policy.field.label ?>">
									</td>
									<td<?cs if:Edit.colours ?> data-l="<?cs var:Lang.policy.field.colour ?>"<?cs /if ?>>
										<?cs if:Edit.colours ?>
											<select class="form-select" name="colour[]"
												aria-label="<?cs var:Lang.policy.field.colour ?>">
												<?cs each:o = r.colours ?>
													<option
														value="<?cs var:o.value ?>"<?cs if:o.chosen ?> selected<?cs /if ?>>
														<?cs var:o.label ?>
													</option>
												<?cs /each ?>
											</select>
										<?cs else ?>
											<input type="hidden" name="colour[]" value="0">
										<?cs /if ?>
									</td>
								</tr>
							<?cs /each ?>
						</tbody>
					</table>
				</div>
				<?cs call:f_tail("step", "") ?>
				<p class="hint">
					<?cs var:Lang.policy.steps_hint ?> <?cs var:Edit.unit_hint ?> <?cs var:Edit.value_hint ?>
				</p>
			<?cs else ?>
				<?cs call:field_hint("value", Lang.policy.field.value, Edit.unit_hint) ?>
			<?cs /if ?>
			<div class="fields">
				<?cs call:field_hint("since", Lang.policy.field.since, Lang.policy.since.hint) ?>
				<?cs call:field_hint("reason", Lang.policy.field.reason, Lang.policy.reason_hint) ?>
			</div>
			<?cs if:?Proposal.after || ?Proposal.counts.0.before || ?Proposal.samples.0.sample ?>
				<h2><?cs var:Lang.policy.preview.title ?></h2>
				<?cs call:band_preview(Proposal) ?>
			<?cs /if ?>
			<div class="fb">
				<button class="btn btn-primary" name="act" value="propose"><?cs var:Lang.policy.propose ?></button>
				<button class="btn" name="act" value="preview"><?cs var:Lang.policy.preview.ask ?></button>
				<a class="btn" href="<?cs var:Edit.back ?>"><?cs var:Lang.ui.back ?></a>
			</div>
		</div>
	</form>
<?cs /def ?>
<?cs include!"layout.cs" ?>
