#include <ClearSilver.h>
#include <fcgiapp.h> /* BAD */
