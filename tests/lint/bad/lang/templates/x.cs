<?cs var:Lang.x.title ?><?cs # Lang.x.comment ?>
<?cs var:Lang.x.missing ?><?cs # BAD ?>
<?cs var:Lang.deep[X] ?><?cs # BAD ?>
<?cs var:Lang.x.deep[X] ?>
