"""The table in hand: where keys and mouse lead, the selection, editing a cell.

Keys follow reliability-ux.md B.4. Nothing that is typed is lost: what cannot be taken stays beside
its cell with the reason.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QToolTip,
    QWidget,
)

from giadesk.core.figures import Reading
from giadesk.ui.composing import sees_to_itself
from giadesk.ui.focus import OWN_RING
from giadesk.ui.table_editor import FigureDelegate, FigureEdit
from giadesk.ui.table_hint import CellHint, Manner
from giadesk.ui.table_model import FigureModel, Refusal
from giadesk.ui.table_moves import ARROWS, CTRL, ENTERS, SHIFT
from giadesk.ui.table_selection import SelectionView

Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_Alt = Qt.KeyboardModifier.AltModifier
_Keypad = Qt.KeyboardModifier.KeypadModifier
_OWN = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.Delete,
    QKeySequence.StandardKey.Find,
)


class GridView(SelectionView):
    """The table with keys, mouse and editing. Commands on the selection are `TableCommands`."""

    key = Signal(QKeyEvent)
    """A key that means a command rather than a move."""

    def __init__(self, figures: FigureModel, parent: QWidget | None = None) -> None:
        self.typing_opens = False
        """Whether the line that opens next was opened by typing over the cell."""
        self._hint_at = ""
        super().__init__(figures, parent)
        self.made = False
        self.hint = CellHint(self)
        self.setItemDelegate(FigureDelegate(self))
        sees_to_itself(self)
        self.setProperty(OWN_RING, True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.made = True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self.made:
            return
        self.viewport().update(self.visualRect(previous))
        self.viewport().update(self.visualRect(current))
        self.show_refusal()
        if self.current_id:
            self.figures.session.focus_cell(self.current_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.current_id and self.map.ids:
            first = next((i for i in self.map.ids if self.figures.is_open(i)), self.map.ids[0])
            self.go(first)
        # QAbstractItemView would paint every cell again; a line opening and closing in a cell gives
        # and takes the focus with every edit.
        QAbstractScrollArea.focusInEvent(self, event)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, bool(self.current_id))
        self.figures.session.focus_cell(self.current_id)
        self.viewport().update(self.visualRect(self.currentIndex()))
        self.show_refusal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QAbstractScrollArea.focusOutEvent(self, event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.editor is None:
            self.hint.dismiss()
        self.viewport().update(self.visualRect(self.currentIndex()))

    # -- editing -------------------------------------------------------------------------------

    def editor_opened(self, editor: FigureEdit) -> None:
        """The delegate made a line for a cell."""
        self.editor = editor
        self.hint.dismiss()

    def editing_changed(self) -> None:
        """The text in the line changed: say at once when it cannot be taken."""
        editor = self.editor
        if editor is None:
            return
        editor.asked = False
        reading = self.figures.read(editor.value_id, editor.text())
        if reading.accepted or not editor.text().strip("+-－."):
            self.hint.dismiss()
        else:
            self._say(editor.value_id, reading)

    def write_editor(self, editor: FigureEdit) -> None:
        """Write the line's text once; what is not taken stays beside the cell."""
        value_id, editor.value_id = editor.value_id, ""
        if value_id:
            text = editor.whole_text()
            if text != self.figures.shown(value_id):
                self.figures.write(value_id, text)

    def settle(self, keep_focus: bool = True) -> None:
        """Write what is being typed, composed text included, and close the line."""
        editor = self.editor
        if editor is None:
            return
        editor.whole_text()  # while the line is known: the platform may answer through the view
        self.editor = None
        self.write_editor(editor)
        self._close(editor, keep_focus)

    def restore(self) -> None:
        """Give up what is being typed: the cell shows its old value."""
        editor = self.editor
        if editor is None:
            return
        self.editor = None
        value_id, editor.value_id = editor.value_id, ""
        self._close(editor)
        self.figures.drop_refusals([value_id])

    def _close(self, editor: FigureEdit, keep_focus: bool = True) -> None:
        had_focus = editor.hasFocus()
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if had_focus and keep_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_refusal()
        self.viewport().update(self.visualRect(self.currentIndex()))

    def enter_from_editor(self, event: QKeyEvent) -> None:
        """Enter in the line: write and move; ask once before an offer is taken or a text left."""
        editor = self.editor
        if editor is None:
            return
        value_id = editor.value_id
        reading = self.figures.read(value_id, editor.whole_text())
        if not reading.accepted and not editor.asked:
            editor.asked = True
            self._say(value_id, reading, "再按 Enter 采用" if reading.offer is not None else "")
            return
        if reading.offer is not None:
            self.restore()
            self.take_offer(value_id, reading.offer)
        self.settle()
        self.keyPressEvent(event)

    def take_offer(self, value_id: str, offer: object) -> None:
        """Write what a refused text probably meant."""
        name = f"填写 {self.map.indicator(value_id).name}"
        self.figures.set_values({value_id: offer}, name)  # type: ignore[dict-item]

    def show_refusal(self) -> None:
        """Say why the text of the cell in focus was not taken, if it was not."""
        value_id = self.current_id
        refusal = self.figures.refusals.get(value_id) if value_id else None
        if refusal is None or self.editor is not None or not self.isVisible():
            if self.editor is None:
                self.hint.dismiss()
            return
        then = (
            "按 Enter 采用，F2 修改，Esc 放弃" if refusal.offer is not None else "F2 修改，Esc 放弃"
        )
        self._say(value_id, refusal, then)

    def _say(self, value_id: str, what: Reading | Refusal, then: str = "") -> None:
        text = what.reason + (f"\n{then}" if then else "")
        self.say(value_id, text, "must" if what.offer is None else "verify")

    def say(self, value_id: str, text: str, manner: Manner) -> None:
        """Show a sentence beside a cell until the focus moves."""
        self.hint.say(text, manner)
        self._hint_at = value_id
        self._place_hint()

    def _scrolled(self) -> None:
        super()._scrolled()
        self._place_hint()

    def _place_hint(self) -> None:
        if not self.hint.wanted:
            return
        rect = self.visualRect(self.figures.index_of(self._hint_at))
        in_view = self.viewport().rect().intersects(rect)
        self.hint.setVisible(in_view)
        if in_view:
            self.hint.place(rect.translated(self.viewport().pos()))

    # -- events --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (
                any(event.matches(key) for key in _OWN)
                or event.key() in (_Key.Key_Home, _Key.Key_End, *ARROWS)
                or (event.modifiers() == CTRL and event.key() in (_Key.Key_D, _Key.Key_R))
            )
        ):
            event.accept()  # or the window's menu would take the key away
            return True
        return super().event(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab leaves the table only from its last cell; the view handles it as a key."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~_Keypad
        key = event.key()
        if not self.current_id:
            super().keyPressEvent(event)
            return
        if self._move(key, modifiers):
            event.accept()
            return
        event.setAccepted(False)
        self.key.emit(event)
        if event.isAccepted():
            return
        if key == _Key.Key_Escape:
            self.figures.drop_refusals([self.current_id])
            self.figures.set_marks(())
            self.show_refusal()
            event.ignore()
            return
        typed = event.text() and event.text().isprintable() and not modifiers & (CTRL | _Alt)
        if typed and not self.figures.is_open(self.current_id):
            self.say_locked()
            event.accept()
            return
        self.typing_opens = key != _Key.Key_F2
        event.setAccepted(True)
        super().keyPressEvent(event)

    def _move(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Go where the key leads. Whether it was one that leads anywhere."""
        at = self.current_id
        move = self.moves.key(at, key, modifiers)
        if move is None:
            return False
        self.settle()
        refusal = self.figures.refusals.get(at)
        if key in ENTERS and refusal is not None and refusal.offer is not None:
            self.take_offer(at, refusal.offer)
        if move.to:
            self.go(move.to, move.extend, move.column)
        elif move.leaves:
            super().focusNextPrevChild(move.leaves > 0)
        return True

    def say_locked(self) -> None:
        """Say beside the cell why it cannot be written."""
        if self.figures.session.read_only:
            text = "报告为只读，不能修改"
        else:
            text = "合计由程序计算；确需手工填写，请用右键菜单“解锁此合计”"
        self.say(self.current_id, text, "hint")

    def keyboardSearch(self, search: str) -> None:
        """Typing never jumps to another cell."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.typing_opens = True
        value_id = self.current_id  # "" where no cell ever had the focus: the window is not active
        if self.editor is None and not (value_id and self.figures.is_open(value_id)):
            if value_id and (event.preeditString() or event.commitString()):
                self.say_locked()
            event.accept()
            return
        if self.editor is None and event.commitString() and not event.preeditString():
            # Qt opens the line for text that comes without composing, but drops the text.
            editor = self._opened()
            if editor is not None:
                editor.selectAll()
                QApplication.sendEvent(editor, event)
                return
        super().inputMethodEvent(event)

    def _opened(self) -> FigureEdit | None:
        """The line, opened now; None where the cell cannot be written."""
        self.edit(self.currentIndex())
        return self.editor

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.settle()
        index = self.indexAt(event.position().toPoint())
        value_id = self.figures.id_of(index)
        if event.modifiers() & SHIFT and value_id and self._anchor:
            self.go(value_id, extend=True)
            return
        self.moves.forget_tabs()
        super().mousePressEvent(event)
        if value_id and event.button() == Qt.MouseButton.LeftButton:
            self._anchor = value_id
            self.moves.arrived(index.column())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.typing_opens = False
        super().mouseDoubleClickEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = self._tip(self.figures.id_of(index))
            QToolTip.showText(event.globalPos(), text, self.viewport(), self.visualRect(index))
            return True
        return super().viewportEvent(event)

    def _tip(self, value_id: str) -> str:
        if not value_id:
            return ""
        refusal = self.figures.refusals.get(value_id)
        lines = [refusal.reason] if refusal else []
        for finding in self.figures.session.findings_at(value_id):
            lines.append(finding.message)
            if finding.explained:
                lines.append(f"核实说明：{finding.explained}")
        return "<br>".join(f"<span>{escape(line)}</span>" for line in lines)
