"""Tables of the clerk's own on the section page: shown whole, written, pasted, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.grids import new_grid
from giadesk.core.report import FreeTable, Paragraph, Report
from giadesk.ui import composing
from giadesk.ui.free_table import InsertTableDialog
from giadesk.ui.free_table_model import insert_table
from giadesk.ui.section_page import SectionPage

GRID = Grid(
    4,
    3,
    (
        GridCell(0, 0, "培训对象", rows=2, kind="head"),
        GridCell(0, 1, "培训情况", columns=2, kind="head"),
        GridCell(1, 1, "场次", kind="head"),
        GridCell(1, 2, "人次", kind="head"),
        GridCell(2, 0, "村干部"),
        GridCell(2, 1, ""),
        GridCell(2, 2, ""),
        GridCell(3, 0, "机关干部"),
        GridCell(3, 1, ""),
        GridCell(3, 2, "=58"),
    ),
    head_rows=2,
    caption="培训情况",
)


def with_table(report: Report, section_id: str, grid: Grid = GRID) -> Report:
    """The report with a free table in a section."""
    section = report.section(section_id)
    assert section is not None
    return report.with_section(
        msgspec.structs.replace(
            section,
            paragraphs=(Paragraph("全年开展培训。"), Paragraph(table="free-1")),
            free_tables=(FreeTable("free-1", grid),),
        )
    )


@pytest.fixture
def make_page(
    qtbot: QtBot, make_session: Callable[..., Any], report: Report
) -> Iterator[Callable[..., SectionPage]]:
    """Show a section that has a free table."""

    def make(section_id: str = "overview", *, grid: Grid = GRID, **options: Any) -> SectionPage:
        session = make_session(with_table(report, section_id, grid), **options)
        page = SectionPage(session, section_id)
        qtbot.addWidget(page)
        page.resize(900, 700)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return page

    return make


def words(page: SectionPage, row: int) -> list[str]:
    """What the report has in a row of the free table."""
    section = page._session.report.section(page.section_id)
    assert section is not None
    grid = section.free_tables[0].grid
    return [c.text if c else "∅" for c in grid.matrix()[row]]


def view_of(page: SectionPage) -> Any:
    return page.free["free-1"].view


def view_at(page: SectionPage, row: int, column: int) -> Any:
    """The table with the focus, its cursor on a cell."""
    view = view_of(page)
    view.setFocus()
    view.go(view.model().index(row, column))
    return view


def chosen(menu: QMenu, words: str) -> QAction:
    """The line of a menu with these words."""
    return next(action for action in menu.actions() if action.objectName() == words)


def field() -> QPlainTextEdit:
    """The cell that is being written."""
    widget = QApplication.focusWidget()
    assert isinstance(widget, QPlainTextEdit), widget
    return widget


@pytest.mark.parametrize("section_id", ["overview", "requests"])
def test_the_table_stands_in_its_section_with_its_merged_heads(
    make_page: Callable[..., SectionPage], section_id: str
) -> None:
    page = make_page(section_id)
    editor = page.free["free-1"]
    assert editor.isVisible()
    assert page.splitter.indexOf(editor) == len(page.tables)
    assert editor.view.rowSpan(0, 0) == 2
    assert editor.view.columnSpan(0, 1) == 2
    assert editor.model.index(3, 2).data() == "=58"
    assert editor.view.accessibleName() == "培训情况，共4行"
    assert page.prose.isVisible()
    assert editor.title.text() == "培训情况"


def test_typing_a_cell_is_one_undo_step(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    view = view_at(page, 2, 1)
    qtbot.keyClicks(view, "1")
    qtbot.keyClicks(field(), "2")
    qtbot.keyClick(field(), Qt.Key.Key_Return)
    assert words(page, 2) == ["村干部", "12", ""]
    assert (view.currentIndex().row(), view.currentIndex().column()) == (3, 1)
    assert page._session.undo_stack.undoText() == "修改表格"
    page._session.undo()
    assert words(page, 2) == ["村干部", "", ""]
    assert view.model().index(2, 1).data() == ""
    page._session.redo()
    assert view.model().index(2, 1).data() == "12"


def test_escape_gives_up_and_alt_enter_is_a_new_line(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    view = view_at(page, 2, 0)
    qtbot.keyClicks(view, "x")
    qtbot.keyClick(field(), Qt.Key.Key_Escape)
    assert words(page, 2)[0] == "村干部"
    qtbot.keyClick(view, Qt.Key.Key_F2)
    field().moveCursor(field().textCursor().MoveOperation.End)
    qtbot.keyClick(field(), Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(field(), "a")
    qtbot.keyClick(field(), Qt.Key.Key_Return)
    assert words(page, 2)[0] == "村干部\na"


def test_what_is_being_typed_is_taken_when_the_section_is_left_or_saved(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    view = view_at(page, 2, 1)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    QApplication.sendEvent(field(), QInputMethodEvent("xin", []))
    event = QInputMethodEvent()
    event.setCommitString("信息")
    QApplication.sendEvent(field(), event)
    page.commit()
    assert words(page, 2)[1] == "信息"
    qtbot.keyClick(view, Qt.Key.Key_F2)
    qtbot.keyClicks(field(), "7")
    page.hide()
    assert words(page, 2)[1] == "7"


def test_composed_letters_that_the_platform_drops_are_taken(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    composing.watch(application)
    page = make_page()
    view = view_of(page)
    page.window().activateWindow()
    view.setFocus()
    view.go(view.model().index(2, 1))
    qtbot.keyClick(view, Qt.Key.Key_F2)
    qtbot.waitUntil(field().hasFocus)
    QApplication.sendEvent(field(), QInputMethodEvent("zhengfu", []))
    page.commit()
    assert words(page, 2)[1] == "zhengfu"


def test_paste_fills_from_the_cursor_and_the_table_grows_in_one_step(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    view = view_at(page, 2, 1)
    QGuiApplication.clipboard().setText("3\t36\n2\t58\n")
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert words(page, 2) == ["村干部", "3", "36"]
    assert words(page, 3) == ["机关干部", "2", "58"]
    assert page._session.undo_stack.undoText() == "粘贴4格"
    assert page.free["free-1"].notice.isHidden()
    view.go(view.model().index(3, 2))
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "加了1行、1列" in page.free["free-1"].notice.text()
    assert words(page, 3) == ["机关干部", "2", "3", "36"]
    assert words(page, 4) == ["", "", "2", "58"]
    page._session.undo()
    assert words(page, 3) == ["机关干部", "2", "58"]
    assert (view.model().rowCount(), view.model().columnCount()) == (4, 3)
    page._session.undo()
    assert words(page, 2) == ["村干部", "", ""]


def test_a_paste_that_no_page_could_hold_is_refused_with_the_reason(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    view = view_of(page)
    view.setFocus()
    QGuiApplication.clipboard().setText("\n".join("1\t2" for _ in range(250)) + "\n")
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "最多200行30列，没有粘贴" in page.free["free-1"].notice.text()
    assert page._session.report.section("overview").free_tables[0].grid == GRID  # type: ignore[union-attr]


def test_copy_and_clear(qtbot: QtBot, make_page: Callable[..., SectionPage]) -> None:
    page = make_page()
    view = view_of(page)
    view.setFocus()
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[2] == "村干部\t\t"
    assert "\t=58" not in text  # no formula leaves by the clipboard
    view.go(view.model().index(3, 0))
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert words(page, 3)[0] == ""
    page._session.undo()
    assert words(page, 3)[0] == "机关干部"


def test_rows_come_and_go_with_undo(qtbot: QtBot, make_page: Callable[..., SectionPage]) -> None:
    page = make_page()
    editor = page.free["free-1"]
    view = editor.view
    view.go(view.model().index(2, 0))
    qtbot.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    assert view.model().rowCount() == 5
    assert words(page, 3) == ["", "", ""]
    assert view.currentIndex().row() == 3
    chosen(editor.drop_menu(), "删除这一行").trigger()
    assert view.model().rowCount() == 4
    page._session.undo()
    page._session.undo()
    assert page._session.report.section("overview").free_tables[0].grid == GRID  # type: ignore[union-attr]
    assert view.rowSpan(0, 0) == 2


def test_a_table_that_is_not_needed_goes_as_one_step(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    session = page._session
    chosen(page.free["free-1"].drop_menu(), "删除整张表格").trigger()
    section = session.report.section("overview")
    assert section is not None
    assert section.free_tables == ()
    assert [p.text for p in section.paragraphs] == ["全年开展培训。"]
    assert page.free == {}
    session.undo()
    assert session.report.section("overview").free_tables[0].grid == GRID  # type: ignore[union-attr]
    assert page.free["free-1"].isVisible()


def test_a_report_that_is_not_a_draft_is_only_looked_at(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page(read_only=True)
    editor = page.free["free-1"]
    assert not editor.add.isEnabled()
    editor.view.setFocus()
    editor.view.go(editor.model.index(2, 1))
    qtbot.keyClicks(editor.view, "5")
    qtbot.keyClick(editor.view, Qt.Key.Key_Delete)
    QGuiApplication.clipboard().setText("9")
    qtbot.keyClick(editor.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert words(page, 2) == ["村干部", "", ""]


def test_a_table_that_goes_with_its_section_is_gone_and_comes_back(
    make_page: Callable[..., SectionPage],
) -> None:
    page = make_page()
    session = page._session
    section = session.report.section("overview")
    assert section is not None
    bare = msgspec.structs.replace(section, paragraphs=(Paragraph("文字"),), free_tables=())
    assert session.set_section(bare, "删除表格")
    assert page.free == {}
    session.undo()
    assert page.free["free-1"].isVisible()


def test_a_long_text_is_wrapped_and_the_columns_fill_the_width(
    make_page: Callable[..., SectionPage],
) -> None:
    long = Grid(1, 2, (GridCell(0, 0, "甲"), GridCell(0, 1, "一段很长的说明文字" * 40)))
    page = make_page(grid=long)
    view = view_of(page)
    assert view.rowHeight(0) > view.fontMetrics().height() * 3
    widths = view.columnWidth(0) + view.columnWidth(1)
    assert abs(widths - view.viewport().width()) <= 40


def test_tab_goes_through_the_cells_and_begins_a_new_row_behind_the_last(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    view = view_at(page, 0, 0)
    seen = []
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        seen.append((view.currentIndex().row(), view.currentIndex().column()))
    assert seen == [(0, 1), (1, 1), (1, 2), (2, 0), (2, 1)]  # merged heads are one stop
    qtbot.keyClicks(view, "7")
    qtbot.keyClick(field(), Qt.Key.Key_Tab)
    assert words(page, 2)[1] == "7"
    assert (view.currentIndex().row(), view.currentIndex().column()) == (2, 2)
    qtbot.keyClick(view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert view.currentIndex().column() == 1
    view.go(view.model().index(3, 2))
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.model().rowCount() == 5
    assert (view.currentIndex().row(), view.currentIndex().column()) == (4, 0)
    assert page._session.undo_stack.undoText() == "表格加一行"


def test_tab_leaves_the_table_behind_an_empty_last_row_and_by_control(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page(grid=Grid(2, 1, (GridCell(0, 0, "甲", kind="head"), GridCell(1, 0, ""))))
    view = view_at(page, 1, 0)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.model().rowCount() == 2
    assert QApplication.focusWidget() is not view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is not view
    view.setFocus()
    view.go(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is page.free["free-1"].drop


def test_tab_in_a_table_that_is_only_looked_at_leaves_it_at_the_end(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page(read_only=True)
    view = view_at(page, 3, 2)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.model().rowCount() == 4
    assert QApplication.focusWidget() is not view


def test_keys_change_rows_and_columns_a_step_each(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    view = view_at(page, 2, 1)
    alt, ctrl = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
    for key, modifiers, size in (
        (Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier, (5, 3)),
        (Qt.Key.Key_Insert, alt, (5, 4)),
        (Qt.Key.Key_Delete, ctrl, (4, 4)),
        (Qt.Key.Key_Delete, alt, (4, 3)),
    ):
        before = page._session.undo_stack.index()
        qtbot.keyClick(view, key, modifiers)
        assert (view.model().rowCount(), view.model().columnCount()) == size
        assert page._session.undo_stack.index() == before + 1
    for _ in range(4):
        page._session.undo()
    assert page._session.report.section("overview").free_tables[0].grid == GRID  # type: ignore[union-attr]


def test_the_name_is_written_over_the_table(
    qtbot: QtBot, make_page: Callable[..., SectionPage]
) -> None:
    page = make_page()
    title = page.free["free-1"].title
    title.setFocus()
    title.setText("培训 情况表")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    section = page._session.report.section("overview")
    assert section is not None
    assert section.free_tables[0].grid.caption == "培训 情况表"
    assert page._session.undo_stack.undoText() == "修改表格名称"
    page._session.undo()
    assert title.text() == "培训情况"
    title.setText("写到一半")
    page.commit()
    assert page._session.report.section("overview").free_tables[0].grid.caption == "写到一半"  # type: ignore[union-attr]


@pytest.mark.parametrize("section_id", ["overview", "requests"])
def test_a_table_is_inserted_where_the_cursor_is(
    qtbot: QtBot, make_page: Callable[..., SectionPage], section_id: str
) -> None:
    page = make_page(section_id)
    session = page._session
    page.prose.text.moveCursor(page.prose.text.textCursor().MoveOperation.Start)
    shown: list[InsertTableDialog] = []

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, InsertTableDialog)
        shown.append(dialog)
        dialog.caption.setText("举办活动情况")
        dialog.rows.setValue(3)
        dialog.columns.setValue(2)
        dialog.accept()

    QTimer.singleShot(0, page, fill)
    button = page.findChild(QToolButton, "insertTable")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown
    section = session.report.section(section_id)
    assert section is not None
    assert [p.table or p.text for p in section.paragraphs] == ["全年开展培训。", "free-2", "free-1"]
    assert section.free_tables[1].grid == new_grid(3, 2, "举办活动情况")
    wanted = page.free["free-2"].view
    assert page.window().focusWidget() is wanted
    session.undo()
    assert list(page.free) == ["free-1"]


def test_a_table_is_inserted_into_a_section_without_text(
    make_session: Callable[..., Any], report: Report
) -> None:
    section = report.section("overview")
    assert section is not None
    bare = msgspec.structs.replace(section, paragraphs=(), free_tables=())
    session = make_session(report.with_section(bare))
    assert insert_table(session, "overview", new_grid(2, 2), None) == "free-1"
    assert [p.table for p in session.report.section("overview").paragraphs] == ["free-1"]
    looked_at = make_session(report, read_only=True)
    assert insert_table(looked_at, "overview", new_grid(2, 2), None) == ""
