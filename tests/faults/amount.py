"""How much of the fault suite runs: the quick part in `make test`, the long one by `make faults`."""

from __future__ import annotations

import os

ROUNDS: dict[str, int] = {}
"""What the tests of this run asked for, by name: for the record in docs/safety.md."""

LONG = os.environ.get("GIADESK_FAULTS") == "long"


def rounds(quick: int, long: int, name: str) -> int:
    """The number of rounds; GIADESK_FAULTS_<NAME> overrides both."""
    own = os.environ.get(f"GIADESK_FAULTS_{name.upper()}")
    number = int(own) if own else (long if LONG else quick)
    if not name.endswith(("_edits", "_step")):  # these say how much, not how often
        ROUNDS[name] = number
    return number


def count(name: str) -> None:
    """One more round was run, for tests whose rounds pytest or hypothesis counts."""
    ROUNDS[name] = ROUNDS.get(name, 0) + 1


def seed(name: str) -> int:
    """Where the random numbers begin; GIADESK_FAULTS_SEED changes it, to try other faults."""
    base = int(os.environ.get("GIADESK_FAULTS_SEED", "20261101"))
    return base * 1000 + sum(name.encode())
