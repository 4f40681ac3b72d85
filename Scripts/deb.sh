#!/usr/bin/env bash
# Builds the Debian package, and one with the program's debug symbols: .build-deb/out/*.deb
#
#     Scripts/deb.sh
#
# Swift's runtime is linked in; libcurl, libxml2, OpenSSL, SQLite and zlib stay Debian's, whose updates then arrive
# without a new package. The build has a folder of its own: the way of linking is part of every object file.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=()
command -v dpkg-shlibdeps >/dev/null || tools+=(dpkg-dev)
command -v help2man >/dev/null || tools+=(help2man)
command -v objcopy >/dev/null || tools+=(binutils)
[ ${#tools[@]} -eq 0 ] || Scripts/install-packages.sh "${tools[@]}"

build=.build-deb
swift build -c release --static-swift-stdlib --product smsp-bridge --scratch-path "$build" \
    -Xswiftc -g -Xcc -fstack-protector-strong -Xcc -D_FORTIFY_SOURCE=2 \
    -Xlinker -pie -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now -Xlinker --build-id

built=$build/release/smsp-bridge
version=$("$built" --version | head -1 | cut -d ' ' -f 2)
architecture=$(dpkg --print-architecture)
out=$build/out
rm -rf "$build/package" "$build/symbols" "$out"
mkdir -p "$out"

# install_file MODE SOURCE TARGET, below the package's root
install_file() { install -D -m "$1" "$2" "$build/package/$3"; }

install_file 755 "$built" usr/bin/smsp-bridge
objcopy --only-keep-debug "$built" "$build/smsp-bridge.debug"
strip --strip-unneeded "$build/package/usr/bin/smsp-bridge"
id=$(readelf -n "$built" | sed -n 's/.*Build ID: //p')
install -D -m 644 "$build/smsp-bridge.debug" "$build/symbols/usr/lib/debug/.build-id/${id:0:2}/${id:2}.debug"

(cd Mappings && find . -type f) | while read -r file; do
    install_file 644 "Mappings/$file" "usr/share/smsp-bridge/Mappings/$file"
done
for page in README.md CHANGELOG.md MIGRATION.md SECURITY.md docs/operations.md docs/alerts.yaml; do
    install_file 644 "$page" "usr/share/doc/smsp-bridge/$(basename "$page")"
done
for example in bridge sites cutover; do
    install_file 644 "docs/$example.example.yaml" "usr/share/doc/smsp-bridge/examples/$example.yaml"
done
install_file 644 deploy/systemd/smsp-bridge.service lib/systemd/system/smsp-bridge.service
install_file 644 deploy/systemd/smsp-bridge.socket lib/systemd/system/smsp-bridge.socket
install_file 644 deploy/systemd/smsp-bridge.sysusers usr/lib/sysusers.d/smsp-bridge.conf
install -d -m 755 "$build/package/etc/smsp-bridge"

"$built" --generate-completion-script bash >"$build/completion"
install_file 644 "$build/completion" usr/share/bash-completion/completions/smsp-bridge
"$built" --generate-completion-script zsh >"$build/completion"
install_file 644 "$build/completion" usr/share/zsh/vendor-completions/_smsp-bridge
Scripts/man-page.sh "$built" >"$build/smsp-bridge.1"
install_file 644 "$build/smsp-bridge.1" usr/share/man/man1/smsp-bridge.1
gzip -9n "$build/package/usr/share/man/man1/smsp-bridge.1"

# dpkg-shlibdeps wants a source package's control file beside it.
mkdir -p "$build/shlibs/debian"
printf 'Source: smsp-bridge\n\nPackage: smsp-bridge\nArchitecture: any\n' >"$build/shlibs/debian/control"
depends=$(cd "$build/shlibs" && dpkg-shlibdeps -O "../package/usr/bin/smsp-bridge" 2>/dev/null | sed 's/^shlibs:Depends=//')

# control FOLDER NAME SECTION DEPENDS SUMMARY < description
control() {
    mkdir -p "$1/DEBIAN"
    cat >"$1/DEBIAN/control" <<CONTROL
Package: $2
Version: $version
Architecture: $architecture
Section: $3
Priority: optional
Maintainer: smsp-bridge <smsp-bridge@example.nhs.uk>
Installed-Size: $(du -sk --exclude DEBIAN "$1" | cut -f 1)
Depends: $4
Description: $5
$(sed 's/^/ /')
CONTROL
}
control "$build/package" smsp-bridge net \
    "$depends, adduser, ca-certificates, tzdata, systemd | systemd-standalone-sysusers" \
    "keeps the PDS SMSP contract and answers it from the PDS FHIR API" <<'DESCRIPTION'
Clients of the NHS's PDS Spine Mini Service Provider stay as they are; each site's
calls go to its legacy endpoint or to the PDS FHIR API, as configured.
DESCRIPTION
install -m 755 deploy/debian/postinst deploy/debian/prerm deploy/debian/postrm "$build/package/DEBIAN/"
control "$build/symbols" smsp-bridge-dbgsym debug "smsp-bridge (= $version)" \
    "debug symbols for smsp-bridge" <<<"They are for reading a stack trace of the program."

for folder in package symbols; do
    dpkg-deb --build --root-owner-group -Zxz "$build/$folder" "$out" >/dev/null
done
installed=$(du -sk --exclude DEBIAN "$build/package" | cut -f 1)
for package in "$out"/*.deb; do echo "$package: $(($(stat -c %s "$package") / 1024)) KiB"; done
echo "installed: $((installed / 1024)) MiB"
