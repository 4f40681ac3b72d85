#!/usr/bin/env bash
# Checks that the fixtures hold nothing twice and no NHS number of a person.
# 1. No two files are equal.
# 2. Each shared file that a case names exists, and a case names each.
# 3. Every run of ten digits that is a valid NHS number is of the synthetic range 999, or is listed in
#    Fixtures/README.md with its public source.
set -euo pipefail
cd "$(dirname "$0")/.."
fail=0

equal=$(find Fixtures -type f -exec sha256sum {} + | sort | uniq -w 64 --all-repeated=separate | cut -c 67-)
if [ -n "$equal" ]; then
    printf 'equal files; keep one and name it in the cases:\n%s\n' "$equal"
    fail=1
fi

# The files of folder $1 against the names on standard input.
compare_names() {
    local difference
    difference=$(diff <(sort -u) <(find "Fixtures/$1" -maxdepth 1 -type f -printf '%f\n' | sort)) && return
    sed -n "s|^< \(.*\)|Fixtures/$1/\1: is named by a case and is missing|p
        s|^> \(.*\)|Fixtures/$1/\1: no case names it|p" <<<"$difference"
    fail=1
}
cases=(Fixtures/*[a-z]NHSNumber/*.yaml Fixtures/getPatientDetails*/*.yaml)
named() { grep -ohE "\b$1: [A-Za-z0-9.-]+" "${cases[@]}" | cut -d ' ' -f 2; }
compare_names requests < <(echo message.xml && named form)
compare_names bodies < <(named body)
compare_names answers < <(
    named expected
    grep -LE '^expected: ' "${cases[@]}" | xargs sed -nE 's/^answers: fault (.*)/fault-\1.xml/p; s/^answers: (SMSP|DEMOG)-.*/code.xml/p'
)

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
