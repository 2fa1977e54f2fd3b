"""审核: the registry of checks, and what a check finds.

A check is a pure function from a `Case` to findings, registered under a permanent code. Its
docstring is the manual entry (docs/checks.md is made from it, see `giadesk.checks.manual` for its
parts), so it is written in the clerk's language. A check that raises becomes a finding of its own
and the others go on.

Codes are permanent. F- figures, Y- years, P- prose, C- completeness, N- names, S- secrecy and
privacy, W- wording, R- repetition, X- own faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Literal, TypeVar

import msgspec

from giadesk.core.form import Form, Severity
from giadesk.core.generations import figures_as
from giadesk.core.report import Report
from giadesk.core.totals import Figures, figures_of

Reads = Literal["figures", "prose", "text", "about", "last"]
"""Parts of a report. prose: the paragraphs as they are stored; text: with live figures written out,
so that it changes with a figure only where one is shown."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where in the prose: section id, paragraph (from 0, tables' places counted), quote verbatim.

    start: where the quote begins in the paragraph's text, live figures unresolved; -1 where the
    finding is on the section as a whole.
    """

    section: str = ""
    paragraph: int | None = None
    quote: str = ""
    start: int = -1


class Mend(msgspec.Struct, frozen=True, omit_defaults=True):
    """A quick mend, one undo step. label: what the button says.

    values: id to the figure as text, None for blank (a computed total is then computed again).
    text: (section, paragraph, the paragraph's whole new text). about: field of `About` to its new
    text. heading: (section, its new title).
    """

    label: str
    values: dict[str, str | None] = {}
    text: tuple[str, int, str] | None = None
    about: dict[str, str] = {}
    heading: tuple[str, str] | None = None


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a check found.

    message: what is wrong, with the actual figures. formula: the relation with its figures.
    cells: ids of all figures concerned, the one to mend first. key: stays the same while the same
    thing is wrong at the same place; explanations are bound to it. figures: the figures it rests on,
    as text; an explanation is asked again when they change. explained: the 核实说明, "" for none.
    """

    code: str
    severity: Severity
    message: str
    remedy: str = ""
    where: Place = Place()
    cells: tuple[str, ...] = ()
    expected: str = ""
    actual: str = ""
    formula: str = ""
    key: str = ""
    figures: str = ""
    explained: str = ""
    mends: tuple[Mend, ...] = ()


Result = TypeVar("Result")


class Memory:
    """What has been worked out from texts; it holds as long as the text stays the same.

    At most `limit` texts; the oldest half goes when it is full.
    """

    def __init__(self, limit: int = 512) -> None:
        self.limit = limit
        self._known: dict[str, dict[object, object]] = {}

    def of(self, text: str) -> dict[object, object]:
        """What has been worked out from a text, by what worked it out; to be added to."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= self.limit:
                for old in list(self._known)[: self.limit // 2]:
                    del self._known[old]
            known = self._known[text] = {}
        return known


class Case:
    """What a check looks at: this report, last year's (None where there is none), the form.

    last_form: the form of last year's report, which may be another generation.
    """

    def __init__(
        self,
        report: Report,
        form: Form,
        last: Report | None = None,
        last_form: Form | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.report = report
        self.form = form
        self.last = last
        self.last_form = last_form or form
        self.memory = memory if memory is not None else Memory()

        self._once: dict[Callable[[Case], object], object] = {}

    def once(self, function: Callable[[Case], Result]) -> Result:
        """`function(case)`, worked out once for all checks that need it."""
        if function not in self._once:
            self._once[function] = function(self)
        return self._once[function]  # type: ignore[return-value]

    def take_over(self, before: Case, *, figures: bool) -> None:
        """Keep last year's figures of the case before, and this year's where they are the same."""
        if "last_figures" in before.__dict__ and before.last is self.last:
            self.__dict__["last_figures"] = before.last_figures
        if figures and "figures" in before.__dict__:
            self.__dict__["figures"] = before.figures

    @cached_property
    def figures(self) -> Figures:
        """This year's figures, totals computed."""
        return figures_of(self.report, self.form)

    @cached_property
    def last_figures(self) -> Figures:
        """Last year's figures under this form's ids, totals computed; empty without a last report."""
        return figures_as(self.last, self.last_form, self.form) if self.last is not None else {}


class Check(msgspec.Struct, frozen=True):
    """A registered check. reads: the parts of the report its result depends on."""

    code: str
    severity: Severity
    title: str
    run: Callable[[Case], Iterable[Finding]]
    reads: frozenset[Reads]

    @property
    def manual(self) -> str:
        """The manual entry, from the function's docstring."""
        import inspect

        return inspect.getdoc(self.run) or ""


_CHECKS: dict[str, Check] = {}


def check(
    code: str, severity: Severity, title: str, *reads: Reads
) -> Callable[[Callable[[Case], Iterable[Finding]]], Callable[[Case], Iterable[Finding]]]:
    """Register a function as the check with that code. ValueError for a code already taken."""

    def register(
        function: Callable[[Case], Iterable[Finding]],
    ) -> Callable[[Case], Iterable[Finding]]:
        if code in _CHECKS:
            raise ValueError(f"check {code} is registered twice")
        _CHECKS[code] = Check(code, severity, title, function, frozenset(reads))
        return function

    return register


def all_checks() -> list[Check]:
    """Every registered check, by code."""
    from giadesk.checks import load_all

    load_all()
    return [_CHECKS[code] for code in sorted(_CHECKS)]


def run_check(one: Check, case: Case) -> Iterator[Finding]:
    """What one check finds; where it raises, the finding that says so."""
    try:
        yield from one.run(case)
    except Exception as error:
        yield Finding(
            code="X-CHECK-FAILED",
            severity="hint",
            message=f"审核项“{one.title}”（{one.code}）未能完成：{error!r}",
            remedy="其他审核项不受影响；请导出诊断包并告知开发者",
            key=f"X-CHECK-FAILED/{one.code}",
        )
