"""Switches: an office may turn a hint off; a must or a verify finding never.

What is off is kept in 本单位资料 under `PROFILE_KEY`, codes apart by spaces. What the profile says of
codes that are no hints, or that this version does not know, is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from giadesk.checks.registry import all_checks

PROFILE_KEY = "hints_off"


class Switch(NamedTuple):
    """A hint that can be turned off. title: its Chinese name; about: its manual entry's first line."""

    code: str
    title: str
    about: str


def switches() -> tuple[Switch, ...]:
    """Every hint that an office can turn off, by code."""
    return tuple(
        Switch(one.code, one.title, one.manual.partition("\n")[0])
        for one in all_checks()
        if one.severity == "hint"
    )


def hints_off(profile: Mapping[str, str]) -> frozenset[str]:
    """The codes of the hints that 本单位资料 (`Library.profile()`) turns off; empty for none."""
    return only_hints(profile.get(PROFILE_KEY, "").split())


def only_hints(codes: Iterable[str]) -> frozenset[str]:
    """Those of the codes that can be turned off."""
    return frozenset(codes) & {one.code for one in switches()}


def profile_entry(codes: Iterable[str]) -> dict[str, str]:
    """What `Library.set_profile` takes to turn off these hints and no others."""
    return {PROFILE_KEY: " ".join(sorted(only_hints(codes)))}
