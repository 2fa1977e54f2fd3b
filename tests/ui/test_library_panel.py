"""The library on the start page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from giadesk.ui import theme
from giadesk.ui.library_hits import around
from giadesk.ui.library_list import DUE, FINDINGS, HIT, PROGRESS, STATUS, UNIT, LibraryModel, Row
from giadesk.ui.library_panel import NO_REPORTS, NOTHING_FOUND, LibraryPanel

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def row(number: int, year: int = 2026, **rest: object) -> Row:
    values: dict[str, object] = {
        "id": f"r{number}",
        "year": year,
        "unit": f"临川县第{number}镇人民政府",
        "title": "",
        "status": "draft",
        "edited": NOW,
    }
    return Row(**(values | rest))  # type: ignore[arg-type]


@pytest.fixture
def panel(qtbot: QtBot) -> LibraryPanel:
    panel = LibraryPanel()
    panel.model.today = date(2027, 1, 20)
    qtbot.addWidget(panel)
    panel.resize(1000, 400)
    panel.show_rows([row(1), row(2, 2025, status="final"), row(3, 2024)])
    return panel


def shown(panel: LibraryPanel) -> list[str]:
    return [panel.model.index(n, UNIT).data() for n in range(panel.model.rowCount())]


def places(panel: LibraryPanel) -> list[str]:
    hits = [panel.model.index(n, UNIT).data(HIT) for n in range(panel.model.rowCount())]
    return [hit[0] for hit in hits if hit]


def test_the_model_behaves(qtmodeltester: ModelTester) -> None:
    model = LibraryModel()
    model.set_rows([row(1), row(2, 2020)])
    qtmodeltester.check(model)
    model.narrow("没有")
    qtmodeltester.check(model)


def test_the_newest_year_comes_first(panel: LibraryPanel) -> None:
    assert [w[4] for w in shown(panel)] == ["1", "2", "3"]


def test_words_narrow_by_unit_and_year(panel: LibraryPanel) -> None:
    panel.search.setText("第2镇 2025")
    assert shown(panel) == ["临川县第2镇人民政府"]
    panel.search.setText("不存在的镇")
    assert shown(panel) == []
    assert panel.table.empty == NOTHING_FOUND
    panel.search.clear()
    panel.status.setCurrentIndex(panel.status.findData("final"))
    assert len(shown(panel)) == 1
    panel.status.setCurrentIndex(0)
    panel.year.setCurrentIndex(panel.year.findData(2024))
    assert len(shown(panel)) == 1


def test_the_list_is_narrowed_by_unit(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.show_rows([row(1, unit="长沙镇"), row(2, unit="安乡镇"), row(3, 2024, unit="重庆镇")])
    panel.unit.fill()
    names = [panel.unit.itemText(n) for n in range(panel.unit.count())]
    assert names == ["全部单位", "安乡镇", "长沙镇", "重庆镇"]  # by sound: 长 is chang, 重 is chong
    panel.unit.setCurrentIndex(3)
    assert shown(panel) == ["重庆镇"]
    panel.year.setCurrentIndex(panel.year.findData(2026))
    assert shown(panel) == []
    panel.year.setCurrentIndex(0)
    panel.show_rows([row(1, unit="长沙镇"), row(2, unit="安乡镇")])
    panel.unit.fill()
    assert panel.unit.chosen == ""
    assert len(shown(panel)) == 2


def test_a_filter_keeps_what_the_search_in_the_text_found(panel: LibraryPanel) -> None:
    panel.search.setText("秸秆")
    panel.show_hits("秸秆", {"r1": "秸秆还田", "r3": "秸秆禁烧"})
    assert len(shown(panel)) == 2
    panel.year.setCurrentIndex(panel.year.findData(2024))
    assert places(panel) == ["秸秆禁烧"]
    panel.year.setCurrentIndex(0)
    assert len(shown(panel)) == 2
    panel.search.setText("秸")
    assert shown(panel) == []  # other words: asked anew


def test_words_are_looked_for_in_the_text_after_a_pause(qtbot: QtBot, panel: LibraryPanel) -> None:
    with qtbot.waitSignal(panel.searched) as asked:
        panel.search.setText("秸秆")
    assert asked.args == ["秸秆"]
    panel.show_hits("别的词", {"r3": "……"})
    assert shown(panel) == []
    panel.show_hits("秸秆", {"r3": "秸秆综合利用"})
    assert shown(panel) == ["临川县第3镇人民政府"]
    assert places(panel) == ["秸秆综合利用"]
    spoken = panel.model.index(0, UNIT).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "临川县第3镇人民政府：秸秆综合利用"


def test_rows_are_higher_while_they_show_the_place_of_the_words(panel: LibraryPanel) -> None:
    low = panel.table.rowHeight(0)
    panel.search.setText("秸秆")
    panel.show_hits("秸秆", {"r3": "秸秆综合利用"})
    assert panel.table.rowHeight(0) > low * 1.4
    panel.search.clear()
    assert panel.table.rowHeight(0) == low


@given(
    text=st.text("公开信息件，秸秆。", max_size=60),
    words=st.lists(st.text("秸秆公开", min_size=1, max_size=4), max_size=3),
    room=st.integers(0, 900),
)
def test_the_word_is_kept_where_there_is_little_room(
    qapp: QApplication, text: str, words: list[str], room: int
) -> None:
    metrics = QFontMetrics(theme.font())
    before, word, after = around(text, words, metrics, room)
    found = [w for w in words if w in text]
    if found and all(metrics.horizontalAdvance(w) < room for w in found):
        assert word in found
        assert text.find(word) == min(text.find(w) for w in found)
    if metrics.horizontalAdvance(text) <= room // 2:
        assert before + word + after == text
    drawn = sum(metrics.horizontalAdvance(part) for part in (before, word, after))
    assert drawn <= room + 3 * metrics.horizontalAdvance("…")


def test_the_place_is_drawn_under_the_name(panel: LibraryPanel) -> None:
    def picture() -> QImage:
        box = panel.table.visualRect(panel.model.index(0, UNIT))
        return panel.table.viewport().grab(box).toImage()

    panel.show()
    panel.search.setText("秸秆")
    panel.show_hits("秸秆", {"r3": "秸秆综合利用，秸秆"})
    first = picture()
    panel.show_hits("秸秆", {"r3": "全年的秸秆综合利用"})
    second = picture()
    top = first.height() // 2 - 2
    upper = QRect(0, 0, first.width(), top)
    assert first.copy(upper) == second.copy(upper)  # the name
    assert first != second


def test_an_empty_library_says_what_to_do(panel: LibraryPanel) -> None:
    panel.show_rows([])
    assert panel.table.empty == NO_REPORTS


def cell(panel: LibraryPanel, one: Row, column: int) -> str:
    panel.show_rows([one])
    return str(panel.model.index(0, column).data())


def test_progress_and_findings_in_words(panel: LibraryPanel) -> None:
    assert cell(panel, row(1, filled=3, total=170, must=2, verify=1), PROGRESS) == "已填 3/170"
    assert cell(panel, row(1, must=2, verify=1), FINDINGS) == "强制 2 · 核实 1"
    assert cell(panel, row(1, must=0, verify=0), FINDINGS) == "无问题"
    assert cell(panel, row(1), FINDINGS) == ""
    assert cell(panel, row(1, status="review"), STATUS) == "待审"


def test_the_days_that_are_left(panel: LibraryPanel) -> None:
    assert cell(panel, row(1), DUE) == "还有11天"
    assert cell(panel, row(1, 2025), DUE) == "2026年1月31日已过"
    assert cell(panel, row(1, status="final"), DUE) == "已定稿"


def test_keys_open_and_remove(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.table.setFocus()
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert opened.args == ["r1"]
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.removed) as removed:
        qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert removed.args == ["r2"]


def test_the_cursor_stays_on_its_report(panel: LibraryPanel) -> None:
    panel.table.select_first("r3")
    panel.show_rows([row(1), row(2), row(3, 2024), row(4)])
    present = panel.table.current_row()
    assert present is not None
    assert present.id == "r3"


def test_two_thousand_reports_are_listed(panel: LibraryPanel) -> None:
    panel.show_rows([row(n, 2020 + n % 6) for n in range(2000)])
    assert panel.model.rowCount() == 2000
    panel.search.setText("第1999镇")
    assert len(shown(panel)) == 1
