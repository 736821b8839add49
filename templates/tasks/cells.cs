<?cs #
SPDX-License-Identifier: MIT
The cells of a task's row behind its box to tick, of a row that may have one and of a row that has none.
?>
<th scope="row" class="what two">
	<a href="/tasks/<?cs var:r.id ?>"><?cs var:r.title ?></a><small><?cs var:r.ended ?></small>
<td><?cs var:r.kind ?>
<td class="who"><?cs var:r.owner ?>
<td class="small"><?cs var:r.rule ?>
<td class="at"><?cs var:r.made ?>
<td class="due"><?cs var:r.due ?>
