"""Collecting what the towns handed in: packages, Word files, any file that can be read.

Nothing here changes a source file. What cannot be taken is refused by name with its reason, and the
others go on.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from giadesk.checks.registry import Finding
from giadesk.checks.run import check_report
from giadesk.core.errors import UserError
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.report import Report
from giadesk.core.units import same_office
from giadesk.imports import open_report
from giadesk.imports.package import read_package

_log = logging.getLogger(__name__)

KINDS = (".gia", ".docx", ".docm", ".doc", ".wps", ".xlsx", ".xls", ".et", ".html", ".htm", ".txt")

Progress = Callable[[int, int, str], bool]
"""Told the number done, the number in all and the file's name; returns False to stop."""


class Last(msgspec.Struct, frozen=True):
    """A unit's report of the year before, with its form."""

    report: Report
    form: Form


class Handed(msgspec.Struct, frozen=True):
    """One report that was handed in, with what the checks find on it. last: None where unknown."""

    path: Path
    report: Report
    form: Form
    findings: tuple[Finding, ...] = ()
    unplaced: int = 0
    last: Last | None = None

    @property
    def unit(self) -> str:
        """The unit's name; the file's where the report names none."""
        return self.report.unit.strip() or self.path.stem

    @property
    def must(self) -> int:
        """How many `must` findings there are."""
        return sum(f.severity == "must" for f in self.findings)

    @property
    def verify(self) -> int:
        """How many `verify` findings there are, explained or not."""
        return sum(f.severity == "verify" for f in self.findings)

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What has to be mended or explained yet: no hints, nothing that is explained."""
        return tuple(f for f in self.findings if f.severity != "hint" and not f.explained)


class Refused(msgspec.Struct, frozen=True):
    """A file that was not taken, and why."""

    path: Path
    why: str


class Collection(msgspec.Struct, frozen=True):
    """What was handed in for one year in one form, and what was refused."""

    year: int
    form: Form
    handed: tuple[Handed, ...]
    refused: tuple[Refused, ...]

    def missing(self, expected: Iterable[str]) -> list[str]:
        """The units of the list that handed nothing in, however long either writes its name."""
        units = [h.unit for h in self.handed]
        return [name for name in expected if not any(same_office(name, u) for u in units)]


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Every readable file among the paths and in their folders, each once, by name."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in inside:
            taken = one.suffix.lower() in KINDS and not one.name.startswith((".", "~$"))
            if one == path or (taken and one.is_file()):
                found.setdefault(one, None)
    return list(found)


def collect(
    paths: Iterable[Path],
    forms: FormLibrary,
    previous: Iterable[Path] = (),
    progress: Progress | None = None,
) -> Collection:
    """Read and check every file; `previous` are last year's files, by which the years are compared.

    The year and the form are those most of the files have. A file of another year or form, and the
    second file of a unit, are refused. UserError where nothing at all could be taken.
    """
    refused: list[Refused] = []
    files = files_of(paths)
    read = list(_read(files, forms, refused, progress))
    if not read:
        reasons = "；".join(f"{r.path.name}：{r.why}" for r in refused[:3])
        raise UserError("没有可以汇总的报告", reasons or "没有找到文件", "请检查文件夹后再试")
    year = Counter(r.report.year for r in read).most_common(1)[0][0]
    form_id = Counter(r.form.id for r in read if r.report.year == year).most_common(1)[0][0]
    before = [Last(r.report, r.form) for r in _read(files_of(previous), forms, [], None)]
    handed: list[Handed] = []
    for one in read:
        unit = one.report.unit
        same = next((h for h in handed if unit and same_office(h.unit, unit)), None)
        if one.report.year != year:
            refused.append(Refused(one.path, f"是{one.report.year}年的报告，不是{year}年的"))
        elif one.form.id != form_id:
            refused.append(Refused(one.path, f"表式是{one.form.id}，与其他单位的{form_id}不同"))
        elif same is not None:
            refused.append(Refused(one.path, f"“{unit}”已有一份：{same.path.name}"))
        else:
            last = one.last or next((b for b in before if same_office(b.report.unit, unit)), None)
            findings = check_report(
                one.report, one.form, last.report if last else None, last.form if last else None
            )
            handed.append(Handed(one.path, one.report, one.form, findings, one.unplaced, last))
    key = _pinyin()
    ordered = tuple(sorted(handed, key=lambda h: key(h.unit)))
    return Collection(year, forms.get(form_id), ordered, tuple(refused))


class _Read(msgspec.Struct, frozen=True):
    path: Path
    report: Report
    form: Form
    last: Last | None = None
    unplaced: int = 0


def _read(
    files: list[Path], forms: FormLibrary, refused: list[Refused], progress: Progress | None
) -> Iterator[_Read]:
    for done, path in enumerate(files):
        if progress is not None and not progress(done, len(files), path.name):
            return
        try:
            yield _one(path, forms)
        except UserError as error:
            refused.append(Refused(path, error.why or error.what))
        except Exception as error:  # noqa: BLE001 - one town's file must not keep the others out
            _log.exception("reading %s", path.suffix)
            why = f"读取时程序出错（{type(error).__name__}），请导出诊断包并告知开发者"
            refused.append(Refused(path, why))


def _one(path: Path, forms: FormLibrary) -> _Read:
    if path.suffix.lower() == ".gia":
        package = read_package(path, forms)
        last = None
        if package.last is not None and package.last_form is not None:
            last = Last(package.last, package.last_form)
        return _Read(path, package.report, package.form, last)
    read = open_report(path, forms)
    return _Read(path, read.report, read.form, None, len(read.unplaced))


def _pinyin() -> Callable[[str], tuple[str, ...]]:
    """A key that sorts names as a clerk looks them up; QCollator would put 张 after 重."""
    from pypinyin import lazy_pinyin

    return lambda name: tuple(lazy_pinyin(name))
