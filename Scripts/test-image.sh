#!/usr/bin/env bash
# Builds the OCI image and uses it: unpacked, started as its user on a root that cannot be written, asked for its health.
#
#     Scripts/test-image.sh
#
# Needs root. What a container runtime would do is done by hand: mounts, the user, the command of the image's
# configuration.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=()
command -v curl >/dev/null || tools+=(curl)
command -v jq >/dev/null || tools+=(jq)
[ ${#tools[@]} -eq 0 ] || Scripts/install-packages.sh "${tools[@]}"
Scripts/image.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umoci unpack --image .build-deb/image:latest "$work/bundle" >/dev/null 2>&1
settings=$work/bundle/config.json
user=$(jq .process.user.uid "$settings") group=$(jq .process.user.gid "$settings")
mapfile -t command < <(jq -r '.process.args[]' "$settings")
[ "$user" -ne 0 ] || { echo "FAILED: the image runs as root"; exit 1; }

mkdir -p "$work/etc" "$work/state"
head -c 32 /dev/urandom >"$work/etc/audit-key"
echo '{}' >"$work/state/cutover.yaml"
cat >"$work/etc/bridge.yaml" <<YAML
listen: { smsp: { host: 127.0.0.1, port: 0 }, admin: { port: 0 } }
legacies: { central: { url: "http://127.0.0.1:9/smsp/pds" } }
sites: sites.yaml
mappings: /usr/share/smsp-bridge/Mappings
cutover: { file: /var/lib/smsp-bridge/cutover.yaml }
audit: { journal: /var/lib/smsp-bridge/audit.sqlite, keyFile: audit-key }
YAML
echo '- { id: RXX, ods: RXX, legacy: central }' >"$work/etc/sites.yaml"
chmod 600 "$work/etc/audit-key" "$work/state/cutover.yaml"
chown -R "$user:$group" "$work/etc" "$work/state"

unshare --mount bash -ec 'work=$0 user=$1 group=$2
    shift 2
    root=$work/bundle/rootfs
    mount --bind "$root" "$root"
    mount -o remount,ro,bind "$root"
    mount -t proc proc "$root/proc"
    mount --bind "$work/etc" "$root/etc/smsp-bridge"
    mount -o remount,ro,bind "$root/etc/smsp-bridge"
    mount --bind "$work/state" "$root/var/lib/smsp-bridge"
    exec env -i LANG=C /usr/sbin/chroot --userspec="$user:$group" "$root" "$@"' "$work" "$user" "$group" "${command[@]}" >"$work/log" 2>&1 &
bridge=$!
for _ in $(seq 100); do
    port=$(sed -n 's/.*"message":"listening".*"adminPort":\([0-9]*\).*/\1/p' "$work/log")
    [ -z "$port" ] || break
    sleep 0.1
done
[ -n "$port" ] || { echo "FAILED: the bridge does not listen"; cat "$work/log"; exit 1; }
curl -fsS "http://127.0.0.1:$port/healthz"
echo
curl -fsS "http://127.0.0.1:$port/readyz"
echo
kill "$bridge"
wait "$bridge" || { echo "FAILED: the bridge did not stop with status 0"; cat "$work/log"; exit 1; }
[ -s "$work/state/audit.sqlite" ] || { echo "FAILED: there is no journal"; exit 1; }
echo "the image ran as user $user on a read-only root, and kept its journal in /var/lib/smsp-bridge"
