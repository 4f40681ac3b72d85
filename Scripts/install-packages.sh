#!/usr/bin/env bash
# Installs Debian packages: with root or password-less sudo; otherwise prints the line to run and fails.
#
#     Scripts/install-packages.sh PACKAGE…
set -euo pipefail

run=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        run=(sudo)
    else
        echo "Missing packages. Run this, then try again:" >&2
        echo "    sudo apt-get update && sudo apt-get install -y $*" >&2
        exit 1
    fi
fi
echo "Installing: $*"
export DEBIAN_FRONTEND=noninteractive
"${run[@]}" apt-get update -qq
"${run[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
