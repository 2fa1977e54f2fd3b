"""The manual inside the program: its pictures are there, fit, and their absence is no harm."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
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
