#!/usr/bin/env bash
# Feeds the readers of foreign bytes with mutations of the fixtures, under the address sanitizer.
#
#     Scripts/fuzz.sh [seconds for each target, 60] [target…]
#     Scripts/fuzz.sh --check [target…]        compiles them alone, in seconds
#
# A target is a file of Fuzz/, compiled into one module with the sources it is named for. An input that breaks one is
# kept in .build-fuzz/crashes/; it belongs into a test of the target, with the repair.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${1:-60}"
shift || true
[ $# -gt 0 ] || set -- XMLTree JSONTree ContentCoding HTTPHead

build=.build-fuzz
mkdir -p "$build/crashes"
# shellcheck disable=SC2207
flags=(-swift-version 6 -enable-upcoming-feature InternalImportsByDefault -I "$build"
    -I Sources/CLibXML2 -I Sources/CZLib $(pkg-config --cflags-only-I libxml-2.0 | sed 's/-I/-Xcc -I/g'))
sanitized=(-O -sanitize=fuzzer,address)

# What the targets import of ours: a module of its own, as they import it.
leaf=NHSIdentifiers
# shellcheck disable=SC2046
swiftc "${flags[@]}" "${sanitized[@]}" -parse-as-library -wmo -module-name "$leaf" \
    -emit-module -emit-module-path "$build/$leaf.swiftmodule" -emit-object -o "$build/$leaf.o" \
    $(find "Sources/$leaf" -name '*.swift')

for target in "$@"; do
    case "$target" in
    HTTPHead) sources="$(ls Sources/Curl/Answer*.swift) Sources/BridgeServer/SMSP/AnswerHeadWriter.swift" ;;
    *) sources=$(find "Sources/$target" -name '*.swift') ;;
    esac
    # shellcheck disable=SC2206
    module=(-parse-as-library -module-name "Fuzz$target" $sources "Fuzz/Fuzz$target.swift")
    if [ "$seconds" = --check ]; then
        swiftc "${flags[@]}" -typecheck "${module[@]}"
        continue
    fi
    echo "== $target"
    # The linker is lld because gold, Debian's default, fails on what the sanitizers emit.
    swiftc "${flags[@]}" "${sanitized[@]}" -use-ld=lld "${module[@]}" "$build/$leaf.o" -o "$build/Fuzz$target"

    # The corpus is what libFuzzer found worth keeping in earlier runs; the seeds are the fixtures.
    mkdir -p "$build/corpus/$target" "$build/seeds/$target"
    case "$target" in
    XMLTree) names=(-name '*.xml') ;;
    JSONTree) names=(-name '*.json') ;;
    ContentCoding) names=(-name '*.gz' -o -name '*.zz') ;;
    HTTPHead)
        names=(-false)
        printf 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n a=b\r\n%s: 7\r\n\r\n' \
            Content-Length >"$build/seeds/$target/length"
        printf 'HTTP/1.1 404 \nX-A: \351\nTransfer-Encoding: chunked\n\nX-Trailer: 1\n' >"$build/seeds/$target/chunked"
        ;;
    *) echo "no seeds are known for $target" >&2 && exit 2 ;;
    esac
    find Fixtures \( "${names[@]}" \) -exec sh -c \
        'for file; do cp "$file" "$0/$(echo "$file" | tr / _)"; done' "$build/seeds/$target" {} +

    "$build/Fuzz$target" "$build/corpus/$target" "$build/seeds/$target" -max_total_time="$seconds" -max_len=65536 \
        -timeout=5 -artifact_prefix="$build/crashes/$target-" -print_final_stats=1 2>&1 | tail -15
done
