#!/usr/bin/env bash
# Makes a fresh root folder of the Debian that runs here; the download is kept beside it.
#
#     Scripts/debian-root.sh FOLDER
set -euo pipefail
root=$1
base=$root.tar
if [ ! -e "$base" ]; then
    command -v debootstrap >/dev/null || "$(dirname "$0")/install-packages.sh" debootstrap
    rm -rf "$root"
    debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" >/dev/null
    tar -C "$root" -cf "$base" .
fi
rm -rf "$root"
mkdir -p "$root"
tar -C "$root" -xf "$base"
# The same sources as outside, so that the libraries of a package are found.
cp -r /etc/apt/sources.list* "$root/etc/apt/" 2>/dev/null || true
cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
echo "127.0.0.1 localhost" >"$root/etc/hosts"
