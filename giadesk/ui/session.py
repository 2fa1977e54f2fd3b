"""The one mutable object: the report in hand, its undo stack, its findings, its saving.

Widgets observe it by id and never talk to the store, the checks or each other. Every change goes
through one kind of undo command (path, old, new). A change runs in this order within one turn of the
event loop: report, figures, `figures_changed`, `prose_changed`, `about_changed`, findings,
`findings_changed`; saving follows on a thread of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from giadesk.checks.registry import Finding
from giadesk.core.form import Form
from giadesk.core.generations import figures_as
from giadesk.core.report import Explanation, Paragraph, Report, Section, SignOff, Value
from giadesk.core.totals import Figures, figures_of
from giadesk.ui import composing, paths
from giadesk.ui.checking import Checking, Find
from giadesk.ui.saving import Save, SavedState, Saving
from giadesk.ui.session_steps import Change


class Session(QObject):
    """The report in hand. Made anew for every report that is opened; `close` ends its thread.

    find: the checks, a callable from report to findings (None: no checks yet, see `set_checks`).
    save: stores a report and returns after the commit, or raises; None where nothing is stored.
    """

    figures_changed = Signal(object)
    prose_changed = Signal(str)
    about_changed = Signal()
    findings_changed = Signal()
    saved_changed = Signal()
    cell_focused = Signal(str)
    cell_wanted = Signal(str)
    """Somebody asks the window to go to a cell, wherever it stands."""
    located = Signal(object)
    trend_asked = Signal(str)
    """The years of a figure are asked for, by its id."""
    sections_changed = Signal()
    """Sections were added, removed, renamed or moved."""
    stepped = Signal(object)
    """A `Step` was undone or redone."""
    flushing = Signal()
    """Editors give up what is being typed: connect `commit` here."""

    def __init__(
        self,
        report: Report,
        form: Form,
        last: Report | None = None,
        last_form: Form | None = None,
        *,
        save: Save | None = None,
        find: Find | None = None,
        read_only: bool = False,
        saved_at: datetime | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = form
        self.last = last
        self.last_form = (last_form or form) if last is not None else None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(1000)
        self._report = report
        self._figures = figures_of(report, form)
        self._last_figures: Figures = (
            figures_as(last, self.last_form, form) if last is not None and self.last_form else {}
        )
        self._frozen = read_only
        self._clock = clock
        self._findings: tuple[Finding, ...] = ()
        self._by_cell: dict[str, tuple[Finding, ...]] | None = None
        self._focused = ""
        self._dirty: set[str] = set()
        self._pushing = False
        self._merge_open = False
        self._checking = Checking(self, lambda: self._report)
        self._checking.found.connect(self._take_findings)
        self._saving = Saving(self, lambda: self._report, report, save, saved_at, clock)
        self._saving.changed.connect(self.saved_changed)
        self.undo_stack.indexChanged.connect(self._settle)
        if find is not None:
            self.set_checks(find)

    # -- what there is -------------------------------------------------------------------------

    @property
    def report(self) -> Report:
        """The present report, immutable."""
        return self._report

    @property
    def figures(self) -> Figures:
        """Every figure, computed totals included. Read only."""
        return self._figures

    @property
    def last_figures(self) -> Figures:
        """Last year's figures under this form's ids; empty without a report of last year."""
        return self._last_figures

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks found on the present report, as they order it."""
        return self._findings

    @property
    def read_only(self) -> bool:
        """Whether edits are refused: opened so, or the report is not a draft."""
        return self._frozen or self._report.about.status != "draft"

    @property
    def saved_state(self) -> SavedState:
        """Whether what is on the screen is on the disk."""
        return self._saving.state

    @property
    def saved_report(self) -> Report:
        """The report as it was last stored."""
        return self._saving.stored

    @property
    def focused_cell(self) -> str:
        """The id of the cell in focus, "" for none."""
        return self._focused

    def findings_at(self, value_id: str) -> tuple[Finding, ...]:
        """The findings that concern a cell, in their order.

        Not C-BLANK: a blank cell is seen as it is, and a mark in each would hide the others.
        """
        if self._by_cell is None:
            by_cell: dict[str, list[Finding]] = {}
            for finding in self._findings:
                if finding.code == "C-BLANK":
                    continue
                for cell in dict.fromkeys(finding.cells):
                    by_cell.setdefault(cell, []).append(finding)
            self._by_cell = {cell: tuple(found) for cell, found in by_cell.items()}
        return self._by_cell.get(value_id, ())

    # -- changes -------------------------------------------------------------------------------

    def set_values(self, changes: Mapping[str, Value | None], name: str, merge: str = "") -> bool:
        """Set figures or make them blank (None), as one undo step. False where nothing changed."""
        return self._change({f"figures/{k}": v for k, v in changes.items()}, name, merge)

    def set_paragraphs(
        self, section_id: str, paragraphs: tuple[Paragraph, ...], name: str, merge: str = ""
    ) -> bool:
        """Replace a section's paragraphs. KeyError for an unknown section."""
        section = self._report.section(section_id)
        if section is None:
            raise KeyError(section_id)
        section = msgspec.structs.replace(section, paragraphs=tuple(paragraphs))
        return self._change({f"section/{section_id}": section}, name, merge)

    def set_section(self, section: Section, name: str, merge: str = "") -> bool:
        """Replace the section with that id, or append it where there is none."""
        changes: dict[str, Any] = {f"section/{section.id}": section}
        if self._report.section(section.id) is None:
            changes["order"] = (*(s.id for s in self._report.sections), section.id)
        return self._change(changes, name, merge)

    def arrange_sections(self, order: Sequence[str], name: str) -> bool:
        """Put the sections into that order; those left out are removed."""
        changes: dict[str, Any] = {"order": tuple(order)}
        for section in self._report.sections:
            if section.id not in order:
                changes[f"section/{section.id}"] = None
        return self._change(changes, name)

    def set_about(self, name: str, **changes: Any) -> bool:
        """Change fields of `about`, as one undo step. The status, alone, is no such step: 撤销 does
        not take it back, and it may be changed on a report that is not a draft too."""
        wanted = {f"about/{field}": value for field, value in changes.items()}
        if set(changes) == {"status"}:
            return self._record(wanted)
        return self._change(wanted, name)

    def send_back(self) -> bool:
        """退回修改: a draft again, and nobody has signed it: what they signed is about to change."""
        lines: dict[str, Any] = {f"signoff/{line.role}": None for line in self._report.signoff}
        return self._record({"about/status": "draft", **lines})

    def explain(self, key: str, text: str) -> bool:
        """Keep the 核实说明 of the finding with that key; blank text takes it back."""
        figures = next((f.figures for f in self._findings if f.key == key), "")
        new = Explanation(key, text.strip(), figures) if text.strip() else None
        return self._change({f"explanations/{key}": new}, "写明情况", allowed=not self._frozen)

    def sign(self, line: SignOff) -> bool:
        """Put a line on the 审签单, which 撤销 does not take off; a line without a name does."""
        return self._record({f"signoff/{line.role}": line if line.name else None})

    def replace(self, report: Report, name: str) -> bool:
        """Take over the content of another report as one undo step; unit, year, status stay."""
        present = self._report
        changes: dict[str, Any] = {
            f"figures/{k}": report.values.get(k) for k in {*present.values, *report.values}
        }
        changes["order"] = tuple(s.id for s in report.sections)
        for section_id in {s.id for s in (*present.sections, *report.sections)}:
            changes[f"section/{section_id}"] = report.section(section_id)
        for field in ("title", "signature", "date", "attachments"):
            changes[f"about/{field}"] = getattr(report.about, field)
        explained = {e.key: e for e in report.explanations}
        for key in {*explained, *(e.key for e in present.explanations)}:
            changes[f"explanations/{key}"] = explained.get(key)
        return self._change(changes, name)

    def undo(self) -> None:
        """Commit what is being typed, then take back the last step; nothing while read only."""
        if self.read_only:
            return
        self._commit_editors()
        self._step(self.undo_stack.undo, self.undo_stack.index() - 1)

    def redo(self) -> None:
        """Do the step again that was taken back last; nothing while read only."""
        if self.read_only:
            return
        self._commit_editors()
        self._step(self.undo_stack.redo, self.undo_stack.index())

    # -- places --------------------------------------------------------------------------------

    def focus_cell(self, value_id: str) -> None:
        """Say which cell has the focus ("" for none); the help follows it."""
        if value_id != self._focused:
            self._focused = value_id
            self.cell_focused.emit(value_id)

    def go_to_cell(self, value_id: str) -> None:
        """Ask the window to show a cell and put the focus on it."""
        self.cell_wanted.emit(value_id)

    def locate(self, finding: Finding) -> None:
        """Ask the window to show the place of a finding."""
        self.located.emit(finding)

    # -- checks --------------------------------------------------------------------------------

    def set_checks(self, find: Find | None) -> None:
        """Use these checks from now on, and run them."""
        self._checking.use(find)

    def check_now(self) -> None:
        """Run the checks on the present report."""
        self._checking.run()

    def _take_findings(self, found: tuple[Finding, ...]) -> None:
        if found != self._findings:
            self._findings = found
            self._by_cell = None
            self.findings_changed.emit()

    # -- saving --------------------------------------------------------------------------------

    def flush(self, wait: float = 10.0) -> bool:
        """Commit what is being typed and save now; True when everything is stored."""
        self._commit_editors()
        return self._saving.flush(wait)

    def save_now(self) -> None:
        """Commit what is being typed and save it, without waiting for the disk."""
        self._commit_editors()
        self._saving.save_now()

    def close(self, wait: float = 10.0) -> bool:
        """Flush and end the saving thread; True when everything is stored."""
        stored = self.flush(wait)
        self._checking.close()
        self._saving.close()
        return stored

    # -- inside --------------------------------------------------------------------------------

    def _commit_editors(self) -> None:
        composing.commit()
        self.flushing.emit()

    def _change(
        self, wanted: Mapping[str, Any], name: str, merge: str = "", allowed: bool = False
    ) -> bool:
        if self.read_only and not allowed:
            return False
        changes = {}
        for path, new in wanted.items():
            old = paths.read(self._report, path)
            if old != new or type(old) is not type(new):
                changes[path] = (old, new)
        if not changes:
            return False
        command = Change(self._apply, name, changes, merge, self._clock(), self._merge_open)
        self._pushing = True
        try:
            self.undo_stack.push(command)
        finally:
            self._pushing = False
        self._settle()
        self._merge_open = True
        return True

    def _record(self, wanted: Mapping[str, Any]) -> bool:
        """Change what undo does not take back: the status and the signatures."""
        changes = {p: new for p, new in wanted.items() if paths.read(self._report, p) != new}
        if self._frozen or not changes:
            return False
        self._apply(changes)
        self._settle()
        return True

    def _step(self, step: Callable[[], None], index: int) -> None:
        command = self.undo_stack.command(index) if index >= 0 else None
        if command is None:
            return
        step()
        if isinstance(command, Change):
            self.stepped.emit(command.step)

    def _apply(self, changes: Mapping[str, Any]) -> None:
        self._report = paths.write(self._report, changes)
        self._dirty.update(changes)

    def _settle(self) -> None:
        """Tell everyone what has changed since the last time; once a push, undo or redo is done."""
        if self._pushing or not self._dirty:
            return
        self._merge_open = False  # typing after an undo is a step of its own
        dirty, self._dirty = self._dirty, set()
        values = {p.removeprefix("figures/") for p in dirty if p.startswith("figures/")}
        if values:
            old, self._figures = self._figures, figures_of(self._report, self.form)
            new = self._figures
            values |= {k for k in old.keys() | new.keys() if old.get(k) != new.get(k)}
        self._saving.edited()
        if values:
            self.figures_changed.emit(frozenset(values))
        if "order" in dirty:
            self.sections_changed.emit()
        for path in sorted(p for p in dirty if p.startswith("section/")):
            self.prose_changed.emit(path.removeprefix("section/"))
        if any(p.startswith(("about/", "signoff/")) for p in dirty):
            self.about_changed.emit()
        kind = "figures" if all(p.startswith("figures/") for p in dirty) else "prose"
        sections = [p.removeprefix("section/") for p in dirty if p.startswith("section/")]
        self._checking.edited(kind, sections)
