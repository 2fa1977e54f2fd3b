"""F1: the manual for clerks, inside the program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from giadesk.places import shipped
from giadesk.ui import pieces

_MARGIN = 18
_HAN = "\u3000-\u9fff\uff00-\uffef“”"
_BROKEN = re.compile(f"(?<=[{_HAN}])\n *(?=[{_HAN}])")
"""An end of line within a Chinese sentence, where Markdown would put a space."""


TOPICS = {
    "exportDialog": "导出",
    "batchExportDialog": "一次导出多份",
    "batchSummary": "一次导出多份",
    "layoutDialog": "版式",
    "previewDialog": "预览和打印",
    "reviewDialog": "审签和定稿",
    "settingsDialog": "本单位与设置",
    "importReview": "读入文件",
    "importQueue": "读入文件",
    "versionsDialog": "历史版本",
    "insertTableDialog": "自备表格",
    "aboutDialog": "标题、落款和附件",
    "pastePreview": "填表",
    "sideBySideDialog": "与去年对照",
    "binDialog": "报告库",
    "namesDialog": "汇总",
    "fromLastYearDialog": "二、从去年的报告开始",
    "blankDialog": "二、从去年的报告开始",
    "crashDialog": "七、遇到问题",
    "question": "七、遇到问题",
}
"""Dialogs by the heading of the manual that is about them."""


PAGES = {
    "startPage": "报告库",
    "welcome": "一、第一次使用",
    "yearsPage": "历年数据",
    "rollupPage": "汇总",
    "recoveryPage": "七、遇到问题",
}
"""Pages of the window by the heading that is about them; the report page has PLACES."""


PLACES = {
    "freeTableView": "自备表格",
    "freeTableField": "自备表格",
    "freeTableTitle": "自备表格",
    "trendPanel": "历年数据",
    "lastYear": "与去年对照",
}
"""Parts of the report page by the heading that is about them, where the focus is inside."""


def names_around(widget: QWidget | None) -> set[str]:
    """The names of a widget and of all that it stands in."""
    names = set()
    while widget is not None:
        names.add(widget.objectName())
        widget = widget.parentWidget()
    return names


def help_for(window: QWidget) -> None:
    """F1 in a dialog: the manual over it, at the page that is about it."""
    manual = Manual(window, TOPICS.get(window.objectName(), ""))
    manual.exec()
    manual.deleteLater()


def manual_file() -> Path | None:
    """The manual's text; None where it was not installed."""
    resources = shipped("resources")
    for place in (resources / "manual.md", resources.parent / "docs" / "manual.md"):
        if place.is_file():
            return place
    return None


class _Text(QTextBrowser):
    """Shows pictures that lie beside the manual, never wider than itself; nothing from elsewhere."""

    def __init__(self, pictures: Path | None, width: int) -> None:
        super().__init__()
        self._pictures = pictures
        self._width = width

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        empty = QImage(1, 1, QImage.Format.Format_ARGB32)
        empty.fill(Qt.GlobalColor.transparent)
        if kind != QTextDocument.ResourceType.ImageResource.value or self._pictures is None:
            return empty
        place = self._pictures / QUrl(name).fileName()
        image = QImage(str(place)) if place.is_file() else empty
        if image.width() > self._width:
            image = image.scaledToWidth(self._width, Qt.TransformationMode.SmoothTransformation)
        return empty if image.isNull() else image


class Manual(QDialog):
    """Our own Markdown, so rich text is safe here; links lead nowhere outside.

    topic: the heading to open at, "" for the beginning.
    """

    def __init__(self, parent: QWidget | None, topic: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("manualDialog")
        self.setWindowTitle("使用手册")
        place = manual_file()
        unit = self.fontMetrics().horizontalAdvance("政")
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(min(unit * 58, room.width() - 20), min(unit * 46, room.height() - 48))
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = self.width() - 2 * _MARGIN - bar - 8
        self.text = _Text(place.parent / "pictures" if place else None, width)
        self.text.setObjectName("manualText")
        self.text.setAccessibleName("使用手册")
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(_MARGIN)
        if place is None:
            self.text.setPlainText("没有找到使用手册，可能安装不完整。")
        else:
            self.text.document().setMarkdown(
                _BROKEN.sub("", place.read_text("utf-8")),
                QTextDocument.MarkdownFeature.MarkdownDialectGitHub
                | QTextDocument.MarkdownFeature.MarkdownNoHTML,
            )
        self.words = QLineEdit()
        self.words.setObjectName("manualSearch")
        self.words.setAccessibleName("在手册中查找")
        self.words.setPlaceholderText("在手册中查找，回车到下一处")
        self.words.returnPressed.connect(self._find)
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self.words, 1)
        row.addWidget(pieces.button("关闭", "close", self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(pieces.line())
        layout.addWidget(self.text, 1)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.words.setFocus)
        self.text.setFocus()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if topic:
            self.show_topic(topic)

    def show_topic(self, topic: str) -> bool:
        """Begin at the heading with these words. False where there is none."""
        block = self.text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == topic:
                self.text.setTextCursor(QTextCursor(block))
                layout = self.text.document().documentLayout()
                top = layout.blockBoundingRect(block).top()  # lays out all that is above it
                self.text.verticalScrollBar().setValue(round(top) - _MARGIN // 2)
                return True
            block = block.next()
        return False

    def _find(self) -> None:
        words = self.words.text()
        if words and not self.text.find(words):
            cursor = self.text.textCursor()
            cursor.setPosition(0)
            self.text.setTextCursor(cursor)
            self.text.find(words)
