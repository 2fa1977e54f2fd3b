"""The manual inside the program: its pictures are there, fit, and their absence is no harm."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from giadesk.ui import manual
from giadesk.ui.manual import Manual, manual_file

IMAGE = QTextDocument.ResourceType.ImageResource


def named_in(text: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)


def test_every_picture_named_is_there_and_small() -> None:
    place = manual_file()
    assert place is not None
    pictures = named_in(place.read_text("utf-8"))
    assert len(pictures) >= 6
    for picture in pictures:
        assert (place.parent / picture).stat().st_size < 150_000, picture


def test_pictures_are_shown_no_wider_than_the_page(qtbot: QtBot) -> None:
    place = manual_file()
    assert place is not None
    shown = Manual(None)
    qtbot.addWidget(shown)
    shown.show()
    for picture in named_in(place.read_text("utf-8")):
        image = shown.text.document().resource(IMAGE.value, QUrl(picture))
        assert isinstance(image, QImage)
        assert 100 < image.width() <= shown.text.viewport().width()
    assert not shown.text.horizontalScrollBar().isVisible()


def test_without_its_pictures_the_manual_still_opens(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = manual_file()
    assert place is not None
    alone = tmp_path / "manual.md"
    shutil.copy(place, alone)
    monkeypatch.setattr(manual, "manual_file", lambda: alone)
    shown = Manual(None)
    qtbot.addWidget(shown)
    shown.show()
    assert "开始页：上面三个入口" in shown.text.toPlainText()


def test_nothing_outside_the_pictures_is_read(qtbot: QtBot, tmp_path: Path) -> None:
    outside = tmp_path / "secret.png"
    QImage(50, 50, QImage.Format.Format_RGB32).save(str(outside))
    shown = Manual(None)
    qtbot.addWidget(shown)
    image = shown.text.loadResource(IMAGE.value, QUrl.fromLocalFile(str(outside)))
    assert image.width() == 1


def test_a_line_that_was_broken_in_the_file_has_no_gap(qtbot: QtBot) -> None:
    shown = Manual(None)
    qtbot.addWidget(shown)
    assert re.findall(r"[\u4e00-\u9fff，。] [\u4e00-\u9fff]", shown.text.toPlainText()) == []


def test_every_topic_is_a_heading_of_the_manual(qtbot: QtBot) -> None:
    shown = Manual(None)
    qtbot.addWidget(shown)
    shown.show()
    topics = (*manual.TOPICS.values(), *manual.PLACES.values(), *manual.PAGES.values())
    for topic in {*topics, "填表", "写正文", "四、审核"}:
        assert shown.show_topic(topic), topic
        assert shown.text.textCursor().block().text().strip() == topic
        top = shown.text.cursorRect().top()
        bar = shown.text.verticalScrollBar()
        assert top < shown.text.viewport().height() / 3 or bar.value() == bar.maximum(), topic
    assert not shown.show_topic("没有这一节")


def test_f1_in_a_dialog_opens_the_page_about_it(
    qtbot: QtBot, flows: Any, in_dialog: Callable[..., list[str]]
) -> None:
    found: list[str] = []

    def look(dialog: Any) -> None:
        QTimer.singleShot(0, lambda: qtbot.keyClick(dialog, Qt.Key.Key_F1))
        waiting.append(dialog)

    def read(dialog: Any) -> None:
        found.append(dialog.text.textCursor().block().text())
        dialog.reject()
        QTimer.singleShot(0, waiting[0].reject)

    waiting: list[Any] = []
    seen = in_dialog(look, read)
    flows.own.edit()
    assert seen == ["settingsDialog", "manualDialog"]
    assert found == ["本单位与设置"]


def test_f1_over_a_report_opens_the_page_about_what_is_being_done(
    qtbot: QtBot, flows: Any, sample_page: Any, in_dialog: Callable[..., list[str]]
) -> None:
    found: list[str] = []

    def read(dialog: Any) -> None:
        found.append(dialog.text.textCursor().block().text())
        dialog.reject()

    for section in ("requests", "overview"):
        sample_page.show_section(section)
        in_dialog(read)
        flows.manual()
    assert found == ["填表", "写正文"]


def test_every_dialog_has_its_page_and_opens_it_by_f1() -> None:
    """By the sources: a new dialog must say which page of the manual is about it."""
    named = re.compile(r'(?:super\(\).__init__\(\w+, |dialog.setObjectName\()"(\w+)"')
    own = re.compile(r'class \w+\(QDialog\):.*?self.setObjectName\("(\w+)"\)', re.DOTALL)
    found: set[str] = set()
    for source in sorted(Path(manual.__file__).parent.glob("*.py")):
        text = source.read_text("utf-8")
        names = {*named.findall(text), *own.findall(text)} - {"name"}
        if names - {"manualDialog"}:
            # those made by `Dialog` have the key from it
            assert "(Dialog)" in text or "help_by_key(" in text, source.name
        found |= names
    assert {"exportDialog", "previewDialog", "sideBySideDialog", "pastePreview"} <= found
    assert found - {"manualDialog", "openFile"} <= manual.TOPICS.keys()


def test_f1_on_the_pages_of_the_window_opens_the_page_about_them(
    qtbot: QtBot, flows: Any, in_dialog: Callable[..., list[str]]
) -> None:
    found: list[str] = []

    def read(dialog: Any) -> None:
        found.append(dialog.text.textCursor().block().text())
        dialog.reject()

    flows.window.show_page(flows.window.start)
    in_dialog(read)
    flows.manual()
    assert flows.own.welcome_if_new([])
    in_dialog(read)
    flows.manual()
    assert found == ["报告库", "一、第一次使用"]
