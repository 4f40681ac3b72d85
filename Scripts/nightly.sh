#!/usr/bin/env bash
# Runs what takes too long for `make test`, and prints each part's result, time and figures at the end.
#
#     Scripts/nightly.sh [part…]
#
# Without arguments, all parts run. The output of each is kept in .build/nightly/PART.log. The exit status is 1 if a
# part failed.
set -uo pipefail
cd "$(dirname "$0")/.."
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=3
parts=(build sbom people mistakes reloads kills answers records console thread address fuzz)
[ $# -gt 0 ] && parts=("$@")

nightly_tests() { # the test functions of NightlyTests, separated by |
    swift test --skip-build --filter "^EndToEndTests\.NightlyTests/($1)\("
}

run() {
    case "$1" in
    build) swift build --build-tests ;;
    sbom) Scripts/sbom.sh "$logs/sbom.json" ;;
    people) nightly_tests 'equalAnswers|matches|drift' ;;
    mistakes) nightly_tests mistakes ;;
    reloads) nightly_tests reloads ;;
    kills) nightly_tests kills ;;
    answers) nightly_tests mutatedAnswers ;;
    records) nightly_tests lostRecords ;;
    console) Scripts/test-console.sh ;;
    thread | address) Scripts/sanitize.sh "$1" ;;
    fuzz) Scripts/fuzz.sh ;;
    *) echo "no part is named $1" && return 2 ;;
    esac
}

# The lines of a log that hold figures.
figures() {
    grep -hE '^(agreement: ([0-9]|MATCH|EXPECTED)|mistakes: |reloads: |kills: |mutated answers: |stat::number_of_executed_units|== )' "$1"
    grep -hoE 'Test run with .*' "$1"
}

logs=.build/nightly
mkdir -p "$logs"
table=()
failed=0
for part in "${parts[@]}"; do
    echo "== $part"
    began=$SECONDS
    result=passed
    run "$part" 2>&1 | tee "$logs/$part.log" || { result=FAILED && failed=1; }
    # A filter that matches no test passes.
    if grep -q 'Test run with 0 tests' "$logs/$part.log" && ! grep -q 'Test run with [1-9]' "$logs/$part.log"; then
        result=FAILED
        failed=1
    fi
    table+=("$(printf '%-10s %-7s %5d s' "$part" "$result" $((SECONDS - began)))")
done

echo
for index in "${!parts[@]}"; do
    echo "${table[$index]}"
    figures "$logs/${parts[$index]}.log" | sed 's/^/           /'
done
exit $failed
