#ifndef SMSP_BRIDGE_CLINUX_SHIM_H
#define SMSP_BRIDGE_CLINUX_SHIM_H

#include <sys/prctl.h>

// prctl has a variable number of arguments, which Swift cannot import.
static inline int clinux_forbid_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

#endif
