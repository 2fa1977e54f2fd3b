"""预览: the pages as they will print, and printing them.

The pages are those that the .pdf has: set once by exports/pdf.py, painted here.
"""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
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
from giadesk.exports.pdf import PaintedPage, pages
from giadesk.ui import pieces, theme

WIDTH, HEIGHT = 595.3, 841.9
"""A4 in points."""


class Preview(QDialog):
    """The pages under each other, and what to do with them."""

    export_asked = Signal()

    def __init__(self, parent: QWidget | None, report: Report, form: Form) -> None:
        super().__init__(parent)
        self.setObjectName("previewDialog")
        self.setWindowTitle("预览")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        found = pages(report, form)
        self.draft = report.about.status != "final"
        self.sheet = Sheet(found.pages, self.draft)
        self.area = QScrollArea()
        self.area.setObjectName("previewPages")
        self.area.setAccessibleName("页面")
        self.area.setWidget(self.sheet)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(10)
        count = f"共 {len(found.pages)} 页" + ("，草稿" if self.draft else "")
        row.addWidget(pieces.label(count, "pageCount"))
        if found.replaced:
            wanted = "、".join(dict.fromkeys(asked for asked, _ in found.replaced))
            note = pieces.label("部分字体以相近字体显示", "replacedFonts", "muted")
            pieces.set_tip(
                note,
                f"本机没有：{wanted}。这里用相近的字体显示，导出的 Word 文件仍写标准字体名称。",
            )
            row.addWidget(note)
        row.addStretch(1)
        row.addWidget(pieces.tool("缩小", "smaller", lambda: self._zoom(-1), key="Ctrl+-"))
        row.addWidget(pieces.tool("放大", "larger", lambda: self._zoom(1), key="Ctrl+="))
        row.addWidget(pieces.tool("整页宽", "fitWidth", self.fit, key="Ctrl+0"))
        row.addWidget(pieces.button("导出……", "export", self._export))
        row.addWidget(pieces.button("打印……", "print", self.print_, key="Ctrl+P", kind="main"))
        row.addWidget(pieces.button("关闭", "close", self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(pieces.line())
        layout.addWidget(self.area, 1)
        room = parent.size() if parent is not None else QSize(1100, 800)
        self.resize(min(1000, room.width() - 60), max(480, room.height() - 40))
        for key, page in (("PgDown", 1), ("PgUp", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda by=page: self._turn(by))
        self.fit()

    def fit(self) -> None:
        """As wide as the window."""
        self.sheet.set_scale(min(2.0, (self.width() - 60) / WIDTH))

    def print_(self) -> None:
        """Print the pages with the system's own dialog."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Portrait,
                QMarginsF(0, 0, 0, 0),
            )
        )
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(self.sheet.pages))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        first = max(1, printer.fromPage()) - 1
        last = printer.toPage() or len(self.sheet.pages)
        painter = QPainter(printer)
        painter.scale(printer.resolution() / 72, printer.resolution() / 72)
        for number, page in enumerate(self.sheet.pages[first:last]):
            if number:
                printer.newPage()
            self.sheet.paint_page(painter, page)
        painter.end()

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

    def __init__(self, painted: list[PaintedPage], draft: bool) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.pages = painted
        self._draft = draft
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
        """Paint a page, in points, with the mark of a draft under it."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._draft:
            _mark_draft(painter)
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


def _mark_draft(painter: QPainter) -> None:
    painter.save()
    font = QFont()
    font.setFamilies(["黑体", "SimHei", "Noto Sans CJK SC", "sans-serif"])
    font.setPixelSize(110)
    painter.setFont(font)
    painter.setPen(QColor(0, 0, 0, 22))
    painter.translate(WIDTH / 2, HEIGHT / 2)
    painter.rotate(-35)
    painter.drawText(QRectF(-300, -120, 600, 240), int(Qt.AlignmentFlag.AlignCenter), "草稿")
    painter.restore()
