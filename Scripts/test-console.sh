#!/usr/bin/env bash
# Drives the console in a headless Chromium, see console-test.py; with --pictures, writes what README shows of it anew.
#
#     Scripts/test-console.sh [--pictures]
#
# With root or password-less sudo a browser that is missing is installed; otherwise the line to run is printed and the
# script fails.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
command -v chromium >/dev/null || packages+=(chromium fonts-dejavu-core)
command -v python3 >/dev/null || packages+=(python3)
if [ ${#packages[@]} -gt 0 ]; then
    run=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            run=(sudo)
        else
            echo "There is no browser to test with. Run this, then try again:" >&2
            echo "    sudo apt-get update && sudo apt-get install -y ${packages[*]}" >&2
            exit 1
        fi
    fi
    echo "Installing: ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    "${run[@]}" apt-get update -qq
    "${run[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

swift build --product smsp-bridge
arguments=()
if [ "${1:-}" = --pictures ]; then
    mkdir -p docs/pictures
    arguments=(--pictures docs/pictures)
fi
python3 Scripts/console-test.py .build/debug/smsp-bridge "${arguments[@]}"
