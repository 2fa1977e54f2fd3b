"""The steps of the one undo history: what a step changed, and the command on Qt's stack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from PySide6.QtGui import QUndoCommand

PAUSE = 1.0
"""Seconds without typing after which typing begins a new undo step."""
_MERGEABLE = 1


class Step(msgspec.Struct, frozen=True):
    """What one step of undo or redo changed, so that the window can show the place."""

    name: str
    values: frozenset[str]
    sections: frozenset[str]


class Change(QUndoCommand):
    """The one kind of undo command: values by path, old and new.

    apply: puts values into the report by path. merge: commands of the same word merge where the next
    one `may_merge` and comes before a pause.
    """

    def __init__(
        self,
        apply: Callable[[Mapping[str, Any]], None],
        name: str,
        changes: dict[str, tuple[Any, Any]],
        merge: str,
        at: float,
        may_merge: bool,
    ) -> None:
        super().__init__(name)
        self._apply = apply
        self._changes = changes
        self._merge = merge
        self._at = at
        self._may_merge = may_merge

    @property
    def step(self) -> Step:
        """What it changes."""
        values = (p.removeprefix("figures/") for p in self._changes if p.startswith("figures/"))
        sections = (p.removeprefix("section/") for p in self._changes if p.startswith("section/"))
        return Step(self.text(), frozenset(values), frozenset(sections))

    def redo(self) -> None:
        self._apply({path: new for path, (_, new) in self._changes.items()})

    def undo(self) -> None:
        self._apply({path: old for path, (old, _) in self._changes.items()})

    def id(self) -> int:
        return _MERGEABLE if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if (
            not isinstance(other, Change)
            or not other._may_merge
            or other._merge != self._merge
            or other._at - self._at >= PAUSE
        ):
            return False
        self._at = other._at
        for path, (old, new) in other._changes.items():
            first = self._changes[path][0] if path in self._changes else old
            if first == new and type(first) is type(new):
                self._changes.pop(path, None)
            else:
                self._changes[path] = (first, new)
        self.setObsolete(not self._changes)
        return True
