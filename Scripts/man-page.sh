#!/usr/bin/env bash
# Writes the manual page of a built program: what its help says, verb after verb.
#
#     Scripts/man-page.sh PROGRAM >smsp-bridge.1
set -euo pipefail
program=$1
sections=$(mktemp)
trap 'rm -f "$sections"' EXIT
verbs=$("$program" help | sed -n '/^SUBCOMMANDS:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p')
for verb in $verbs; do
    printf '[VERB %s]\n' "${verb^^}"
    "$program" help "$verb" | sed 's/\\/\\\\/g; s/^\([.'\'']\)/\\\&\1/' |
        awk 'BEGIN { print ".nf" } { print } END { print ".fi" }'
done >"$sections"
help2man --no-info --section 1 --include "$sections" --name "$("$program" help | sed -n 's/^OVERVIEW: //p')" "$program"
