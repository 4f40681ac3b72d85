#ifndef SMSP_BRIDGE_CLIBXML2_SHIM_H
#define SMSP_BRIDGE_CLIBXML2_SHIM_H

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

#endif
