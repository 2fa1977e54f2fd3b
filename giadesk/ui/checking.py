"""When the checks run, and on which thread: in the turn of the edit, shortly after it, or beside it.

They cost next to nothing on a report as clerks write it. On a section of a hundred pages they would
stop the window, so there they run on a thread; what they find is shown where the report is still the
same, else they run again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from giadesk.checks.registry import Finding
from giadesk.core.report import Report
from giadesk.ui.saving import single_shot

Find = Callable[[Report], Sequence[Finding]]

CHEAP = 0.005
"""Checks that take less run in the turn of the edit; dearer ones shortly after it."""
HEAVY = 0.03
"""Checks that take more run on a thread."""
LONG = 20_000
"""Characters of a section whose checks never run on the window's thread unasked: what they cost
before does not say what they cost on so much more text."""


class Checking(QObject):
    """Runs the checks of one session. present: gives the report as it is now."""

    found = Signal(object)
    """A tuple of what the checks found on the present report."""

    _came = Signal(object, object, float)

    def __init__(self, parent: QObject, present: Callable[[], Report]) -> None:
        super().__init__(parent)
        self._present = present
        self._find: Find | None = None
        self._costs: dict[str, float] = {}
        self._lock = threading.Lock()  # the checks remember what they saw: one run at a time
        self._beside = False
        self._timer = single_shot(self, self._due)
        self._came.connect(self._take)

    def use(self, find: Find | None) -> None:
        """Use these checks from now on, and run them."""
        self._find = find
        self.run()
        self._costs.clear()  # the first run looks at everything and loads modules: no measure

    def run(self, kind: str = "") -> None:
        """Run the checks here and now; what they cost is remembered by the kind of change."""
        self._timer.stop()
        report = self._present()
        self._costs[kind], findings = self._measured(self._find, report)
        self.found.emit(findings)

    def edited(self, kind: str, sections: Sequence[str]) -> None:
        """The report changed, in figures or in prose (`kind`), and in these sections."""
        if self._find is None:
            return
        cost, long = self._costs.get(kind, 0.0), self._is_long(sections)
        if cost < CHEAP and not long:
            self.run(kind)
        else:
            self._costs[kind] = cost * 0.9  # one slow run does not put it off for ever
            if not self._timer.isActive():
                self._timer.start(400 if long else min(400, int(cost * 4000)))

    def close(self) -> None:
        """Nothing runs any more."""
        self._timer.stop()
        self._find = None

    # -- inside --------------------------------------------------------------------------------

    def _due(self) -> None:
        report = self._present()
        if self._costs.get("", 0.0) < HEAVY and not self._is_long([s.id for s in report.sections]):
            self.run()
        elif not self._beside:
            self._beside = True
            work = threading.Thread(
                target=self._run_beside, args=(self._find, report), name="checks", daemon=True
            )
            work.start()

    def _run_beside(self, find: Find | None, report: Report) -> None:
        came: tuple[object, ...] = (None, (), 0.0)
        try:
            cost, findings = self._measured(find, report)
            came = (report, findings, cost)
        finally:
            with suppress(RuntimeError):  # the report was closed
                self._came.emit(*came)

    def _take(self, report: Report | None, findings: tuple[Finding, ...], cost: float) -> None:
        self._beside = False
        if self._find is None or report is None:
            return
        self._costs[""] = cost
        if report is self._present():
            self.found.emit(findings)
        elif not self._timer.isActive():
            self._due()

    def _measured(self, find: Find | None, report: Report) -> tuple[float, tuple[Finding, ...]]:
        with self._lock:
            start = time.thread_time()  # what else the machine does is not the checks' cost
            findings = tuple(find(report)) if find is not None else ()
            return time.thread_time() - start, findings

    def _is_long(self, sections: Sequence[str]) -> bool:
        """Whether one of these sections is longer than any clerk's."""
        report = self._present()
        found = (report.section(section_id) for section_id in sections)
        return any(sum(len(p.text) for p in s.paragraphs) > LONG for s in found if s is not None)
