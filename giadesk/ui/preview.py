"""预览: the pages as they will print, and printing them.

The pages are drawn from the same blocks as every file; fonts and measures are those of the official
layout (GB/T 9704-2012: A4, 版心 156 by 225 mm, 22 lines of 28 characters).
"""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QKeySequence,
    QPageLayout,
    QPageSize,
    QPainter,
    QPaintEvent,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from giadesk.core.blocks import Block, Grid, Heading, Paragraph
from giadesk.core.document import blocks_of
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.ui import pieces, theme

# Measures in millimetres; drawing is in points (1/72 inch), as QTextDocument lays out.
PAGE = QSizeF(210, 297)
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
_POINT = 72 / 25.4
_BODY = 16.0
_LINE = 28.95
_TABLE = 9.0
_SONG = ["仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"]
_HEI = ["黑体", "SimHei", "Noto Sans CJK SC"]
_KAI = ["楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC"]
_BIAO = ["方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "Noto Serif CJK SC"]
_TABLE_FACE = ["宋体", "SimSun", "Noto Serif CJK SC"]


class Pages:
    """A report laid out on pages; drawn in points."""

    def __init__(self, report: Report, form: Form) -> None:
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(_font(_SONG, _BODY))
        width = (PAGE.width() - LEFT - RIGHT) * _POINT
        self._height = (PAGE.height() - TOP - BOTTOM) * _POINT
        self.document.setPageSize(QSizeF(width, self._height))
        self.draft = report.about.status != "final"
        cursor = QTextCursor(self.document)
        for number, block in enumerate(blocks_of(report, form)):
            _add(cursor, block, first=number == 0)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self.document.pageCount()

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw a page (from 0) on a painter whose unit is the point, origin at the paper's corner."""
        painter.save()
        painter.fillRect(
            QRectF(0, 0, PAGE.width() * _POINT, PAGE.height() * _POINT), QColor("white")
        )
        if self.draft:
            _mark_draft(painter)
        painter.save()
        painter.translate(LEFT * _POINT, TOP * _POINT - page * self._height)
        area = QRectF(0, page * self._height, self.document.pageSize().width() + 4, self._height)
        painter.setClipRect(area)
        self.document.drawContents(painter, area)
        painter.restore()
        # 一字线 and number 7 mm under the text, odd pages at the right, even ones at the left
        painter.setFont(_font(_TABLE_FACE, 14))
        painter.setPen(QColor("black"))
        foot = QRectF(
            (LEFT + 5) * _POINT,
            (PAGE.height() - BOTTOM + 5) * _POINT,
            (PAGE.width() - LEFT - RIGHT - 10) * _POINT,
            8 * _POINT,
        )
        side = Qt.AlignmentFlag.AlignRight if page % 2 == 0 else Qt.AlignmentFlag.AlignLeft
        painter.drawText(foot, int(side), f"— {page + 1} —")
        painter.restore()


class Preview(QDialog):
    """The pages under each other, and what to do with them."""

    export_asked = Signal()

    def __init__(self, parent: QWidget | None, report: Report, form: Form) -> None:
        super().__init__(parent)
        self.setObjectName("previewDialog")
        self.setWindowTitle("预览")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.pages = Pages(report, form)
        self.sheet = _Sheet(self.pages)
        self.area = QScrollArea()
        self.area.setObjectName("previewPages")
        self.area.setAccessibleName("页面")
        self.area.setWidget(self.sheet)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        draft = "，草稿" if self.pages.draft else ""
        row.addWidget(pieces.label(f"共 {self.pages.count} 页{draft}", "pageCount"))
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
        self.sheet.set_scale(min(2.0, (self.width() - 60) / (PAGE.width() * _POINT)))

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
        dialog.setMinMax(1, self.pages.count)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        painter = QPainter(printer)
        painter.scale(printer.resolution() / 72, printer.resolution() / 72)
        first = max(1, printer.fromPage()) - 1
        last = (printer.toPage() or self.pages.count) - 1
        for page in range(first, last + 1):
            if page > first:
                printer.newPage()
            self.pages.draw(painter, page)
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


class _Sheet(QWidget):
    """All pages under each other, with a gap."""

    _GAP = 14

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self._pages = pages
        self.scale = 1.0

    @property
    def page_height(self) -> int:
        """Height of a page with its gap, in pixels."""
        return round(PAGE.height() * _POINT * self.scale) + self._GAP

    def set_scale(self, scale: float) -> None:
        """Show the pages at a scale, 1 for one pixel a point."""
        self.scale = scale
        width = round(PAGE.width() * _POINT * scale)
        self.setFixedSize(width + 2 * self._GAP, self.page_height * self._pages.count + self._GAP)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.colour("locked"))
        for page in range(self._pages.count):
            top = self._GAP + page * self.page_height
            if top > event.rect().bottom() or top + self.page_height < event.rect().top():
                continue
            painter.save()
            painter.translate(self._GAP, top)
            painter.scale(self.scale, self.scale)
            self._pages.draw(painter, page)
            painter.restore()


def _add(cursor: QTextCursor, block: Block, *, first: bool) -> None:
    if isinstance(block, Grid):
        _add_grid(cursor, block)
        return
    shape, style = _shape(block)
    if first:
        cursor.setBlockFormat(shape)
        cursor.setCharFormat(style)
    else:
        cursor.insertBlock(shape, style)
    if isinstance(block, Heading):
        cursor.insertText(block.number + block.text, style)
        if block.run_in:
            cursor.insertText(block.run_in, _ink(_SONG, _BODY))
    else:
        cursor.insertText(block.text, style)


def _shape(block: Heading | Paragraph) -> tuple[QTextBlockFormat, QTextCharFormat]:
    shape = QTextBlockFormat()
    shape.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    shape.setTextIndent(2 * _BODY)
    shape.setAlignment(Qt.AlignmentFlag.AlignJustify)
    if isinstance(block, Heading):
        faces = {1: _HEI, 2: _KAI}.get(block.level, _SONG)
        return shape, _ink(faces, _BODY)
    if block.role == "title":
        shape.setTextIndent(0)
        shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        shape.setLineHeight(36, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        shape.setBottomMargin(_LINE)
        return shape, _ink(_BIAO, 22)
    if block.role in ("signature", "date"):
        shape.setTextIndent(0)
        shape.setAlignment(Qt.AlignmentFlag.AlignRight)
        shape.setRightMargin(4 * _BODY)
        shape.setTopMargin(_LINE if block.role == "signature" else 0)
    return shape, _ink(_SONG, _BODY)


def _add_grid(cursor: QTextCursor, grid: Grid) -> None:
    from giadesk.ui.printed_widths import widths

    shape = QTextTableFormat()
    shape.setBorder(0.5)
    shape.setBorderBrush(QBrush(QColor("black")))
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderCollapse(True)
    shape.setCellPadding(2)
    shape.setCellSpacing(0)
    shape.setHeaderRowCount(grid.head_rows)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setColumnWidthConstraints(
        [QTextLength(QTextLength.Type.PercentageLength, share * 100) for share in widths(grid)]
    )
    table = cursor.insertTable(grid.height, grid.width, shape)
    for cell in grid.cells:
        if cell.rows > 1 or cell.columns > 1:
            table.mergeCells(cell.row, cell.column, cell.rows, cell.columns)
        place = table.cellAt(cell.row, cell.column)
        middle = QTextTableCellFormat()
        middle.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        middle.setBorder(0.5)
        middle.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        middle.setBorderBrush(QBrush(QColor("black")))
        place.setFormat(middle)
        inside = place.firstCursorPosition()
        line = QTextBlockFormat()
        left = cell.kind == "label" and cell.column + cell.columns >= grid.label_columns
        line.setAlignment(Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter)
        line.setLeftMargin(cell.indent * _TABLE)
        inside.setBlockFormat(line)
        inside.insertText(cell.text, _ink(_TABLE_FACE, _TABLE))
    cursor.movePosition(QTextCursor.MoveOperation.End)


def _font(families: list[str], size: float) -> QFont:
    font = QFont()
    font.setFamilies([*families, "serif"])
    font.setPixelSize(
        round(size)
    )  # the unit of layout and painter is the point, whatever the screen
    return font


def _ink(families: list[str], size: float) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setFont(_font(families, size))
    style.setForeground(QColor("black"))
    if size == _BODY:
        # 28 characters of 16 pt are a little wider than the 版心 (layout.md, 0)
        style.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        style.setFontLetterSpacing(-0.25)
    return style


def _mark_draft(painter: QPainter) -> None:
    painter.save()
    font = _font(_HEI, 110)
    painter.setFont(font)
    painter.setPen(QColor(0, 0, 0, 22))
    middle = QPointF(PAGE.width() * _POINT / 2, PAGE.height() * _POINT / 2)
    painter.translate(middle)
    painter.rotate(-35)
    painter.drawText(QRectF(-300, -120, 600, 240), int(Qt.AlignmentFlag.AlignCenter), "草稿")
    painter.restore()
