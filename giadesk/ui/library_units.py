"""The filter by unit over the library: its list is made when it is opened, not at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox

from giadesk.ui.choices import Choice

EVERY = "全部单位"
_WIDE = 9
"""Characters shown of the unit that was chosen; the list itself is as wide as its names."""


class UnitFilter(Choice):
    """`units` gives the names there are, asked whenever the list is opened or gets the keyboard.

    `chosen` is the unit that is wanted, "" for all.
    """

    def __init__(self, units: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._units = units
        self.setObjectName("filterUnit")
        self.setAccessibleName("按单位筛选")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_WIDE)
        self.setMaxVisibleItems(20)
        self.addItem(EVERY, "")

    @property
    def chosen(self) -> str:
        """The unit whose reports are wanted, "" for all."""
        return str(self.currentData() or "")

    def fill(self) -> None:
        """List the units there are now, by the sound of their names; what is chosen stays."""
        names = set(self._units())
        if names == {self.itemData(n) for n in range(1, self.count())}:
            return
        from pypinyin import lazy_pinyin

        chosen = self.chosen
        self.blockSignals(True)
        while self.count() > 1:
            self.removeItem(1)
        for name in sorted(names, key=lazy_pinyin):
            self.addItem(name, name)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        view = self.view()
        width = max(view.sizeHintForColumn(0), self.width())
        view.setMinimumWidth(min(width, self.screen().availableSize().width() // 2))
        self.blockSignals(False)
        if self.chosen != chosen:  # its last report is gone
            self.currentIndexChanged.emit(0)

    def showPopup(self) -> None:
        self.fill()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.fill()
        super().focusInEvent(event)
