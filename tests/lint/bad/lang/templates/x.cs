<?cs var:Lang.xx.title ?><?cs # Lang.xx.comment ?>
<?cs var:Lang.xx.missing ?><?cs # BAD ?>
<?cs var:Lang.deep[X] ?><?cs # BAD ?>
<?cs var:Lang.xx.deep[X] ?>
