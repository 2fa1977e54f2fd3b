"""Copy, paste, clear, fill, 空白填0, 运算, totals: by keys, each a named step of undo."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QRadioButton
from pytestqt.qtbot import QtBot

from giadesk.checks.registry import Finding
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.ui.session import Session
from giadesk.ui.table_clip import parse_html
from giadesk.ui.table_preview import PastePreview
from tests.ui.table_help import CTRL, SHIFT, Key, Table, clipboard

MakeSession = Callable[..., Session]
MakeTable = Callable[..., Table]
N = "received/natural"
B = "received/business"


@pytest.fixture
def table(make_table: MakeTable) -> Table:
    return make_table()


def preview(qtbot: QtBot) -> PastePreview:
    """The preview that is open now."""
    open_ = [
        w for w in QApplication.topLevelWidgets() if isinstance(w, PastePreview) and w.isVisible()
    ]
    assert len(open_) == 1
    qtbot.addWidget(open_[0])
    return open_[0]


def no_preview() -> bool:
    return not [w for w in QApplication.topLevelWidgets() if isinstance(w, PastePreview)]


# -- copying ---------------------------------------------------------------------------------------


def test_copy_gives_the_range_as_tsv_and_html(table: Table) -> None:
    table.select(N, "carried_in/business")
    table.press(Key.Key_C, with_=CTRL)
    text, html = clipboard()
    assert text == "3\t2\r\n\t\r\n"
    clip = parse_html(html)
    assert clip is not None
    assert clip.texts() == [["3", "2"], ["", ""]]


def test_copy_goes_over_the_heads_of_blocks(make_table: MakeTable) -> None:
    table = make_table("disclosure")
    table.session.set_values(
        {
            "disclosure/normative/made": Decimal(4),
            "disclosure/licences/decisions": Decimal(9),
            "disclosure/fees/amount": Decimal("1.5"),
        },
        "填写",
    )
    table.press(Key.Key_A, with_=CTRL)
    table.press(Key.Key_C, with_=CTRL)
    assert clipboard()[0] == "\t\t\r\n4\t\t\r\n9\t\t\r\n\t\t\r\n\t\t\r\n1.5\t\t\r\n"
    other = make_table("disclosure")
    other.press(Key.Key_A, with_=CTRL)
    other.press(Key.Key_V, with_=CTRL)
    assert other.session.report.values == {
        **other.session.report.values,
        **{k: v for k, v in table.session.report.values.items() if k.startswith("disclosure")},
    }
    assert other.value("licences/decisions") == 9


def test_copy_while_editing_takes_the_new_text(table: Table) -> None:
    table.type("8")
    table.editor.commands.copy()
    assert clipboard()[0] == "8\r\n"


def test_cut_copies_and_clears(table: Table) -> None:
    table.select(N, B)
    table.press(Key.Key_X, with_=CTRL)
    assert clipboard()[0] == "3\t2\r\n"
    assert table.value(N) is None
    assert table.undo_text == "清除 2 格"
    table.press(Key.Key_Z, with_=CTRL)
    assert table.value(B) == 2


def test_the_whole_table_goes_to_another_years_report_and_back(
    make_table: MakeTable, make_session: MakeSession, form: Form, make_report: Callable[..., Report]
) -> None:
    ids = [i for i in form.indicators if not form.indicators[i].computed]
    full = make_report().with_values({i: Decimal(n % 40) for n, i in enumerate(ids)})
    for spec in form.spec.tables:
        source = make_table(spec.id, session=make_session(full))
        source.editor.commands.copy_table()
        assert "已复制" in source.editor.notice.text
        target = make_table(spec.id, session=make_session(make_report()))
        target.press(Key.Key_End, with_=CTRL)  # wherever the focus is, labels lead
        target.press(Key.Key_V, with_=CTRL)
        own = {k: v for k, v in full.values.items() if form.indicators[k].table == spec.id}
        assert target.session.report.values == own
        assert target.undo_text == f"粘贴 {len(own)} 格"
        source.editor.close()
        target.editor.close()


# -- pasting ---------------------------------------------------------------------------------------


def test_a_range_is_pasted_as_one_step(table: Table) -> None:
    table.paste("11\t3\t０\r\n2\t—\t1,200\r\n")
    assert table.value(N) == 11
    assert table.value("received/research") == 0
    assert table.value("carried_in/business") is None
    assert table.value("carried_in/research") == 1200
    assert table.undo_text == "粘贴 6 格"
    assert table.session.undo_stack.count() == 1
    assert len(table.selected) == 6
    assert table.editor.notice.text == "已粘贴 6 格"
    table.press(Key.Key_Z, with_=CTRL)
    assert table.value(N) == 3
    assert table.value("carried_in/research") is None


def test_html_of_a_spreadsheet_is_preferred_for_what_it_hides(table: Table, qtbot: QtBot) -> None:
    table.paste("3\t4\r\n", '<table><tr><td sdval="2.6">3</td><td sdval="4">4.0</td></tr></table>')
    dialog = preview(qtbot)
    assert "实际是2.6" in dialog.lines.item(0, 3).text()
    dialog.accept()
    assert table.value(N) == 3
    assert table.value(B) == 4


def test_one_value_fills_the_selection(table: Table) -> None:
    table.select(N, "granted/research")
    table.paste("7")
    assert table.undo_text == "粘贴 9 格"
    assert table.value("granted/research") == 7
    assert no_preview()


def test_totals_are_skipped_and_said(table: Table) -> None:
    table.paste("1\t0\t0\t0\t0\t0\t5\r\n")
    assert table.value(N) == 1
    assert table.value("received/total") is None
    assert "跳过 1 个合计格" in table.editor.notice.text
    assert "粘贴的是5，计算得1" in table.editor.notice.text


def test_nothing_is_written_before_it_is_agreed(table: Table, qtbot: QtBot) -> None:
    before = table.session.report
    table.paste("1\t-2\r\n2.5\t4\r\n")
    dialog = preview(qtbot)
    assert table.session.report is before
    assert [dialog.lines.item(r, 1).text() for r in range(2)] == ["-2", "2.5"]
    assert dialog.ok.text() == "粘贴 2 格"
    dialog.reject()
    assert table.session.report is before


def test_agreeing_writes_what_can_be_written_and_names_the_rest(table: Table, qtbot: QtBot) -> None:
    table.paste("1\t-2\r\n2.5\t4\r\n")
    preview(qtbot).accept()
    assert table.value(N) == 1
    assert table.value(B) == 2
    assert table.value("carried_in/business") == 4
    assert table.undo_text == "粘贴 2 格"
    assert "未粘贴：本年新收·商业企业、上年结转·自然人" in table.editor.notice.text


def test_offers_are_taken_only_where_ticked(table: Table, qtbot: QtBot) -> None:
    table.paste("一百零五\t12万\r\n")
    dialog = preview(qtbot)
    assert not dialog.ok.isEnabled()
    dialog.all_offers.click()
    assert dialog.ok.text() == "粘贴 2 格"
    from PySide6.QtCore import Qt

    dialog.lines.item(1, 2).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.ok.text() == "粘贴 1 格"
    dialog.accept()
    assert table.value(N) == 105
    assert table.value(B) == 2


def test_another_shape_gives_a_choice(table: Table, qtbot: QtBot) -> None:
    table.select(N, "denied_law/total")
    table.paste("\r\n".join("\t".join("1" * 5) for _ in range(6)) + "\r\n")
    dialog = preview(qtbot)
    assert dialog.heading.text() == "粘贴 6×5，区域 6×7（行×列）"
    labels = [b.text() for b in dialog.findChildren(QRadioButton) if not b.isHidden()]
    assert labels == ["从左上角起粘贴全部 6×5", "粘贴 6×5，选中的其余格清空"]
    assert dialog.ok.text() == "粘贴 30 格"
    dialog.ways.button(1).setChecked(True)
    assert dialog.ok.text() == "粘贴 36 格"
    dialog.accept()
    assert table.undo_text == "粘贴 36 格"


def test_what_goes_beside_the_table_is_asked(table: Table, qtbot: QtBot) -> None:
    table.go("carried_out/other_org")
    table.paste("1\t2\t3\r\n4\t5\t6\r\n")
    dialog = preview(qtbot)
    assert "4 格超出表格" in dialog.summary.text()
    dialog.accept()
    assert table.value("carried_out/other_org") == 1


def test_cells_with_line_breaks_do_not_shift_rows(table: Table, qtbot: QtBot) -> None:
    table.paste('"1\n2"\t5\r\n6\t7\r\n')
    dialog = preview(qtbot)
    assert dialog.lines.rowCount() == 1
    dialog.accept()
    assert table.value(B) == 5
    assert table.value("carried_in/natural") == 6


def test_a_paste_takes_the_place_of_refused_texts(table: Table) -> None:
    table.type("abc")
    table.press(Key.Key_Tab)
    table.go(N)
    table.paste("6")
    assert table.shown(N) == "6"
    assert table.editor.refused == {}


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_clipboard_is_said_or_clears(table: Table, text: str) -> None:
    if text:
        table.paste(text)
        assert table.value(N) is None
    else:
        QApplication.clipboard().clear()
        table.press(Key.Key_V, with_=CTRL)
        assert "没有可以粘贴" in table.editor.notice.text
        assert table.value(N) == 3


def test_a_clipboard_too_large_is_refused_in_words(table: Table) -> None:
    table.paste("1\t" * 30_000)
    assert "超过" in table.editor.notice.text
    assert table.value(N) == 3
    assert no_preview()


# -- clearing and filling --------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_clears_the_selection_as_one_step(table: Table, key: Key) -> None:
    table.select(N, "granted/total")
    table.press(key)
    assert table.value(N) is None
    assert table.value(B) is None
    assert table.undo_text == "清除 2 格"
    table.press(Key.Key_Z, with_=CTRL)
    assert (table.value(N), table.value(B)) == (3, 2)
    assert table.session.undo_stack.index() == 0


def test_delete_on_a_total_says_why_not(table: Table) -> None:
    table.go("received/total")
    table.press(Key.Key_Delete)
    assert "由程序计算" in table.view.hint.text
    assert table.session.undo_stack.count() == 0


def test_ctrl_d_takes_the_cell_above(table: Table) -> None:
    table.go("carried_in/business")
    table.press(Key.Key_D, with_=CTRL)
    assert table.value("carried_in/business") == 2
    assert table.undo_text == "同上 1 格"


def test_ctrl_d_fills_the_selection_from_its_first_row(table: Table) -> None:
    table.select(N, "granted/total")
    table.press(Key.Key_D, with_=CTRL)
    assert table.value("granted/natural") == 3
    assert table.value("carried_in/business") == 2
    assert table.value("granted/total") is None
    assert table.undo_text == "同上 12 格"


def test_ctrl_r_takes_the_cell_at_the_left(table: Table) -> None:
    table.go("received/research")
    table.press(Key.Key_R, with_=CTRL)
    assert table.value("received/research") == 2
    table.select(N, "received/other_org")
    table.press(Key.Key_R, with_=CTRL)
    assert table.value("received/other_org") == 3


def test_a_whole_amount_does_not_fall_from_money_into_counts(make_table: MakeTable) -> None:
    table = make_table("disclosure")
    table.session.set_values({"disclosure/coercion/decisions": Decimal(3)}, "填写")
    table.go("fees/amount")
    table.press(Key.Key_D, with_=CTRL)
    assert table.value("fees/amount") == 3


def test_the_figure_of_the_cell_in_focus_fills_the_selection(table: Table) -> None:
    table.go("granted/research")
    table.type("4")
    table.press(Key.Key_Up, Key.Key_Down)
    table.click("denied_secret/welfare", SHIFT)
    table.view.setCurrentIndex(table.figures.index_of(table.full("granted/research")))
    table.select("granted/research", "denied_secret/welfare")
    table.press(Key.Key_Left, with_=SHIFT)
    table.press(Key.Key_Right, with_=SHIFT)
    assert table.at == "denied_secret/welfare"
    table.session.set_values({table.full("denied_secret/welfare"): Decimal(6)}, "填写")
    table.editor.commands.fill_selection()
    assert table.value("granted/research") == 6
    assert table.undo_text.startswith("填充 ")


def test_blanks_are_filled_with_0_after_a_preview(table: Table, form: Form) -> None:
    blank = [i for i in table.view.map.ids if not form.indicators[i].computed]
    table.editor.blanks.click()
    assert "142 个空白格" in table.editor.notice.text
    assert table.figures.is_ghost(table.full("granted/natural"))
    assert not table.figures.is_ghost(table.full(N))
    assert not table.figures.is_ghost(table.full("granted/total"))
    assert table.value("granted/natural") is None  # only shown
    table.editor.notice.yes.click()
    assert all(table.session.report.figure(i) is not None for i in blank)
    assert table.value(N) == 3
    assert table.undo_text == "空白填0（142 格）"
    assert not table.figures.is_ghost(table.full("granted/natural"))
    table.session.undo()
    assert table.value("granted/natural") is None


def test_declining_to_fill_blanks_changes_nothing(table: Table) -> None:
    table.editor.blanks.click()
    table.editor.notice.no.click()
    assert not table.figures.is_ghost(table.full("granted/natural"))
    assert table.value("granted/natural") is None
    assert table.editor.notice.text == ""
    table.editor.blanks.click()
    table.press(Key.Key_Down)
    QApplication.sendEvent(table.editor, _escape())
    assert table.editor.notice.text == ""
    assert table.session.undo_stack.count() == 0


def _escape():  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    from tests.ui.table_help import NONE

    return QKeyEvent(QEvent.Type.KeyPress, Key.Key_Escape, NONE)


def test_only_the_selected_blanks_are_filled(table: Table) -> None:
    table.select(N, "carried_in/total")
    table.editor.commands.fill_blanks()
    assert "选中的格有 10 个空白格" in table.editor.notice.text
    table.editor.notice.yes.click()
    assert table.value("carried_in/other_org") == 0
    assert table.value("granted/natural") is None


def test_no_blanks_is_said(table: Table) -> None:
    table.editor.blanks.click()
    table.editor.notice.yes.click()
    table.editor.blanks.click()
    assert table.editor.notice.text == "没有空白格"


# -- totals ----------------------------------------------------------------------------------------


def test_f9_computes_unlocked_totals_again_as_a_step(table: Table) -> None:
    table.go("received/total")
    table.editor.commands.unlock()
    table.type("9")
    table.press(Key.Key_Return)
    table.press(Key.Key_F9)
    assert table.shown("received/total") == "5"
    assert table.undo_text == "运算"
    assert "本年新收·总计 9→5" in table.editor.notice.text
    table.press(Key.Key_F9)
    assert "合计都是计算所得" in table.editor.notice.text


def test_f9_writes_what_is_being_typed_first(table: Table) -> None:
    table.type("8")
    table.press(Key.Key_F9)
    assert table.view.editor is None
    assert table.value(N) == 8
    assert table.shown("received/total") == "10"


# -- menu, details, marks --------------------------------------------------------------------------


def labels(menu: QMenu) -> list[str]:
    return [a.text().partition("\t")[0] for a in menu.actions() if a.text()]


def action(menu: QMenu, text: str) -> QAction:
    return next(a for a in menu.actions() if a.text().startswith(text))


def test_the_menu_offers_what_the_cell_allows(table: Table) -> None:
    menu = table.editor.commands.menu()
    assert "复制整张表" in labels(menu)
    assert "解锁此合计" not in labels(menu)
    assert not action(menu, "用本格的数填充").isEnabled()
    table.go("received/total")
    menu = table.editor.commands.menu()
    action(menu, "解锁此合计").trigger()
    assert table.figures.is_open(table.full("received/total"))
    menu = table.editor.commands.menu()
    assert "解锁此合计" not in labels(menu)
    action(menu, "恢复计算").trigger()
    assert not table.figures.is_open(table.full("received/total"))


def test_the_menu_of_a_read_only_report_changes_nothing(make_table: MakeTable, make_session: MakeSession, report: Report) -> None:  # fmt: skip
    table = make_table(session=make_session(report, read_only=True))
    menu = table.editor.commands.menu()
    assert {a.text().partition("\t")[0] for a in menu.actions() if a.isEnabled() and a.text()} == {
        "复制",
        "复制整张表",
        "本格说明",
        "查找指标…",
        "历年趋势…",
    }


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_opens_by_mouse_and_by_key_at_the_cell(table: Table, qtbot: QtBot) -> None:
    at = table.centre("granted/welfare")
    viewport = table.view.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert table.at == "granted/welfare"
    menu.close()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(table.view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert table.at == "granted/welfare"
    menu.close()


def test_ctrl_enter_tells_how_the_cell_is_counted(table: Table) -> None:
    table.session.set_checks(lambda _r: [Finding("F", "must", "列不平", cells=(table.full(N),))])
    table.press(Key.Key_Return, with_=CTRL)
    text = table.view.hint.text
    assert "本年新收·自然人（件）" in text
    assert "收到的申请" in text
    assert "依据：条例第二十九条" in text
    assert "上年：1" in text
    assert "列不平" in text
    table.press(Key.Key_Return, with_=CTRL)
    assert table.view.hint.text == ""


def test_both_sides_of_a_relation_are_marked_until_esc(table: Table) -> None:
    table.editor.mark([table.full(N)], [table.full("handled/natural")])
    assert table.figures.mark_of(table.full(N)) == 1
    assert table.figures.mark_of(table.full("handled/natural")) == 2
    table.press(Key.Key_Escape)
    assert table.figures.mark_of(table.full(N)) == 0


def test_last_years_figures_can_be_switched_off(table: Table, make_table: MakeTable, make_session: MakeSession, report: Report) -> None:  # fmt: skip
    assert table.figures.last(table.full(N)) == "1"
    table.editor.last_year.click()
    assert table.figures.last(table.full(N)) == ""
    alone = make_table(session=make_session(report))
    assert not alone.editor.last_year.isVisible()


def test_ctrl_f_leads_to_an_indicator_by_name_or_pinyin(table: Table) -> None:
    wanted: list[str] = []
    table.session.cell_wanted.connect(wanted.append)
    table.press(Key.Key_F, with_=CTRL)
    finder = table.editor._finder
    assert finder is not None
    assert QApplication.focusWidget() is finder.line
    QTest.keyClicks(finder.line, "bnxs")
    QTest.keyClick(finder.line, Key.Key_Return)
    assert wanted == ["applications/received/total"]
    assert not finder.isVisible()
    table.press(Key.Key_F, with_=CTRL)
    QTest.keyClick(finder.line, Key.Key_Escape)
    assert table.view.hasFocus()
