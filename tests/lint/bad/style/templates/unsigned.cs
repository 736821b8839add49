<?cs # BAD: no licence ?>
