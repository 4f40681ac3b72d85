#!/usr/bin/env bash
# Writes a CycloneDX bill of materials: the Swift packages at their resolved versions, and the system libraries.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-.build/sbom.json}
tree=$(mktemp)
trap 'rm -f "$tree"' EXIT

# The version of a Debian package; elsewhere the one that pkg-config knows.
version() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null || pkg-config --modversion "$2"; }

mkdir -p "$(dirname "$out")"
swift package show-dependencies --format json --output-path "$tree" >&2
swift Scripts/sbom.swift Package.swift "$tree" \
    "libcurl4@$(version libcurl4 libcurl)@curl" \
    "libxml2@$(version libxml2 libxml-2.0)@MIT" \
    "zlib1g@$(version zlib1g zlib)@Zlib" \
    "libsqlite3-0@$(version libsqlite3-0 sqlite3)@blessing" >"$out"
echo "$out: $(grep -c '"bom-ref"' "$out") components"
