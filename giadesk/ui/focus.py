"""The focus of the keys: where it goes inside a frame, in which order, and how it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)
from shiboken6 import invalidate, isValid

from giadesk.ui import theme

OWN_RING = "ownRing"
"""The property of a widget that shows by itself that it has the focus."""
_READ = "readOn"
_WIDE = 2
_WHOLE = (QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)
"""What is one stop, whatever Qt has made inside it; so is what has a proxy (a box of buttons): Qt moves
it with all that is in it."""


class _Leader(QObject):
    def __init__(self, frame: QWidget, inner: QWidget) -> None:
        super().__init__(frame)
        self._inner = inner

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            self._inner.setFocus(event.reason())
        return False


def lead_focus(frame: QWidget, inner: QWidget) -> None:
    """The focus given to the frame goes to a widget in it.

    Not by a focus proxy: Tab would reach that one in the frame's place and pass over what stands
    before it inside.
    """
    frame.installEventFilter(_Leader(frame, inner))


def stops(frame: QWidget) -> Iterator[QWidget]:
    """What Tab may reach in a frame, shown or not, in the order of its layouts: as it is read.

    What stands in no layout comes last, as it was made.
    """
    if frame.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield frame  # a tab widget stands for its bar
    if isinstance(frame, QScrollArea):
        inside = [frame.widget()] if frame.widget() is not None else []
    elif isinstance(frame, QTabWidget | QSplitter | QStackedWidget):
        inside = [frame.widget(k) for k in range(frame.count())]
    elif isinstance(frame, _WHOLE) or frame.focusProxy() is not None:
        return
    else:
        inside = [*_in_layout(frame.layout())]
        own = Qt.FindChildOption.FindDirectChildrenOnly
        inside += [w for w in frame.findChildren(QWidget, "", own) if w not in inside]
    for widget in inside:
        if not widget.isWindow():
            yield from stops(widget)


def _in_layout(layout: QLayout | None) -> Iterator[QWidget]:
    for place in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(place)  # type: ignore[union-attr]
        if isinstance(item, QLayout):
            yield from _in_layout(item)
        elif item is not None:
            widget = item.widget()
            # Qt frees the item with its widget and tells nobody: Python would go on taking whatever
            # is made at that address for an item
            invalidate(item)
            if widget is not None:
                yield widget


def read_on(frame: QWidget) -> None:
    """Let Tab go through a frame as it is read. To be called again when something was added to it:
    Qt puts what is made later behind everything that was there."""
    for one, following in pairwise(stops(frame)):
        QWidget.setTabOrder(one, following)


def watch(application: QApplication) -> None:
    """Show the focus of lists, texts and buttons from now on; once is enough."""
    if application.findChild(_Follower) is None:
        _Follower(application)


class _Follower(QObject):
    """Puts a ring round a list, a text or a button that has the focus: the style draws one on fields
    and boxes only, and a default button looks as if it had it. Orders a dialog when it is shown."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._ring: FocusRing | None = None
        application.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        dialog = now.window() if now is not None else None
        if isinstance(dialog, QDialog) and not dialog.property(_READ):
            dialog.setProperty(_READ, True)
            if not isinstance(dialog, QFileDialog | QMessageBox):  # Qt's own have an order
                read_on(dialog)
        ring, self._ring = self._ring, None
        if ring is not None and isValid(ring):  # else it went with what it was on
            ring.hide()
            ring.deleteLater()
        if (
            isinstance(now, QAbstractScrollArea | QPushButton | QToolButton)
            and not now.property(OWN_RING)
            and now.property("kind") != "main"  # theme.py draws it
            and now.window().windowType() != Qt.WindowType.Popup
        ):
            self._ring = FocusRing(now)


class FocusRing(QWidget):
    """A frame on the edge of a widget, over what is in it; only the frame: nothing below is painted
    again because of it, and the mouse goes through."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        widget.installEventFilter(self)
        if isinstance(widget, QAbstractScrollArea):
            for bar in (widget.verticalScrollBar(), widget.horizontalScrollBar()):
                if (held := bar.parentWidget()) is not None:
                    held.installEventFilter(self)
        self._fit(widget)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and isinstance(watched, QWidget):
            if event.type() == QEvent.Type.Resize:
                self._fit(watched)
        elif event.type() == QEvent.Type.ZOrderChange:  # Qt puts the bars of a view over all in it
            self.raise_()
        return False

    def _fit(self, widget: QWidget) -> None:
        box = widget.rect()
        self.setGeometry(box)
        self.setMask(QRegion(box) - QRegion(box.adjusted(_WIDE, _WIDE, -_WIDE, -_WIDE)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the colour of the focus."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("focus"))
        painter.end()
