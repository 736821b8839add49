/* lang(req, "x.comment") */
lang(req, "x.title");
lang(req, "x.gone"); /* BAD */
flash(req, FLASH_OK, n > 1 ? "x.count" : "x.one", NULL); /* BAD */
return ctx_refuse(ctx, "x.count", f(a, "b.c"), "@x.title", NULL);
return ctx_refuse(ctx, "x.title", "@x.nowhere", NULL); /* BAD */
static const struct t t = { .label = "x.title", .name = "x.name" };
static const struct t u = { .label = "x.label" }; /* BAD */
log_line(LOG_WARN, "x.event", NULL);
