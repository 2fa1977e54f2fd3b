"""The cells of one's own tables under a real input method; a part of ime.py's walk.

Every wait is for a state of the window: the field that is open, what is composed in it, what the
report holds. None is for a time.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit

from giadesk.ui import composing
from tests.e2e.clerk import Clerk

SECTION, ELSEWHERE = "problems", "requests"
WHERE = "自备表格"


class OwnTable:
    """One's own table in a section, as the clerk's thread sees it."""

    def __init__(self, clerk: Clerk, page: Any) -> None:
        self.clerk = clerk
        self.page = page

    @property
    def view(self) -> Any:
        return next(iter(self.page.page.free.values())).view

    def insert(self, sweep: Any) -> None:
        """插入表格…… by its button; every field of its dialog is typed into first."""
        clerk, page = self.clerk, self.page
        clerk.gui(lambda: page.show_section(SECTION))
        clerk.until("the section", lambda: page.section_id == SECTION)
        clerk.click("insertTable")
        clerk.widget("insertTableDialog")
        clerk.focus_window()
        sweep("插入表格")
        rows: Any = clerk.widget("rows")
        clerk.gui(rows.setFocus)
        clerk.until("the focus in the rows", rows.hasFocus)
        clerk.press("Return")
        clerk.until("the table", lambda: page.page.free)
        clerk.focus_window()
        clerk.until("the focus in the table", lambda: self.view.hasFocus())

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell that is empty and not being written."""
        clerk = self.clerk

        def begin() -> None:
            self.page.show_section(SECTION)
            view = self.view
            view.settle()
            view.setFocus()
            view.go(view.model().index(row, column))
            view._clear()

        clerk.gui(begin)
        clerk.until("the empty cell", lambda: self.text(row, column) == "" and self.at_rest())

    def at_rest(self) -> bool:
        """Whether the cursor is on the cells, and no field is open."""
        return bool(self.view.hasFocus()) and self.field() is None

    def field(self) -> QPlainTextEdit | None:
        """The field in which a cell is written, None while none is."""
        found: list[QPlainTextEdit] = self.view.findChildren(QPlainTextEdit, "freeTableField")
        return next((f for f in found if f.isVisible()), None)

    def written(self) -> str:
        """What stands in the field."""
        field = self.field()
        return field.toPlainText() if field is not None else ""

    def text(self, row: int, column: int) -> str:
        """What the report holds in a cell."""
        tables = self.page.session.report.section(SECTION).free_tables
        cell = tables[0].grid.matrix()[row][column] if tables else None
        return cell.text if cell is not None else ""


def composed() -> str:
    """What is being composed in the field in focus, without the spaces that pinyin puts in."""
    return composing._watchers[0]._composed.replace(" ", "")


def own_tables(clerk: Clerk, places: Any, page: Any, pinyin: str, words: str) -> OwnTable:
    """Words in the head, in the first cell under it and in the next: in the field, then left."""
    table = OwnTable(clerk, page)
    table.insert(places.sweep)
    for name, (row, column), key in (
        ("表头", (0, 0), "Tab"),
        ("第一格", (1, 0), "Return"),
        ("末格", (3, 2), "shift+Tab"),
    ):
        table.go(row, column)
        places.compose(pinyin)
        clerk.until("the last letter", lambda: composed() == pinyin)
        clerk.press("space")
        fine = clerk.soon(lambda: table.written() == words, 5)
        places.note(WHERE, f"{name}，格内", fine, clerk.gui(table.written))
        clerk.press(key)
        fine = clerk.soon(lambda r=row, c=column: table.text(r, c) == words, 5)
        places.note(
            WHERE, f"{name}，离开后", fine, clerk.gui(lambda r=row, c=column: table.text(r, c))
        )
    return table


def half_way(clerk: Clerk, places: Any, table: OwnTable, half: str, kept: tuple[str, ...]) -> None:
    """While it is still being composed: another cell, save, another section, Esc."""

    def click_elsewhere() -> None:
        view = table.view
        index = view.model().index(2, 2)
        place = clerk.gui(lambda: view.viewport().mapToGlobal(view.visualRect(index).center()))
        clerk._xdotool("mousemove", str(place.x()), str(place.y()), "click", "1")

    def click_prose() -> None:
        clerk.click("proseText")

    def save() -> None:
        """The input method may keep the key for itself: what is composed is then chosen after it."""
        clerk.press("ctrl+s")
        if not clerk.soon(lambda: not composed(), 2):
            clerk.press("space")
            clerk.until("nothing composed", lambda: not composed())

    def leave() -> None:
        clerk.gui(lambda: table.page.show_section(ELSEWHERE))

    for name, act in (
        ("点另一格", click_elsewhere),
        ("点正文", click_prose),
        ("Ctrl+S", save),
        ("转到另一部分", leave),
    ):
        table.go(1, 1)
        places.compose(half)
        clerk.until("composing", lambda: composed() == half)
        act()
        clerk.gui(lambda: table.view.settle() if table.page.section_id == SECTION else None)
        fine = clerk.soon(lambda: table.text(1, 1) in kept, 5)
        places.note("组字未完", f"{WHERE}，{name}", fine, clerk.gui(lambda: table.text(1, 1)))
    table.go(1, 1)
    places.compose(half)
    clerk.until("composing", lambda: composed() == half)
    clerk.press("Escape")
    clerk.until("nothing composed", lambda: not composed())
    clerk.press("Escape")
    clerk.until("the field is closed", lambda: table.field() is None)
    fine = clerk.soon(lambda: table.text(1, 1) == "", 5)
    places.note("组字未完", f"{WHERE}，Esc 放弃", fine, clerk.gui(lambda: table.text(1, 1)))
