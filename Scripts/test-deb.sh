#!/usr/bin/env bash
# Builds the Debian package and uses it: installed in a fresh Debian root, started as its user behind a socket that
# stays open, conform through it, upgraded under load, removed with its data kept, purged.
#
#     Scripts/test-deb.sh
#
# Needs root, for the root folder. Without systemd in that folder, Scripts/test-deb.py stands in for it: it holds the
# socket, starts and stops the service, and takes its notices.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=()
command -v openssl >/dev/null || tools+=(openssl)
command -v python3 >/dev/null || tools+=(python3)
command -v systemd-analyze >/dev/null || tools+=(systemd)
[ ${#tools[@]} -eq 0 ] || Scripts/install-packages.sh "${tools[@]}"

Scripts/deb.sh
Scripts/debian-root.sh .build-deb/root
# The Swift runtime reads its arguments from /proc. The mount ends with the test.
unshare --mount bash -c 'mount -t proc proc "$0/proc" && exec python3 Scripts/test-deb.py "$0" .build-deb/out' \
    "$PWD/.build-deb/root"
