<?cs #
SPDX-License-Identifier: MIT
What the pages of complaints share, on top of lib/ui.cs.
customer(): card of Member.*. similar(): panel of Similar.N.{path,no,problem,what,at,style,state,owner,why}. problem_select(hint): the
grouped select of Problems.N.{label,options.M.{value,label}}.
files(): panel of Files.N.{path,name,type,at,by}; nothing without files.
?>
<?cs def:files() ?>
	<?cs if:?Files.0.name ?>
		<section class="panel">
			<div class="ph"><h2><?cs var:Lang.complaints.new.evidence ?></h2></div>
			<ul class="lines">
				<?cs each:f = Files ?>
					<li>
						<p><a href="<?cs var:f.path ?>" download><?cs var:f.name ?></a></p>
						<p class="dim small"><?cs var:f.type ?> · <?cs var:f.at ?> · <?cs var:f.by ?></p>
					</li>
				<?cs /each ?>
			</ul>
		</section>
	<?cs /if ?>
<?cs /def ?>
<?cs def:customer() ?>
	<section class="panel">
		<div class="ph">
			<h2><?cs var:Lang.complaints.field.customer ?></h2>
			<?cs if:Member.path ?><a href="<?cs var:Member.path ?>"><?cs var:Lang.orders.member_open ?></a><?cs /if ?>
		</div>
		<?cs if:Member.no ?>
			<p class="who-line">
				<b><?cs var:Member.name ?></b> <?cs call:tier(Member.tn, Member.tier) ?>
				<span><?cs var:Member.no ?></span>
			</p>
			<dl class="kv">
				<?cs call:kv(Lang.members.field.phone, Member.phone) ?>
				<?cs call:kv(Lang.members.field.email, Member.email) ?>
				<?cs call:kv(Lang.members.field.spent, Member.spent) ?>
				<?cs call:kv(Lang.complaints.title, Member.complaints) ?>
				<?cs if:?Member.way ?><?cs call:kv(Lang.complaints.way.label, Member.way) ?><?cs /if ?>
			</dl>
			<p class="hint under"><?cs var:Lang.members.masked ?></p>
		<?cs else ?>
			<dl class="kv">
				<?cs call:kv(Lang.complaints.field.caller, Member.caller) ?>
				<?cs call:kv(Lang.complaints.field.caller_phone, Member.phone) ?>
			</dl>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:similar() ?>
	<section class="panel">
		<div class="ph"><h2><?cs var:Lang.complaints.similar.title ?></h2></div>
		<?cs if:?Similar.0.no ?>
			<ul class="lines">
				<?cs each:s = Similar ?>
					<li>
						<p>
							<a href="<?cs var:s.path ?>"><?cs var:s.no ?></a> <span class="<?cs var:s.style ?>"><?cs var:s.state ?></span>
						</p>
						<p><?cs var:s.problem ?> · <?cs var:s.what ?></p>
						<p class="dim small"><?cs var:s.why ?> · <?cs var:s.at ?> · <?cs var:s.owner ?></p>
					</li>
				<?cs /each ?>
			</ul>
		<?cs else ?>
			<p class="hint under"><?cs var:Lang.complaints.similar.none ?></p>
		<?cs /if ?>
	</section>
<?cs /def ?>
<?cs def:problem_select(hint) ?>
	<div class="f">
		<label for="f-problem"><?cs var:Lang.complaints.field.problem ?></label>
		<select class="form-select" name="problem"<?cs call:f_aria("problem", hint) ?>>
			<option value=""><?cs var:Lang.complaints.choose ?></option>
			<?cs each:g = Problems ?>
				<optgroup label="<?cs var:g.label ?>">
					<?cs each:o = g.options ?>
						<option value="<?cs var:o.value ?>"<?cs if:o.value == Form.problem.value ?> selected<?cs /if ?>>
							<?cs var:o.label ?>
						</option>
					<?cs /each ?>
				</optgroup>
			<?cs /each ?>
		</select>
		<?cs call:f_tail("problem", hint) ?>
	</div>
<?cs /def ?>
