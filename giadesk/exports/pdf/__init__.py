"""The pages of a report drawn by Qt: for PDF, for 预览 and for the printer, all the same.

Lines, tables and signature follow the same layout profile and table plans as the Word document, so a
full page has the same 22 lines of 28 characters.

The only part of this room that knows PySide6; it is loaded when it is used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from giadesk import places
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports.annexes import Contents, contents_of
from giadesk.exports.dates import written_day
from giadesk.exports.pdf.characters import with_own_characters
from giadesk.exports.pdf.faces import used_face
from giadesk.exports.pdf.identity import same_order, with_own_identity
from giadesk.exports.pdf.outline import Mark, with_outline
from giadesk.exports.pdf.setter import Pages, PaintedPage, Setter
from giadesk.exports.profile import Profile, load_profile

__all__ = [
    "PAGE",
    "Mark",
    "Pages",
    "PaintedPage",
    "pages",
    "pages_in_steps",
    "used_face",
    "write_pdf",
]

PAGE = QSizeF(595.2756, 841.8898)
"""A4 in points, the unit in which a page is painted."""

_OWN: list[QGuiApplication] = []


def pages(
    report: Report,
    form: Form,
    profile: Profile | None = None,
    contents: Contents | None = None,
) -> Pages:
    """The report set in pages. Needs a QGuiApplication, which is made where there is none.

    contents: what is printed, None for the report without annexes.
    """
    *_, found = pages_in_steps(report, form, profile, contents)
    assert found is not None
    return found


def pages_in_steps(
    report: Report,
    form: Form,
    profile: Profile | None = None,
    contents: Contents | None = None,
) -> Iterator[Pages | None]:
    """As `pages`, a paragraph or table at a time: None after each, the pages as the last.

    For a window that stays alive meanwhile: what Qt lays out belongs to the thread that paints it.
    """
    _application()
    setter = Setter(report, contents or contents_of(report, form), profile or load_profile())
    return setter.steps()


def write_pdf(
    report: Report,
    form: Form,
    target: Path,
    profile: Profile | None = None,
    contents: Contents | None = None,
) -> None:
    """Write the report as .pdf, its text selectable; on one machine the same report and profile give
    the same bytes. StorageFailed where it cannot be written."""
    contents = contents or contents_of(report, form)
    found = pages(report, form, profile, contents)
    with same_order():
        content = _drawn(found, contents.title)
    content = with_own_characters(content, found.text, found.fonts)
    content = with_own_identity(content, written_day(report))
    content = with_outline(content, found.outline)
    with places.replacing(target) as temporary:
        temporary.write_bytes(content)


def _drawn(found: Pages, title: str) -> bytes:
    """The pages as a .pdf, made in memory: Qt says nothing when a disk does not take what it writes."""
    memory = QBuffer()
    memory.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(memory)
    writer.setResolution(1440)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )
    writer.setTitle(title.replace("\n", ""))
    writer.setCreator("GIADesk")
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("QPdfWriter could not write")
    painter.scale(20, 20)
    for number, page in enumerate(found.pages):
        if number:
            writer.newPage()
        page.paint(painter)
    painter.end()
    del painter, writer  # it is complete only now
    return bytes(memory.data().data())


def _application() -> None:
    """An application for the command line; without a screen where there is none."""
    if QGuiApplication.instance() is None:
        screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        if sys.platform.startswith("linux") and not screen:
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _OWN.append(QGuiApplication(["giadesk"]))
