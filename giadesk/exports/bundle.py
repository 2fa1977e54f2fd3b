"""Several files of one report at once: side by side in a folder, or in the zip that goes to the county.

The zip holds the .docx, the .xlsx and the .gia under names made by the office's pattern (`naming`).
Same report, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports import SUFFIXES, Kind, write_report, write_sign_off
from giadesk.exports.annexes import AnnexKind, Review
from giadesk.exports.archive import write_zip
from giadesk.exports.naming import DEFAULT_PATTERN, file_name
from giadesk.places import could_not_write, replacing

FileKind = Kind | Literal["sheet", "bundle"]
"""A file of a report: a kind of `write_report`, the 审签单 alone, or the zip for the county."""

FILE_SUFFIXES: dict[FileKind, str] = {"sheet": ".docx", "bundle": ".zip"}
FILE_SUFFIXES.update((kind, suffix) for kind, suffix in SUFFIXES.items())
BUNDLED: tuple[FileKind, ...] = ("docx", "xlsx", "package")
"""What the zip holds where nobody says otherwise."""


class Handover(NamedTuple):
    """A report with everything that its files are made of; see `write_report`.

    earlier: reports of earlier years, of which the web page draws charts; None takes last year's, ()
    draws none.
    """

    report: Report
    form: Form
    last: Report | None = None
    last_form: Form | None = None
    profile: str | None = None
    annexes: Sequence[AnnexKind] | None = None
    review: Review | None = None
    pattern: str = DEFAULT_PATTERN
    earlier: Sequence[tuple[Report, Form]] | None = None

    @property
    def drawn(self) -> Sequence[tuple[Report, Form]]:
        """The reports of earlier years that charts are drawn of."""
        if self.earlier is None and self.last is not None:
            return ((self.last, self.last_form or self.form),)
        return self.earlier or ()


def write_file(kind: FileKind, given: Handover, target: Path) -> None:
    """Write one file of a report. UserError where it cannot be written."""
    if kind == "bundle":
        write_bundle(given, target)
    elif kind == "sheet":
        write_sign_off(given.report, given.form, target, profile=given.profile, review=given.review)
    else:
        write_report(
            kind,
            given.report,
            given.form,
            target,
            last=given.last,
            last_form=given.last_form,
            profile=given.profile,
            annexes=given.annexes,
            review=given.review,
            earlier=given.drawn,
        )


def write_bundle(given: Handover, target: Path, kinds: Sequence[FileKind] = BUNDLED) -> None:
    """Write the zip of those files. StorageFailed where it cannot be written."""
    names = names_of(given, kinds)
    parts = []
    try:
        with TemporaryDirectory(prefix="giadesk-") as folder:
            for kind in kinds:
                made = Path(folder) / f"part{FILE_SUFFIXES[kind]}"
                write_file(kind, given, made)
                parts.append((names[kind], made.read_bytes()))
    except OSError as error:
        raise could_not_write(target, error) from error
    with replacing(target) as temporary:
        write_zip(temporary, parts)


def names_of(given: Handover, kinds: Iterable[FileKind]) -> dict[FileKind, str]:
    """For each kind its file's name with suffix, no two alike."""
    taken: set[str] = set()
    return {kind: _free_name(given, kind, taken) for kind in kinds}


def write_files(
    given: Handover, folder: Path, kinds: Sequence[FileKind], taken: set[str]
) -> list[Path]:
    """Write those files into the folder, named by the pattern; their paths are returned.

    taken: names given away in this folder before, in small letters; the new ones are added. UserError
    where a file cannot be written; those before it stand.
    """
    written = []
    for kind in kinds:
        target = folder / _free_name(given, kind, taken)
        write_file(kind, given, target)
        written.append(target)
    return written


def _free_name(given: Handover, kind: FileKind, taken: set[str]) -> str:
    """The file's name with suffix, with a number where another has it already; it is then taken."""
    stem = file_name(given.pattern, given.report, given.form, kind)
    suffix = FILE_SUFFIXES[kind]
    name, number = f"{stem}{suffix}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}（{number}）{suffix}"
    taken.add(name.casefold())
    return name
