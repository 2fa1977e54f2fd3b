"""预览: the pages as they will print, and printing them.

The pages are those that the .pdf has: set by exports/pdf a paragraph at a time, so that the window
stays alive over a report of forty pages, and painted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QPageLayout,
    QPageSize,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports.annexes import ANNEX_KINDS, Contents, Review, contents_of, sign_off_sheet
from giadesk.exports.pdf import Pages, PaintedPage, pages_in_steps
from giadesk.exports.profile import Profile, load_profile
from giadesk.ui import dialogs, pieces, theme
from giadesk.ui.choices import Choice

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

WIDTH, HEIGHT = 595.3, 841.9
"""A4 in points."""
_SLICE = 0.03
"""Seconds that pages are set or printed before the window is given its turn."""
WHOLE, WITH_ANNEXES, SHEET = "report", "annexes", "sheet"


class Preview(QDialog):
    """The pages under each other, and what to do with them.

    profile: the layout, None for the official one. review: what the checks found, for the annexes.
    content: what is shown at first (WHOLE, WITH_ANNEXES, SHEET). choose_layout: asks for another
    layout; None where the clerk changed their mind.
    """

    export_asked = Signal()
    ready = Signal()
    """The pages that are wanted are set."""
    printed = Signal(int)
    """So many pages went to the printer."""

    def __init__(
        self,
        parent: QWidget | None,
        report: Report,
        form: Form,
        *,
        profile: Profile | None = None,
        review: Review | None = None,
        content: str = WHOLE,
        choose_layout: Callable[[], Profile | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("previewDialog")
        self.setWindowTitle("预览")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        dialogs.help_by_key(self)
        self._report, self._form, self._review = report, form, review
        self._profile = profile or load_profile()
        self._choose_layout = choose_layout
        self.draft = report.about.status != "final"
        self._work: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self.sheet = Sheet([])
        self.area = QScrollArea()
        self.area.setProperty("kind", "pages")
        self.area.setObjectName("previewPages")
        self.area.setAccessibleName("页面")
        self.area.setWidget(self.sheet)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar(content))
        layout.addWidget(pieces.line())
        layout.addWidget(self.area, 1)
        room = parent.window().size() if parent is not None else QSize(1100, 800)
        wide = self.fontMetrics().horizontalAdvance("政") * 76
        self.resize(min(wide, room.width() - 20), max(480, room.height() - 48))
        for key, page in (("PgDown", 1), ("PgUp", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda by=page: self._turn(by))
        self.fit()
        self.set_pages()

    def _bar(self, content: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        self.content = Choice()
        self.content.setObjectName("previewContent")
        self.content.setAccessibleName("预览的内容")
        for words, data in (("报告", WHOLE), ("报告和附件", WITH_ANNEXES), ("审签单", SHEET)):
            self.content.addItem(words, data)
        self.content.setCurrentIndex(max(0, self.content.findData(content)))
        self.content.currentIndexChanged.connect(lambda _: self.set_pages())
        row.addWidget(self.content)
        self.count = pieces.label("", "pageCount")
        row.addWidget(self.count)
        self.faces = pieces.label("字体有代替", "replacedFonts", "muted")
        self.faces.hide()
        row.addWidget(self.faces)
        row.addStretch(1)
        if self._choose_layout is not None:
            row.addWidget(pieces.tool("版式……", "layout", self._other_layout))
        row.addWidget(pieces.tool("缩小", "smaller", lambda: self._zoom(-1), key="Ctrl+-"))
        row.addWidget(pieces.tool("放大", "larger", lambda: self._zoom(1), key="Ctrl+="))
        row.addWidget(pieces.tool("整页宽", "fitWidth", self.fit, key="Ctrl+0"))
        row.addWidget(pieces.button("导出……", "export", self._export))
        self.print = pieces.button("打印……", "print", self.print_, key="Ctrl+P", kind="main")
        row.addWidget(self.print)
        row.addWidget(pieces.button("关闭", "close", self.reject))
        return row

    # -- the pages -----------------------------------------------------------------------------

    @property
    def contents(self) -> Contents:
        """What is shown: the report, with its annexes, or the 审签单 alone."""
        report, form, review = self._report, self._form, self._review
        match self.content.currentData():
            case "sheet":
                return sign_off_sheet(report, form, review)
            case "annexes":
                return contents_of(report, form, ANNEX_KINDS, review)
            case _:
                return contents_of(report, form, self._profile.annexes.wanted, review)

    def set_pages(self) -> None:
        """Set the pages anew: at once where that is quick, else between the window's turns."""
        sheet = self.content.currentData() == SHEET
        profile = self._profile.for_sheet if sheet else self._profile
        self.count.setText("正在排版……")
        self.print.setEnabled(False)
        self._begin(self._setting(pages_in_steps(self._report, self._form, profile, self.contents)))

    def finish(self) -> None:
        """Do at once what is left to be done."""
        while self._work is not None:
            self._go_on()

    def _setting(self, steps: Iterator[Pages | None]) -> Iterator[None]:
        for found in steps:
            if found is not None:
                self._show(found)
            yield

    def _show(self, found: Pages) -> None:
        self.sheet.show_pages(found.pages)
        draft = self.contents.draft
        self.count.setText(f"共 {len(found.pages)} 页" + ("，草稿" if draft else ""))
        wanted = "、".join(
            f"{asked}→{used}" if used else asked for asked, used in dict(found.replaced).items()
        )
        self.faces.setVisible(bool(wanted))
        words = f"本机没有的字体用相近的代替：{wanted}。导出的 Word 文件仍写标准字体名称。"
        pieces.set_tip(self.faces, words)
        self.faces.setAccessibleDescription(words)
        self.print.setEnabled(True)
        self.ready.emit()

    def _begin(self, work: Iterator[None]) -> None:
        self._work = work
        self._go_on()
        if self._work is not None:
            self._timer.start()

    def _go_on(self) -> None:
        """Work for one slice; the window has its turn between two."""
        until = monotonic() + _SLICE
        while self._work is not None:
            try:
                next(self._work)
            except StopIteration:
                self._work = None
                self._timer.stop()
            if monotonic() > until:
                return

    def done(self, result: int) -> None:
        """What is closed is not set or printed any further."""
        self._timer.stop()
        self._work = None
        super().done(result)

    def fit(self) -> None:
        """As wide as the window."""
        self.sheet.set_scale(min(2.0, (self.width() - 60) / WIDTH))

    def _other_layout(self) -> None:
        profile = self._choose_layout() if self._choose_layout is not None else None
        if profile is not None:
            self._profile = profile
            self.set_pages()

    # -- paper ---------------------------------------------------------------------------------

    def print_(self) -> None:
        """Print the pages with the system's own dialog."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(self.sheet.pages))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the pages that the printer was told, one by one; closing the preview stops it."""
        printer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Portrait,
                QMarginsF(0, 0, 0, 0),
            )
        )
        printer.setFullPage(True)
        printer.setDocName(self.contents.title.replace("\n", ""))
        first = max(1, printer.fromPage()) - 1
        last = printer.toPage() or len(self.sheet.pages)
        self.print.setEnabled(False)
        self._begin(self._printing(printer, self.sheet.pages[first:last]))

    def _printing(self, printer: QPrinter, wanted: list[PaintedPage]) -> Iterator[None]:
        painter = QPainter()
        if not painter.begin(printer):
            self.count.setText("打印机没有应答，请检查后再打印")
            self.print.setEnabled(True)
            return
        try:
            painter.scale(printer.resolution() / 72, printer.resolution() / 72)
            for number, page in enumerate(wanted):
                if number:
                    printer.newPage()
                self.count.setText(f"正在打印第 {number + 1} 页，共 {len(wanted)} 页")
                self.sheet.paint_page(painter, page)
                yield
        finally:
            painter.end()
        self.count.setText(f"已送打印机 {len(wanted)} 页")
        self.print.setEnabled(True)
        self.printed.emit(len(wanted))

    def _export(self) -> None:
        self.accept()
        self.export_asked.emit()

    def _zoom(self, by: int) -> None:
        self.sheet.set_scale(max(0.4, min(3.0, self.sheet.scale * (1.2**by))))

    def _turn(self, by: int) -> None:
        bar = self.area.verticalScrollBar()
        step = self.sheet.page_height
        bar.setValue((bar.value() // step + by) * step)


class Sheet(QWidget):
    """All pages under each other, with a gap."""

    GAP = 14

    def __init__(self, painted: list[PaintedPage]) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.pages = painted
        self.scale = 1.0

    @property
    def page_height(self) -> int:
        """Height of a page with its gap, in pixels."""
        return round(HEIGHT * self.scale) + self.GAP

    def show_pages(self, painted: list[PaintedPage]) -> None:
        """Show other pages at the same scale."""
        self.pages = painted
        self.set_scale(self.scale)

    def set_scale(self, scale: float) -> None:
        """Show the pages at a scale, 1 for one pixel a point."""
        self.scale = scale
        width = round(WIDTH * scale)
        self.setFixedSize(width + 2 * self.GAP, self.page_height * len(self.pages) + self.GAP)
        self.update()

    def paint_page(self, painter: QPainter, page: PaintedPage) -> None:
        """Paint a page, in points."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor("black"))
        page.paint(painter)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("locked"))
        for number, page in enumerate(self.pages):
            top = self.GAP + number * self.page_height
            if top > event.rect().bottom() or top + self.page_height < event.rect().top():
                continue
            painter.save()
            painter.translate(self.GAP, top)
            painter.scale(self.scale, self.scale)
            painter.fillRect(QRectF(0, 0, WIDTH, HEIGHT), QColor("white"))
            self.paint_page(painter, page)
            painter.restore()
