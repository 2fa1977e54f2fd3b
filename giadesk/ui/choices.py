"""Choices and tabs that fit where there is little room. Apart from `pieces`, which the first paint
waits for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTabWidget,
    QToolTip,
)

from giadesk.ui.arrows import draw_arrow
from giadesk.ui.pieces import as_tip


class Choice(QComboBox):
    """A choice that leaves out the middle of words it has no room for: Qt cuts them off within a
    character, and what tells one from another often stands at their end. Its arrow grows with them.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        words: str = option.currentText  # type: ignore[attr-defined]  # the stubs do not know it
        option.currentText = self.fontMetrics().elidedText(  # type: ignore[attr-defined]
            words, Qt.TextElideMode.ElideMiddle, self._room(option)
        )
        control, arrow = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxArrow
        option.subControls &= ~arrow  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawComplexControl(control, option)
        place = self.style().subControlRect(control, option, arrow, self)
        draw_arrow(painter, self, place, able=self.isEnabled())
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent) -> bool:
        """Words that are not shown whole are in the tip."""
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            if self.fontMetrics().horizontalAdvance(self.currentText()) > self._room(option):
                assert isinstance(event, QHelpEvent)
                QToolTip.showText(event.globalPos(), as_tip(self.currentText()), self)
                return True
        return super().event(event)

    def _room(self, option: QStyleOptionComboBox) -> int:
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(control, option, part, self).width() - 2


def choice(name: str, spoken: str, least: int) -> Choice:
    """A choice that is at least so many characters wide, and no wider for the longest of its items."""
    made = Choice()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(least)
    return made


class Tabs(QTabWidget):
    """Tabs that need the height of the page in hand, not that of the highest of all."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self._bound())

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self._bound()

    def _bound(self) -> None:
        for place in range(self.count()):
            page = self.widget(place)
            here = place == self.currentIndex()
            policy = page.sizePolicy()
            wanted = QSizePolicy.Policy.Preferred if here else QSizePolicy.Policy.Ignored
            policy.setVerticalPolicy(wanted)
            page.setSizePolicy(policy)
