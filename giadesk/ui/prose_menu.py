"""The menus of the prose editor: what can be done at a place, and 常用语. Made when opened."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from giadesk.ui import pieces
from giadesk.ui.prose_figures import ids_with, label_of
from giadesk.ui.prose_objects import FIGURE
from giadesk.ui.prose_phrases import caption, phrases_for
from giadesk.ui.session import Session

if TYPE_CHECKING:
    from giadesk.ui.prose_editor import ProseEditor

_NUMBER = re.compile(r"\s*(\d+(?:,\d{3})*(?:\.\d+)?)\s*")
_MOST = 12


def context_menu(editor: ProseEditor, session: Session, at: QPoint) -> QMenu:
    """What can be done at a point of the text, the particular first."""
    menu = QMenu(editor)
    text, writable = editor.text, not session.read_only
    position, kind, value_id = text.object_under(at.toPointF())
    if kind == FIGURE:
        _add(menu, "到表中查看", partial(session.go_to_cell, value_id))
        _add(menu, "改为文字", partial(editor.to_text, position), writable)
        menu.addSeparator()
    if writable:
        _marked(menu, editor, session, at)
        _from_table(menu, editor, session)
    _add(menu, "撤销", session.undo, session.undo_stack.canUndo(), QKeySequence.StandardKey.Undo)
    _add(menu, "重做", session.redo, session.undo_stack.canRedo(), QKeySequence.StandardKey.Redo)
    menu.addSeparator()
    selected = text.textCursor().hasSelection()
    given: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None: cleared
    pasteable = given is not None and text.canInsertFromMimeData(given)
    _add(menu, "剪切", text.cut, selected and writable, QKeySequence.StandardKey.Cut)
    _add(menu, "复制", text.copy, selected, QKeySequence.StandardKey.Copy)
    _add(menu, "粘贴", text.paste, pasteable and writable, QKeySequence.StandardKey.Paste)
    _add(menu, "全选", text.selectAll, key=QKeySequence.StandardKey.SelectAll)
    menu.addSeparator()
    _add(menu, "插入数据…", editor.choose_figure, writable)
    _add(menu, "查找…", editor.open_find, key=QKeySequence.StandardKey.Find)
    return menu


def phrases_menu(editor: ProseEditor, session: Session, section_id: str) -> QMenu:
    """常用语 for a section; those of other sections are not offered."""
    menu = QMenu(editor)
    groups = phrases_for(session.form, section_id, session.report.year, session.report.unit)
    for group in groups:
        part = menu.addMenu(pieces.plain_caption(group.title))
        for phrase in group.phrases:
            _add(part, caption(phrase), partial(editor.text.insert_text, phrase, "插入常用语"))
    if not groups:
        _add(menu, "这一部分没有常用语", lambda: None, False)
    return menu


def selected_number(editor: ProseEditor) -> Decimal | None:
    """The number that is selected in the text; None for anything else."""
    cursor = editor.text.textCursor()
    match = _NUMBER.fullmatch(cursor.selectedText()) if cursor.hasSelection() else None
    return Decimal(match[1].replace(",", "")) if match else None


def _marked(menu: QMenu, editor: ProseEditor, session: Session, at: QPoint) -> None:
    from giadesk.ui.finding_detail import apply_mend

    marks = editor.marks.at(editor.text.cursorForPosition(at).position())
    for mark in marks:
        if mark.kind == "year":
            _add(menu, f"改为{session.report.year}年", partial(editor.mend_years, [mark]))
        elif mark.finding is not None:
            for mend in mark.finding.mends:
                _add(menu, mend.label, partial(apply_mend, session, mend))
    if not menu.isEmpty() and marks:
        menu.addSeparator()


def _from_table(menu: QMenu, editor: ProseEditor, session: Session) -> None:
    """用表中数字: the figures of the tables that are the selected number."""
    number = selected_number(editor)
    if number is None:
        return
    found = ids_with(session.figures, session.form, number)
    part = menu.addMenu("用表中数字")
    for value_id in found[:_MOST]:
        label = label_of(session.form.indicators[value_id])
        _add(part, label, partial(editor.insert_figure, value_id))
    if found:
        part.addSeparator()
    _add(part, "其他数据…", editor.choose_figure)
    menu.addSeparator()


def _add(
    menu: QMenu,
    words: str,
    wanted: object,
    enabled: bool = True,
    key: QKeySequence.StandardKey | None = None,
) -> None:
    action = menu.addAction(pieces.plain_caption(words))
    action.setEnabled(enabled)
    if key is not None:
        action.setShortcut(QKeySequence(key))
    action.triggered.connect(lambda: wanted())  # type: ignore[operator]
