#!/usr/bin/env bash
# Makes sure that the system libraries the package links are installed.
set -euo pipefail

packages=()
pkg-config --exists libcurl 2>/dev/null || packages+=(libcurl4-openssl-dev)
pkg-config --exists libxml-2.0 2>/dev/null || packages+=(libxml2-dev)
pkg-config --exists sqlite3 2>/dev/null || packages+=(libsqlite3-dev)
pkg-config --exists zlib 2>/dev/null || packages+=(zlib1g-dev)
command -v pkg-config >/dev/null || packages+=(pkg-config)
[ -e /usr/share/zoneinfo/Europe/London ] || packages+=(tzdata)
[ -e /etc/ssl/certs/ca-certificates.crt ] || packages+=(ca-certificates)
[ ${#packages[@]} -eq 0 ] || "$(dirname "$0")/install-packages.sh" "${packages[@]}"
