#!/bin/sh
# Make the lock files anew: every dependency pinned with its hashes, for Python 3.11 and later on every
# platform, and no index address in them. Needs uv; run it when pyproject.toml's dependencies change.
set -eu
cd "$(dirname "$0")/.."
lock() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-header --no-emit-index-url --no-emit-find-links pyproject.toml "$@"
}
lock --group build -o packaging/requirements.lock
lock --group dev -o packaging/requirements-dev.lock
