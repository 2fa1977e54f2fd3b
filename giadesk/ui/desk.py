"""What the window asks of the other rooms: the library, forms, files. No widgets here.

Every method may be called from any thread (the library locks itself, forms are read only), so long
work runs in jobs. The rooms are imported where they are used: none is needed for the start page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from giadesk.core.blocks import Document
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.ui.library_list import Row

if TYPE_CHECKING:
    from giadesk.checks.registry import Finding
    from giadesk.core.forms import FormLibrary
    from giadesk.exports.bundle import Handover
    from giadesk.imports.result import Recognised
    from giadesk.store import Library
    from giadesk.store.records import Entry

OFFICE = ("unit", "superior", "contact", "layout", "names", "hints_off", "subordinates")
"""本单位资料: the full name of the office, the office above it, address and telephone; the id of its
layout profile ("" for the official one); how its files are called ("" for the usual way); the codes of
the hints that are off; the units that hand their reports in to it, a line each."""


class Opened(msgspec.Struct, frozen=True):
    """A report taken out of the library. last_form: None without last year's report."""

    id: str
    report: Report
    form: Form
    last: Report | None
    last_form: Form | None
    damaged: tuple[str, ...] = ()


class Imported(msgspec.Struct, frozen=True):
    """What was read of a file, to be looked at before it goes into the library.

    document: the file's blocks, to be shown beside it; None for a package, which has none.
    """

    path: Path
    report: Report
    form: Form
    repairs: tuple[Any, ...] = ()
    unplaced: tuple[str, ...] = ()
    last: Report | None = None
    document: Document | None = None


class Desk:
    """The open library and the forms."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.closed = False
        self._forms: FormLibrary | None = None

    @property
    def forms(self) -> FormLibrary:
        """The forms installed, the office's own included."""
        if self._forms is None:
            from giadesk.core.forms import FormLibrary
            from giadesk.places import own_forms, shipped

            self._forms = FormLibrary(shipped("forms"), own_forms())
        return self._forms

    def close(self) -> None:
        """Close the library."""
        self.closed = True
        self.library.close()

    def take(self, library: Library) -> None:
        """Go on with another library; the one before is closed."""
        self.library = library
        self.closed = False

    # -- the list ------------------------------------------------------------------------------

    def rows(self) -> list[Row]:
        """Every report that is not in the 回收站."""
        return [row_of(entry) for entry in self.library.entries()]

    def binned(self) -> list[Row]:
        """What lies in the 回收站."""
        return [row_of(entry) for entry in self.library.recycled()]

    def search(self, words: str) -> dict[str, str]:
        """Ids of reports that have these words in their text, with the place; by the library."""
        find: Callable[[str], Any] | None = getattr(self.library, "search", None)
        if find is None:
            return {}
        hits: dict[str, str] = {}
        for hit in find(words):
            report_id = getattr(hit, "report_id", None) or getattr(hit, "id", "")
            hits.setdefault(str(report_id), str(getattr(hit, "excerpt", "")))
        return hits

    # -- this office ---------------------------------------------------------------------------

    def office(self) -> dict[str, str]:
        """本单位资料; empty on the very first start."""
        profile = self.library.profile()
        return {name: profile.get(name, "") for name in OFFICE}

    def set_office(self, office: Mapping[str, str]) -> None:
        """Keep what is given of 本单位资料; the rest stays."""
        known = [name for name in OFFICE if name in office]
        self.library.set_profile({name: office[name].strip() for name in known})

    def layout(self) -> str:
        """The id of the office's layout profile, that of the official one where it cannot be used."""
        from giadesk.core.errors import UserError
        from giadesk.exports.profile import DEFAULT, load_profile

        name = self.office()["layout"] or DEFAULT
        try:
            load_profile(name)
        except UserError:
            return DEFAULT
        return name

    # -- reports -------------------------------------------------------------------------------

    def open(self, report_id: str, *, skip_damaged: bool = False) -> Opened:
        """A report with its form and last year's. Damaged where its values fail their sums."""
        stored = self.library.load(report_id, skip_damaged=skip_damaged)
        form = self.forms.get(stored.report.form)
        last_form = self.forms.get(stored.last.form) if stored.last is not None else None
        return Opened(report_id, stored.report, form, stored.last, last_form, stored.damaged)

    def add(self, imported: Imported) -> str:
        """Put an imported report into the library; its id."""
        origin = f"导入：{imported.path.name}"
        counts = self.summary(imported.report, imported.form, imported.last)
        report_id = self.library.create(imported.report, imported.last, origin, counts)
        self.library.keep_version(report_id, "import", origin)
        return report_id

    def next_year(self, last: Report, last_form: Form, year: int, unit: str = "") -> str:
        """This year's draft out of last year's report; the id of the draft."""
        from giadesk.core.carry import draft_from

        form = self.forms.for_year(year, last_form)
        draft = draft_from(last, last_form, form, year)
        if unit and unit != draft.unit:
            draft = draft.with_about(unit=unit)
        counts = self.summary(draft, form, last, last_form)
        return self.library.create(draft, last, f"由{last.year}年报告生成", counts)

    def blank(self, unit: str, year: int, form_id: str = "") -> str:
        """A blank report of the form in force that year; its id."""
        from giadesk.core.carry import blank_report

        form = self.forms.get(form_id) if form_id else self.forms.for_year(year)
        report = blank_report(form, unit, year)
        counts = self.summary(report, form)
        return self.library.create(report, None, "新建", counts)

    def sample(self) -> str:
        """The invented sample town: its last year's report and this year's draft; the draft's id."""
        from giadesk.sample import sample_docx

        read = self.read(sample_docx())
        last = read.report.with_about(status="final")
        return self.next_year(last, read.form, last.year + 1)

    def summary(
        self,
        report: Report,
        form: Form,
        last: Report | None = None,
        last_form: Form | None = None,
    ) -> dict[str, int]:
        """What the start page lists of a report."""
        from giadesk.checks.run import check_report
        from giadesk.ui.progress import summary

        off = self.hints_off()
        return summary(report, form, check_report(report, form, last, last_form, off=off))

    def hints_off(self) -> frozenset[str]:
        """The codes of the hints that the office has turned off in 本单位资料."""
        from giadesk.checks.switches import hints_off

        return hints_off(self.library.profile())

    def saver(self, report_id: str, findings: Callable[[], Any], form: Form) -> Any:
        """The callable that stores the report, for its session; runs on the session's thread."""
        from giadesk.ui.progress import summary

        def save(report: Report) -> None:
            self.library.save(report_id, report, summary(report, form, findings()))

        return save

    # -- files ---------------------------------------------------------------------------------

    def read(self, path: Path) -> Imported:
        """Read a file of any kind. UserError where it cannot be read or is refused."""
        if path.suffix.lower() == ".gia":
            from giadesk.imports.package import read_package

            package = read_package(path, self.forms)
            return Imported(path, package.report, package.form, last=package.last)
        from giadesk.imports import read_blocks

        return self.recognise(path, read_blocks(path))

    def recognise(
        self,
        path: Path,
        document: Document,
        *,
        form_id: str | None = None,
        year: int | None = None,
        unit: str | None = None,
    ) -> Imported:
        """The report in a file's blocks, with what is known better than the file says it."""
        from giadesk.imports.recognise import recognise

        read: Recognised = recognise(
            document, self.forms, form_id=form_id, year=year, unit=unit, name=path.name
        )
        return Imported(
            path, read.report, read.form, read.repairs, read.unplaced, document=document
        )

    def handover(
        self,
        opened: Opened,
        report: Report,
        findings: Sequence[Finding] = (),
        **chosen: Any,
    ) -> Handover:
        """A report with what its files are made of. chosen: profile, annexes, pattern, earlier."""
        from giadesk.exports.annexes import review_of
        from giadesk.exports.bundle import Handover

        review = review_of(findings, report)
        last, last_form = opened.last, opened.last_form
        return Handover(report, opened.form, last, last_form, review=review, **chosen)

    def earlier(self, opened: Opened) -> tuple[tuple[Report, Form], ...]:
        """The office's reports of earlier years, the oldest first: the library's, and last year's as
        this one was made of it. Reads them all: for a job."""
        from giadesk.ui.years import load_years

        years = load_years(self, opened.report.unit).years
        found = {year.year: (year.report, year.form) for year in years}
        if opened.last is not None:
            found[opened.last.year] = (opened.last, opened.last_form or opened.form)
        return tuple(found[year] for year in sorted(found) if year < opened.report.year)

    def checked(self, opened: Opened) -> list[Finding]:
        """What the checks find on a report as it is stored, with the hints that are on."""
        from giadesk.checks.run import check_report

        last, last_form, off = opened.last, opened.last_form, self.hints_off()
        return list(check_report(opened.report, opened.form, last, last_form, off=off))


def row_of(entry: Entry) -> Row:
    """A line of the library's list."""

    def count(name: str) -> int:
        value = entry.summary.get(name)
        return value if isinstance(value, int) else -1

    return Row(
        id=entry.id,
        year=entry.year,
        unit=entry.unit,
        title=entry.title,
        status=entry.status,
        edited=entry.edited,
        damaged=entry.damaged,
        filled=count("filled"),
        total=count("total"),
        must=count("must"),
        verify=count("verify"),
    )
