#ifndef SMSP_BRIDGE_CLIBXML2_SHIM_H
#define SMSP_BRIDGE_CLIBXML2_SHIM_H

// Without this, encoding.h includes the system's ICU, whose types contradict those of Foundation's own ICU in a file
// that imports both. It only hides two fields at the end of a struct that libxml2 alone makes and reads.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#endif
