#!/usr/bin/env bash
# Drives the console in a headless Chromium, see console-test.py; with --pictures, writes what README shows of it anew.
#
#     Scripts/test-console.sh [--pictures]
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
command -v chromium >/dev/null || packages+=(chromium fonts-dejavu-core)
command -v python3 >/dev/null || packages+=(python3)
[ ${#packages[@]} -eq 0 ] || Scripts/install-packages.sh "${packages[@]}"

swift build --product smsp-bridge
arguments=()
if [ "${1:-}" = --pictures ]; then
    mkdir -p docs/pictures
    arguments=(--pictures docs/pictures)
fi
python3 Scripts/console-test.py .build/debug/smsp-bridge "${arguments[@]}"
