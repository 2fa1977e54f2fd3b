"""审核: pure functions from a report (and last year's) to findings."""

from __future__ import annotations

import importlib

_MODULES = (
    "completeness",
    "dated",
    "facts",
    "arithmetic",
    "years",
    "prose",
    "parts",
    "shares",
    "averages",
    "tables",
    "growth",
    "absence",
    "again",
    "balance",
    "structure",
    "leftover",
    "ordering",
    "counts",
    "names",
    "selves",
    "privacy",
    "wording",
    "repetition",
)


def load_all() -> None:
    """Import every module that registers checks."""
    for name in _MODULES:
        importlib.import_module(f"giadesk.checks.{name}")
