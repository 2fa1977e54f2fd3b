"""Libraries full of invented reports, for the start page and for measuring."""

from __future__ import annotations

from pathlib import Path

from giadesk.places import library_file
from giadesk.store import Library
from tests.samples.reports import form_of, full_report

_TOWNS = ("银杏", "白鹭", "青禾", "石桥", "云台", "柳荫", "松坡", "麦垄", "渔浦", "枫岭")


def library_of(path: Path, count: int) -> None:
    """Make a library of `count` reports, ten towns over the years, in the file at `path`."""
    form = form_of()
    report = full_report(form)
    with Library.open(path) as library:
        for number in range(count):
            unit = f"禾岭县{_TOWNS[number % 10]}{'乡镇'[number // 10 % 2]}第{number}号人民政府"
            library.create(
                report.with_about(unit=unit, year=2021 + number % 5),
                origin="new",
                summary={"filled": len(form.indicators), "total": len(form.indicators)},
            )


def library_in(home: Path, count: int) -> None:
    """The same as the library of that GIADESK_HOME."""
    library_of(library_file_in(home), count)


def library_file_in(home: Path) -> Path:
    """The file of the library of that GIADESK_HOME."""
    return home / library_file().name
