<?cs #
SPDX-License-Identifier: MIT
Digits of a day shared out over the clerks: Digits.N.{name,label}, Clerks options, Loads.N.{who,digits,orders}.
?>
<?cs include!"lib/ui.cs" ?>
<?cs def:content() ?>
	<?cs call:head() ?>
	<a class="btn" href="<?cs var:Sharing.propose ?>"><?cs var:Lang.orders.sharing.propose ?></a>
	<?cs call:head_end() ?>
	<?cs if:Sharing.proposed ?><?cs call:notice("info", Lang.orders.sharing.proposed) ?><?cs /if ?>
	<div class="cols">
		<div>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.orders.sharing.digits ?></h2></div>
				<div class="pb">
					<form method="post" action="/orders/sharing">
						<?cs call:form_keys() ?>
						<?cs call:hidden("day", Sharing.day) ?>
						<?cs call:form_errors() ?>
						<div class="fields">
							<?cs each:d = Digits ?><?cs call:field_select(d.name, d.label, Clerks, "") ?><?cs /each ?>
						</div>
						<?cs call:form_buttons(Lang.orders.sharing.save, "/orders/confirm") ?>
					</form>
				</div>
			</section>
		</div>
		<aside>
			<section class="panel">
				<div class="ph"><h2><?cs var:Lang.orders.sharing.loads ?></h2></div>
				<table class="tb">
					<caption class="visually-hidden"><?cs var:Lang.orders.sharing.loads ?></caption>
					<thead>
						<tr>
							<th scope="col"><?cs var:Lang.orders.field.clerk ?></th>
							<th scope="col" class="num"><?cs var:Lang.orders.sharing.count ?></th>
							<th scope="col" class="num"><?cs var:Lang.orders.field.sheet_orders ?></th>
						</tr>
					</thead>
					<tbody>
						<?cs each:l = Loads ?>
							<tr>
								<th scope="row"><?cs var:l.who ?></th>
								<td class="num" data-l="<?cs var:Lang.orders.sharing.count ?>"><?cs var:l.digits ?></td>
								<td class="num" data-l="<?cs var:Lang.orders.field.sheet_orders ?>">
									<?cs var:l.orders ?>
								</td>
							</tr>
						<?cs /each ?>
					</tbody>
				</table>
			</section>
		</aside>
	</div>
<?cs /def ?>
<?cs include!"layout.cs" ?>
