"""A child that exports when it is told to, and says what became of it.

`python -m tests.faults.exporter FOLDER`. It is told over standard input: `KIND YEAR` writes that
year's report over the file of that kind; it answers `done`, or `refused` and why. It answers by a
call that no fault is put into (`readv`, `writev`), so that only the export meets the faults.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import cast

from giadesk.core.errors import UserError
from giadesk.core.report import Report
from giadesk.exports import KINDS, Kind, write_report
from giadesk.sample import filled, last_years_report
from tests.samples.reports import form_of

SUFFIX = {"package": "gia"}
YEARS = (2024, 2025)
FORM = cache(form_of)


def target(folder: Path, kind: str) -> Path:
    """The file of that kind."""
    return folder / f"报告.{SUFFIX.get(kind, kind)}"


def essence(file: Path) -> bytes | None:
    """What the file holds, None where there is none; of a .pdf its text, for Qt puts the time, a
    random number and the fonts' names in the order of loading into it."""
    if not file.exists():
        return None
    content = file.read_bytes()
    if file.suffix != ".pdf" or not content.rstrip().endswith(b"%%EOF"):
        return content
    import pdfplumber

    with pdfplumber.open(file) as pages:
        return "\f".join(page.extract_text() for page in pages.pages).encode()


@cache
def reports() -> dict[int, Report]:
    """Two reports by year, so that an old and a new file differ."""
    last = last_years_report(FORM())
    return {2024: last, 2025: filled(last.with_about(year=2025, status="draft"), FORM())}


def write(kind: str, year: int, folder: Path) -> None:
    """Export one of the two reports."""
    found = reports()
    last = found[2024] if year == 2025 else None
    write_report(
        cast("Kind", kind), found[year], FORM(), target(folder, kind),
        last=last, last_form=FORM() if last is not None else None,
    )  # fmt: skip


def told() -> list[str]:
    """The next order; empty where the parent has gone."""
    room = bytearray(100)
    return room[: os.readv(0, [room])].decode().split()


def say(text: str) -> None:
    """Answer the parent."""
    os.writev(1, [f"{text}\n".encode()])


if __name__ == "__main__":
    place = Path(sys.argv[1])
    for old in YEARS:  # load everything, so that a fault meets the work and not the loading
        (place / str(old)).mkdir()
        for name in KINDS:
            write(name, old, place / str(old))
    say("ready")
    while order := told():
        try:
            write(order[0], int(order[1]), place)
            say("done")
        except UserError as error:
            say(f"refused {error}")
        except BaseException as error:
            say(f"failed {type(error).__name__}: {error}")
