#!/usr/bin/env bash
# Feeds the readers of foreign bytes with mutations of the fixtures, under the address sanitizer.
#
#     Scripts/fuzz.sh [seconds for each target, 60] [target…]
#
# A target is a file of Fuzz/, compiled into one module with the sources it is named for. An input that breaks one is
# kept in .build-fuzz/crashes/; it belongs into a test of the target, with the repair.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${1:-60}"
shift || true
[ $# -gt 0 ] || set -- XMLTree JSONTree

build=.build-fuzz
mkdir -p "$build/crashes"
for target in "$@"; do
    echo "== $target"
    # The linker is lld because gold, Debian's default, fails on what the sanitizers emit.
    # shellcheck disable=SC2046
    swiftc -O -parse-as-library -swift-version 6 -sanitize=fuzzer,address -use-ld=lld \
        -enable-upcoming-feature InternalImportsByDefault -module-name "Fuzz$target" \
        -I Sources/CLibXML2 $(pkg-config --cflags-only-I libxml-2.0 | sed 's/-I/-Xcc -I/g') \
        $(find "Sources/$target" -name '*.swift') "Fuzz/Fuzz$target.swift" -o "$build/Fuzz$target"

    # The corpus is what libFuzzer found worth keeping in earlier runs; the seeds are the fixtures.
    mkdir -p "$build/corpus/$target" "$build/seeds/$target"
    case "$target" in
    XMLTree) extension=xml ;;
    JSONTree) extension=json ;;
    *) echo "no seeds are known for $target" >&2 && exit 2 ;;
    esac
    find Fixtures -name "*.$extension" -exec sh -c \
        'for file; do cp "$file" "$0/$(echo "$file" | tr / _)"; done' "$build/seeds/$target" {} +

    "$build/Fuzz$target" "$build/corpus/$target" "$build/seeds/$target" -max_total_time="$seconds" -max_len=65536 \
        -timeout=5 -artifact_prefix="$build/crashes/$target-" -print_final_stats=1 2>&1 | tail -15
done
