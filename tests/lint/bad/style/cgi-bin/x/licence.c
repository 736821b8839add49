/* no licence: BAD */
/* What it is. */
int x; /* BAD */ 
