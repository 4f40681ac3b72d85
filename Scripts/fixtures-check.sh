#!/usr/bin/env bash
# Checks what the fixtures must never hold, and that each case is whole.
# 1. Every case folder has case.yaml, request.xml and, where its answer has a body, expected.xml.
# 2. Every run of ten digits that is a valid NHS number is of the synthetic range 999, or is listed in
#    Fixtures/README.md with its public source.
set -euo pipefail
cd "$(dirname "$0")/.."
fail=0

for folder in Fixtures/*/*/; do
    # Pairs of answers, for the rules of Mappings/comparison.yaml; EvidenceTests read them.
    [[ $folder == Fixtures/comparison/* ]] && continue
    [ -f "$folder/case.yaml" ] || { echo "$folder: case.yaml is missing"; fail=1; }
    [ -f "$folder/request.xml" ] || { echo "$folder: request.xml is missing"; fail=1; }
    if [ ! -f "$folder/expected.xml" ] && ! grep -q '^answers: HTTP ' "$folder/case.yaml"; then
        echo "$folder: expected.xml is missing; record it with UPDATE_GOLDEN=1 swift test --filter FixtureTests"
        fail=1
    fi
done

is_valid() { # modulus 11
    local digits=$1 sum=0 i
    for i in 0 1 2 3 4 5 6 7 8; do sum=$((sum + ${digits:i:1} * (10 - i))); done
    [ $(((11 - sum % 11) % 11)) -eq "${digits:9:1}" ]
}
listed=$(grep -oE '\b[0-9]{10}\b' Fixtures/README.md | sort -u || true)
while read -r number; do
    case "$number" in 999*) continue ;; esac
    grep -qx "$number" <<<"$listed" && continue
    is_valid "$number" || continue
    echo "NHS number that is neither synthetic nor listed in Fixtures/README.md:"
    grep -rnE "\b$number\b" Fixtures Tests Sources Mappings docs | cut -c1-120
    fail=1
done < <(grep -rhoE '\b[0-9]{10}\b' Fixtures Tests Sources Mappings docs README.md MIGRATION.md | sort -u)
exit $fail
