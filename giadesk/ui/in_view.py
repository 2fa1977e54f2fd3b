"""Lists whose lines are as high as their words need at the present width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

if TYPE_CHECKING:
    _List = QListView
else:
    _List = object


class KeepsInView(_List):
    """To be inherited before a QListView: what is in hand stays in view when the lines break anew."""

    _resized = False

    def furnish(self) -> None:
        """To be called once it is made: no frame, and only its height is scrolled, by the pixel."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words take other lines at another width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._resized = True

    def doItemsLayout(self) -> None:
        """What is in hand stays in view where there is less or more room for the list."""
        super().doItemsLayout()
        resized, self._resized = self._resized, False
        if resized and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
