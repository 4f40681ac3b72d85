#!/usr/bin/env bash
# Makes sure that the system libraries the package links are installed.
# With root or password-less sudo the missing ones are installed; otherwise the line to run is printed and the script
# fails.
set -euo pipefail

packages=()
pkg-config --exists libcurl 2>/dev/null || packages+=(libcurl4-openssl-dev)
pkg-config --exists libxml-2.0 2>/dev/null || packages+=(libxml2-dev)
pkg-config --exists sqlite3 2>/dev/null || packages+=(libsqlite3-dev)
command -v pkg-config >/dev/null || packages+=(pkg-config)
[ -e /usr/share/zoneinfo/Europe/London ] || packages+=(tzdata)
[ -e /etc/ssl/certs/ca-certificates.crt ] || packages+=(ca-certificates)
[ ${#packages[@]} -eq 0 ] && exit 0

run=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        run=(sudo)
    else
        echo "Missing system libraries. Run this, then try again:" >&2
        echo "    sudo apt-get update && sudo apt-get install -y ${packages[*]}" >&2
        exit 1
    fi
fi
echo "Installing: ${packages[*]}"
export DEBIAN_FRONTEND=noninteractive
"${run[@]}" apt-get update -qq
"${run[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
