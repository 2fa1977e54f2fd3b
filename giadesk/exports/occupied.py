"""Whether a file is open in another program, told by the mark that the program leaves beside it.

WPS and Word leave ~$NAME (Word drops the first letters of longer names), WPS on Linux .~NAME,
LibreOffice .~lock.NAME#. On Windows a file that is open there cannot be written either; on Linux it
can, and the clerk would go on looking at the old one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def open_elsewhere(targets: Iterable[Path]) -> dict[Path, str]:
    """Which of the files seem to be open, each with the program; without those that do not exist."""
    found = {}
    for target in targets:
        program = _program(target)
        if program:
            found[target] = program
    return found


def _program(target: Path) -> str:
    folder, name = target.parent, target.name
    owners = [f"~${name}", *(f"~${name[drop:]}" for drop in (1, 2) if len(target.stem) > 6)]
    try:
        if not target.is_file():
            return ""
        if (folder / f".~lock.{name}#").exists():
            return "LibreOffice"
        if any((folder / owner).exists() for owner in (*owners, f".~{name}")):
            return "WPS 或 Word"
    except OSError:
        return ""  # a name that the disk does not take is told where it is written
    return ""
