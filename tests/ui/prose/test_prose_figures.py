"""Live figures: shown, followed, chosen, turned into words and back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from giadesk.core.form import Form
from giadesk.core.prose import plain
from giadesk.core.report import Paragraph
from giadesk.ui.prose_figures import choices, ids_with, label_of, rows_shown
from giadesk.ui.prose_menu import context_menu, selected_number

Key = Qt.Key
Make = Callable[..., Any]
TOTAL = "applications/received/total"
LIVE = "{" + TOTAL + "}"


def menu_at(desk: Any, paragraph: int, offset: int) -> QMenu:
    cursor = desk.text.textCursor()
    cursor.setPosition(desk.text.prose.position(paragraph, offset))
    rect = desk.text.cursorRect(cursor)
    return context_menu(desk.editor, desk.session, rect.center() + QPoint(5, 0))


def act(menu: QMenu, *path: str) -> None:
    actions = {a.text(): a for a in menu.actions()}
    action = actions[path[0]]
    if len(path) > 1:
        inner = action.menu()
        assert isinstance(inner, QMenu)
        act(inner, *path[1:])
    else:
        assert action.isEnabled()
        action.trigger()


def test_a_live_figure_is_one_character_for_cursor_and_deletion(make_desk: Make) -> None:
    desk = make_desk(f"共{LIVE}件")
    desk.put_cursor(0, 1)
    desk.key(Key.Key_Right)
    assert desk.cursor_place() == (0, 1 + len(LIVE))
    desk.key(Key.Key_Backspace)
    assert desk.lines == ["共件"]
    desk.undo()
    assert desk.lines == [f"共{LIVE}件"]


def test_typing_beside_a_live_figure_stays_plain(make_desk: Make) -> None:
    desk = make_desk(f"{LIVE}")
    desk.put_cursor(0, len(LIVE))
    desk.type("a")
    desk.compose("", commit="公开")
    desk.put_cursor(0, 0)
    desk.type("b")
    assert desk.lines == [f"b{LIVE}a公开"]


def test_a_live_figure_follows_the_table_without_an_edit(make_desk: Make) -> None:
    desk = make_desk(f"共{LIVE}件")
    document = desk.text.prose

    def width() -> float:
        return document.documentLayout().blockBoundingRect(document.begin()).width() and (
            document.begin().layout().lineAt(0).naturalTextWidth()
        )

    before = width()
    desk.session.set_values({"applications/received/natural": Decimal(123456)}, "填数")
    assert desk.editor.values.figure(TOTAL) == ("123460", True)
    assert width() > before
    desk.session.set_values(
        {"applications/received/natural": None, "applications/received/business": None}, "清空"
    )
    assert desk.editor.values.figure(TOTAL) == ("××", False)
    assert desk.steps == ["填数", "清空"]


def test_typing_a_brace_lets_the_clerk_choose(make_desk: Make) -> None:
    desk = make_desk("共件")
    desk.put_cursor(0, 1)
    desk.type("{")
    search = desk.editor._chooser
    assert search.isVisible()
    QTest.keyClicks(search.line, "bnxs zongji")
    assert next(rows_shown(search)) == TOTAL
    assert search.list.item(0).text().startswith("15　")
    QTest.keyClick(search.line, Key.Key_Return)
    assert not search.isVisible()
    assert desk.lines == [f"共{LIVE}件"]
    assert desk.steps == ["插入数据"]
    assert desk.cursor_place() == (0, 1 + len(LIVE))
    assert desk.editor.window().focusWidget() is desk.text


def test_a_full_width_brace_from_the_input_method_does_too(make_desk: Make) -> None:
    desk = make_desk("共")
    desk.put_cursor(0, 1)
    desk.compose("", commit="｛")
    assert desk.editor._chooser.isVisible()
    QTest.keyClick(desk.editor._chooser.line, Key.Key_Down)
    QTest.keyClick(desk.editor._chooser.line, Key.Key_Return)
    assert desk.paragraphs[0].text.startswith("共{")
    assert "｛" not in desk.paragraphs[0].text


def test_giving_up_keeps_what_was_typed(make_desk: Make) -> None:
    desk = make_desk("共")
    desk.put_cursor(0, 1)
    desk.type("{")
    QTest.keyClicks(desk.editor._chooser.line, "abc")
    QTest.keyClick(desk.editor._chooser.line, Key.Key_Escape)
    assert desk.lines == ["共{abc"]


def test_a_word_nothing_fits_offers_nothing(make_desk: Make) -> None:
    desk = make_desk("共")
    desk.editor.choose_figure("没有这种指标")
    assert list(rows_shown(desk.editor._chooser)) == []
    QTest.keyClick(desk.editor._chooser.line, Key.Key_Return)
    assert desk.lines == ["共"]


def test_choosing_by_name_label_alias_and_pinyin(form: Form) -> None:
    for words in ("本年新收 总计", "新收申请 总计", "bnxs 总计", "bennianxinshou zj"):
        assert choices(form, words)[0].id == TOTAL, words
    assert {c.id.split("/")[1] for c in choices(form, "国家秘密")} == {"denied_secret"}
    assert choices(form, "行政规范性文件 现行有效")[0].id == "disclosure/normative/effective"
    assert choices(form, "", prefer="proceedings")[0].id.startswith("proceedings/")


def test_menu_of_a_live_figure(make_desk: Make) -> None:
    desk = make_desk(f"共{LIVE}件")
    wanted: list[str] = []
    desk.session.cell_wanted.connect(wanted.append)
    act(menu_at(desk, 0, 1), "到表中查看")
    assert wanted == [TOTAL]
    act(menu_at(desk, 0, 1), "改为文字")
    assert desk.lines == ["共15件"]
    assert desk.steps == ["改为文字"]
    desk.undo()
    assert desk.lines == [f"共{LIVE}件"]


def test_a_selected_number_becomes_the_figure_of_the_table(make_desk: Make, form: Form) -> None:
    desk = make_desk("共15件")
    desk.put_cursor(0, 1, to=(0, 3))
    assert selected_number(desk.editor) == 15
    found = ids_with(desk.session.figures, form, Decimal(15))
    assert found == [TOTAL]
    act(menu_at(desk, 0, 1), "用表中数字", label_of(form.indicators[TOTAL]))
    assert desk.lines == [f"共{LIVE}件"]
    assert desk.steps == ["插入数据"]


def test_what_is_no_number_is_not_offered(make_desk: Make) -> None:
    desk = make_desk("共十五件")
    desk.put_cursor(0, 1, to=(0, 3))
    assert selected_number(desk.editor) is None
    assert "用表中数字" not in [a.text() for a in menu_at(desk, 0, 1).actions()]


def test_an_id_the_form_does_not_have_is_shown_as_unfilled(make_desk: Make) -> None:
    desk = make_desk("共{gone/row/column}件")
    assert desk.editor.values.figure("gone/row/column") == ("××", False)
    desk.put_cursor(0, 1)
    desk.type("x")
    assert desk.lines == ["共x{gone/row/column}件"]


def test_tips_say_what_a_figure_is_in_plain_text(make_desk: Make) -> None:
    desk = make_desk(f"共{LIVE}件")
    cursor = desk.text.textCursor()
    cursor.setPosition(1)
    point = desk.text.cursorRect(cursor).center() + QPoint(6, 0)
    assert desk.text.object_under(QPointF(point))[2] == TOTAL
    assert "本年新收" in desk.editor.tips.words_under(point)


def test_a_screen_reader_is_told_the_figure_at_the_cursor(make_desk: Make) -> None:
    desk = make_desk(f"共{LIVE}件，另有{{gone/row/column}}件。")
    desk.put_cursor(0, 1 + len(LIVE))
    told = QAccessible.queryAccessibleInterface(desk.text).text(QAccessible.Text.Description)
    indicator = desk.session.form.indicators[TOTAL]
    shown = plain(desk.session.figures[TOTAL])
    assert told == f"{label_of(indicator)}，{shown}件"
    desk.put_cursor(0, 3 + len(LIVE))
    assert desk.text.accessibleDescription() == ""
    desk.put_cursor(0, len(f"共{LIVE}件，另有{{gone/row/column}}"))
    assert "表中没有这一项" in desk.text.accessibleDescription()


def test_read_only_menus_change_nothing(make_desk: Make) -> None:
    desk = make_desk(f"共{LIVE}件", read_only=True)
    menu = menu_at(desk, 0, 1)
    enabled = {a.text() for a in menu.actions() if a.isEnabled() and a.text()}
    assert "到表中查看" in enabled
    assert not enabled & {"改为文字", "剪切", "粘贴", "插入数据…"}
    desk.editor.choose_figure()
    assert desk.editor._chooser is None


def test_phrases_are_those_of_the_section_and_can_be_inserted(make_desk: Make) -> None:
    from giadesk.ui.prose_menu import phrases_menu

    desk = make_desk("")
    menu = phrases_menu(desk.editor, desk.session, "overview")
    group = next(a for a in menu.actions() if a.text() == "依申请公开")
    inner = group.menu()
    assert isinstance(inner, QMenu)
    inner.actions()[0].trigger()
    assert LIVE in desk.paragraphs[0].text
    assert desk.steps == ["插入常用语"]
    assert [
        a.isEnabled() for a in phrases_menu(desk.editor, desk.session, "requests").actions()
    ] == [False]


def test_shown_paragraph_of_a_free_table(make_desk: Make) -> None:
    desk = make_desk(Paragraph(table="free-1"))
    assert desk.editor.values.table_title("free-1") == "〔表〕"
    assert (
        desk.editor.values.table_title("applications") == "〔表：收到和处理政府信息公开申请情况〕"
    )


def test_a_double_click_leads_to_the_table(make_desk: Make) -> None:
    desk = make_desk(f"共{LIVE}件")
    wanted: list[str] = []
    desk.session.cell_wanted.connect(wanted.append)
    cursor = desk.text.textCursor()
    cursor.setPosition(1)
    point = desk.text.cursorRect(cursor).center() + QPoint(6, 0)
    QTest.mouseDClick(desk.text.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert wanted == [TOTAL]


def test_the_list_of_figures_goes_with_its_section(make_desk: Make) -> None:
    desk = make_desk("共")
    desk.put_cursor(0, 1)
    desk.type("{")
    assert desk.editor._chooser.isVisible()
    desk.editor.hide()
    assert not desk.editor._chooser.isVisible()
    assert desk.lines == ["共{"]
