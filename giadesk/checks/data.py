"""The data files of resources/ that the checks go by."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from giadesk.places import shipped

_Data = TypeVar("_Data")


def data_of(name: str, kind: type[_Data]) -> _Data:
    """What a YAML file holds, as `kind`; yaml is loaded only here, when the first file is asked for."""
    import yaml

    text = (shipped("resources") / name).read_text("utf-8")
    return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), kind)


def lines_of(name: str) -> list[str]:
    """The lines of a list, without comments and empty ones."""
    lines = (shipped("resources") / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
