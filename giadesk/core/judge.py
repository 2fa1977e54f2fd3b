"""The shape of a form file: every place where it is not what forms/README.md says, at once.

`judge` gives the struct of what is sound together with the faults, so that the meaning of the rest
can be judged in the same run. A fault names the place, what was found and what is allowed.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import count
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

Kind = TypeVar("Kind", bound=msgspec.Struct)

_NAMES = {str: "文字", int: "整数", bool: "true 或 false"}
_MOST = 100_000
"""Values that a form file may have; the largest shipped one has some 3,000."""

_DEEPEST = 1000
"""Signs that a place in a file may have; rows twenty levels deep stay below it."""

_NOTHING = object()
"""What stands for a part that has no shape that could be mended."""


class Faults:
    """The faults of one file, in the order in which they were found, each said once."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self._places: list[str] = []
        self._known: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.sentences)

    def shape(self, place: str, fault: str, hint: str = "") -> None:
        """A part that has not the right shape; what it might mean is then not judged."""
        self._places.append(place)
        self._add(place, fault, hint)

    def meaning(self, place: str, fault: str, hint: str = "") -> None:
        """A part that is well-shaped and makes no sense. Left out inside a part of wrong shape."""
        if not any(place == p or place.startswith((f"{p}.", f"{p}[")) for p in self._places):
            self._add(place, fault, hint)

    def _add(self, place: str, fault: str, hint: str) -> None:
        sentence = f"{place.lstrip('.') or '文件'}：{fault}" + (f"（{hint}）" if hint else "")
        if sentence not in self._known:
            self._known.add(sentence)
            self.sentences.append(sentence)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """是不是“…” with the nearest known word; "" where none is near."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"是不是“{close[0]}”" if close else ""


def judge(raw: Any, kind: type[Kind], faults: Faults) -> Kind | None:
    """The struct that the file's plain data gives, mended where it is wrong; None if hopeless."""
    try:
        mended = _Judge(faults).struct(raw, kind, "")
    except _TooMuchError:
        faults.shape("", "内容过多，或者自己引用自己")
        return None
    return None if mended is _NOTHING else msgspec.convert(mended, kind)


def judge_part(raw: Mapping[str, Any], kind: type[Kind], place: str, faults: Faults) -> Any:
    """Some keys of a struct, mended: those that are not its keys or have no right value are gone."""
    try:
        return _Judge(faults).struct(raw, kind, place, whole=False)
    except _TooMuchError:
        faults.shape(place, "内容过多，或者自己引用自己")
        return {}


class _TooMuchError(Exception):
    """More than any form holds: YAML's references can make a small file endless."""


class _Judge:
    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self._stand_ins = count(1)
        self._left = _MOST

    def value(self, raw: Any, kind: Any, place: str) -> Any:
        """`raw` where it has the shape of `kind`, mended where it can be, else _NOTHING."""
        self._left -= 1
        if self._left < 0 or len(place) > _DEEPEST:
            raise _TooMuchError
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            if raw is None and type(None) in get_args(kind):
                return None
            kind = next(k for k in get_args(kind) if k is not type(None))
            origin = get_origin(kind)
        if origin is Literal:
            return self._literal(raw, get_args(kind), place)
        if origin is tuple:
            return self._list(raw, get_args(kind)[0], place)
        if origin is dict:
            return self._mapping(raw, get_args(kind), place)
        if kind is Any:
            return raw
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.struct(raw, kind, place)
        if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
            return self._fault(place, raw, f"应为{_NAMES[kind]}")
        return raw

    def struct(
        self, raw: Any, kind: type[msgspec.Struct], place: str, *, whole: bool = True
    ) -> Any:
        if not isinstance(raw, dict):
            return self._fault(place, raw, "应为键值表")
        fields = _fields(kind)
        mended: dict[str, Any] = {}
        for key in raw:
            if key not in fields:
                hint = did_you_mean(str(key), fields)
                self._fault(
                    _inside(place, key), "", f"没有这个键，只可有 {'、'.join(fields)}", hint
                )
        for name, (hint_type, required) in fields.items():
            value = _NOTHING
            if name in raw:
                value = self.value(raw[name], hint_type, _inside(place, name))
            elif required and whole:
                self.faults.shape(place, f"缺少 {name}")
            if value is _NOTHING and required and whole:
                value = self._stand_in(hint_type)
                if value is _NOTHING:
                    return _NOTHING
            if value is not _NOTHING:
                mended[name] = value
        return mended

    def _stand_in(self, kind: Any) -> Any:
        """A value for a required key that is missing, so that the rest can be judged."""
        if kind is str:
            return f"unknown{next(self._stand_ins)}"
        if kind is int:
            return 2021
        return [] if get_origin(kind) is tuple else _NOTHING

    def _literal(self, raw: Any, allowed: tuple[Any, ...], place: str) -> Any:
        if any(raw is a or (isinstance(raw, str) and raw == a) for a in allowed):
            return raw
        words = [str(a) for a in allowed if a != ""]
        return self._fault(place, raw, f"只可为 {'、'.join(words)}", did_you_mean(str(raw), words))

    def _list(self, raw: Any, kind: Any, place: str) -> Any:
        if not isinstance(raw, list):
            return self._fault(place, raw, "应为列表")
        items = []
        for index, item in enumerate(raw, start=1):
            label = item.get("id", index) if isinstance(item, dict) else index
            items.append(self.value(item, kind, f"{place}[{label}]"))
        return [item for item in items if item is not _NOTHING]

    def _mapping(self, raw: Any, kinds: tuple[Any, Any], place: str) -> Any:
        if not isinstance(raw, dict):
            return self._fault(place, raw, "应为键值表")
        mended = {}
        for key, item in raw.items():
            name = self.value(key, kinds[0], _inside(place, key))
            value = self.value(item, kinds[1], _inside(place, key))
            if name is not _NOTHING and value is not _NOTHING:
                mended[name] = value
        return mended

    def _fault(self, place: str, found: Any, allowed: str, hint: str = "") -> Any:
        if found is None:
            said = "为空，"
        else:
            said = f"是“{found}”，" if found != "" and not isinstance(found, dict | list) else ""
        self.faults.shape(place, said + allowed, hint)
        return _NOTHING


def _inside(place: str, key: Any) -> str:
    return f"{place}.{key}" if place else str(key)


@lru_cache(maxsize=64)
def _fields(kind: type[msgspec.Struct]) -> dict[str, tuple[Any, bool]]:
    """The keys of a struct with their types, and whether they must be there."""
    hints = typing.get_type_hints(kind)
    return {f.encode_name: (hints[f.name], f.required) for f in msgspec.structs.fields(kind)}
