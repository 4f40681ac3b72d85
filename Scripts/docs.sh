#!/usr/bin/env bash
# Writes the generated pages of docs/ anew. The tests that hold them record them, and fail because they recorded.
set -euo pipefail
cd "$(dirname "$0")/.."
UPDATE_GOLDEN=1 swift test --filter 'docs/fixtures.md|pageIsCurrent' || true
git --no-pager diff --stat -- docs
