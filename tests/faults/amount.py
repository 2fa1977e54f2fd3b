"""How much of the fault suite runs: the quick part in `make test`, the long one by `make faults`."""

from __future__ import annotations

import os

LONG = os.environ.get("GIADESK_FAULTS") == "long"


def rounds(quick: int, long: int, name: str) -> int:
    """The number of rounds; GIADESK_FAULTS_<NAME> overrides both."""
    own = os.environ.get(f"GIADESK_FAULTS_{name.upper()}")
    return int(own) if own else (long if LONG else quick)


def seed(name: str) -> int:
    """Where the random numbers begin; GIADESK_FAULTS_SEED changes it, to try other faults."""
    base = int(os.environ.get("GIADESK_FAULTS_SEED", "20261101"))
    return base * 1000 + sum(name.encode())
