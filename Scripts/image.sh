#!/usr/bin/env bash
# Builds an OCI image of the Debian package, without a daemon: the layout .build-deb/image, tag latest.
#
#     Scripts/image.sh
#
# Needs root. The image runs `serve --config /etc/smsp-bridge/bridge.yaml` as the user smsp-bridge; its root may be
# read-only. Mount the configuration at /etc/smsp-bridge, and journal, records and states at /var/lib/smsp-bridge.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=()
command -v umoci >/dev/null || tools+=(umoci)
[ ${#tools[@]} -eq 0 ] || Scripts/install-packages.sh "${tools[@]}"
[ -e .build-deb/out ] || Scripts/deb.sh
Scripts/debian-root.sh .build-deb/root

root=.build-deb/root
image=.build-deb/image
cp .build-deb/out/smsp-bridge_*.deb "$root/smsp-bridge.deb"
# The Swift runtime and systemd's tools read /proc; the mount ends with the installation.
unshare --mount bash -ec 'root=$0
    mount -t proc proc "$root/proc"
    inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LANG=C chroot "$root" "$@"; }
    inside apt-get -qq update
    inside apt-get -qq -y --no-install-recommends install systemd-standalone-sysusers /smsp-bridge.deb >/dev/null' "$root"
user=$(chroot "$root" id -u smsp-bridge):$(chroot "$root" id -g smsp-bridge)
install -d -o "${user%:*}" -g "${user#*:}" -m 700 "$root/var/lib/smsp-bridge"
# What only apt needs.
rm -rf "$root/smsp-bridge.deb" "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/usr/share/doc/[!s]*

rm -rf "$image"
umoci init --layout "$image"
umoci new --image "$image:latest"
umoci insert --image "$image:latest" "$root" / >/dev/null
umoci config --image "$image:latest" --config.user "$user" --config.workingdir /var/lib/smsp-bridge \
    --config.entrypoint /usr/bin/smsp-bridge --config.cmd serve --config.cmd --config \
    --config.cmd /etc/smsp-bridge/bridge.yaml --config.volume /var/lib/smsp-bridge \
    --config.exposedports 8443/tcp --config.exposedports 9090/tcp
echo "$image: $(du -sm "$image" | cut -f 1) MiB"
