/* lang(req, "xx.comment") */
lang(req, "xx.title");
lang(req, "xx.gone"); /* BAD */
flash(req, FLASH_OK, n > 1 ? "xx.count" : "xx.one", NULL); /* BAD */
return ctx_refuse(ctx, "xx.count", f(a, "b.c"), "@xx.title", NULL);
return ctx_refuse(ctx, "xx.title", "@xx.nowhere", NULL); /* BAD */
static const struct t t = { .label = "xx.title", .name = "xx.name" };
static const struct t u = { .label = "xx.label" }; /* BAD */
log_line(LOG_WARN, "xx.event", NULL);
