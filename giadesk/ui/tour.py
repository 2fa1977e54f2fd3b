"""The tour of the first run: five steps that point at the real widgets. Skipped once, gone for good.

It stands beside the work and not in its way: nothing is dimmed or locked, and a step whose page is
left waits until that page is shown again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from giadesk.ui import pieces, theme

if TYPE_CHECKING:
    from giadesk.ui.flows import Flows

SETTING = "tour/next"
"""The step that comes next; the number of steps where the tour is over. Not set: nobody began it."""
_GAP = 10


class Step(NamedTuple):
    """One step: the page it is on (`start` or `report`), the name of the widget it points at there,
    what it says."""

    page: str
    target: str
    title: str
    words: str


STEPS = (
    Step(
        "start",
        "fromLastYear",
        "从去年的报告开始",
        "选去年的报告，程序把文字带过来、年份改好，上年结转自动填入。没有去年的报告，用右边两项。",
    ),
    Step(
        "start",
        "library",
        "报告都在报告库里",
        "随改随存，不用按保存。双击或回车打开；“历年数据”对照各年的数；删除的在回收站里。"
        "打开一份报告，导览会接着讲。",
    ),
    Step(
        "report",
        "contents",
        "目录和“下一项”",
        "目录标明每一部分填到哪里、有没有问题。一直按“下一项”，就能从头到尾填完。",
    ),
    Step(
        "report",
        "sectionPages",
        "在这里填表、写正文",
        "灰色的总计由程序计算，数字旁边的小字是去年的数；可以从 Excel、WPS 整片粘贴。"
        "填错了按 Ctrl+Z 撤销。",
    ),
    Step(
        "report",
        "findings",
        "边填边审核",
        "问题随时列在这里，点一下就到那一格。都处理好了，用上面的“预览”“导出”生成 Word、Excel，"
        "再提交审核。随时按 F1 看使用手册。",
    ),
)


class Tour(QObject):
    """Shows the steps over one window, and remembers how far the clerk has come."""

    def __init__(self, flows: Flows, settings: QSettings) -> None:
        super().__init__(flows)
        self._flows = flows
        self._settings = settings
        self._step = -1
        self._card: TourCard | None = None
        self._ring: _Ring | None = None
        self._before: QWidget | None = None
        self._watched: list[QWidget] = []

    @property
    def step(self) -> int:
        """The step that is shown, -1 for none."""
        return self._step if self._card is not None and self._card.isVisible() else -1

    @property
    def over(self) -> bool:
        """Whether it was finished or skipped: it does not come by itself any more."""
        return self._next >= len(STEPS)

    def begin(self) -> None:
        """On the very first run: from now on the steps come with their pages."""
        if self._settings.value(SETTING) is None:
            self._remember(0)
        self.page_shown()

    def again(self) -> None:
        """From 帮助: the steps from the first of the present page on, whatever was skipped."""
        page = self._page()
        first = next((n for n, step in enumerate(STEPS) if step.page == page), 0)
        self._remember(first)
        self._show(first)

    def page_shown(self) -> None:
        """Another page is there: go on with the step that belongs to it, or wait for its page."""
        if self._card is not None and self._page() != STEPS[self._step].page:
            self._hide()
        if self.step >= 0 or self.over or self._settings.value(SETTING) is None:
            return
        page = self._page()
        coming = [n for n in range(self._next, len(STEPS)) if STEPS[n].page == page]
        if coming:
            QTimer.singleShot(0, self, lambda: self._show_if_still(coming[0]))

    def next(self) -> None:
        """To the step after this one; on its page, or when that is shown."""
        coming = self._step + 1
        self._remember(coming)
        if coming >= len(STEPS) or STEPS[coming].page != self._page():
            self._hide()
            return
        self._show(coming)

    def back(self) -> None:
        """To the step before this one, on the same page."""
        if self._step > 0 and STEPS[self._step - 1].page == self._page():
            self._remember(self._step - 1)
            self._show(self._step - 1)

    def skip(self) -> None:
        """End it for good."""
        self._remember(len(STEPS))
        self._hide()

    # -- inside --------------------------------------------------------------------------------

    @property
    def _next(self) -> int:
        value = self._settings.value(SETTING)
        return int(str(value)) if str(value).isdecimal() else 0

    def _remember(self, step: int) -> None:
        self._settings.setValue(SETTING, step)

    def _page(self) -> str:
        window, page = self._flows.window, self._flows.page
        shown = window.pages.currentWidget()
        if shown is window.start:
            return "start"
        return "report" if page is not None and shown is page else ""

    def _show_if_still(self, step: int) -> None:
        """The page may have gone, and the tour may have been skipped, before its turn came."""
        if self.step < 0 and not self.over and STEPS[step].page == self._page():
            self._remember(step)  # what came before it was on a page that was passed over
            self._show(step)

    def _show(self, step: int) -> None:
        window = self._flows.window
        page = window.pages.currentWidget()
        target = page.findChild(QWidget, STEPS[step].target) if page is not None else None
        if target is None:
            return
        if self._card is None or self._ring is None:
            self._ring = _Ring(window)
            self._card = TourCard(window)
            self._card.next_asked.connect(self.next)
            self._card.back_asked.connect(self.back)
            self._card.skip_asked.connect(self.skip)
            window.installEventFilter(self)
        if self._step < 0:
            self._before = window.focusWidget()
        self._watch(target)
        self._step = step
        first = step == 0 or STEPS[step - 1].page != STEPS[step].page
        self._card.show_step(step, first=first)
        self._place()
        self._ring.show()
        self._card.show()
        self._ring.raise_()
        self._card.raise_()
        self._card.take_focus()

    def _hide(self) -> None:
        card, ring = self._card, self._ring
        had_focus = card is not None and card.isAncestorOf(QApplication.focusWidget() or card)
        for widget in (card, ring):
            if widget is not None:
                widget.hide()
        self._step = -1
        before, self._before = self._before, None
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _watch(self, target: QWidget) -> None:
        if self._ring is not None and self._ring.target is not target:
            for widget in self._watched:
                if isValid(widget):
                    widget.removeEventFilter(self)
            self._ring.target = target
            # a message bar moves the page, not what stands on it
            self._watched = list(_up_to(target, self._flows.window))
            for widget in self._watched:
                widget.installEventFilter(self)

    def _place(self) -> None:
        if self._ring is None or self._card is None or self._ring.target is None:
            return
        window, target = self._flows.window, self._ring.target
        if not isValid(target):
            self._hide()
            return
        place = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        self._ring.setGeometry(place.adjusted(-3, -3, 3, 3).intersected(window.rect()))
        self._card.place_beside(place, window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._step >= 0 and kind in (
            QEvent.Type.Resize,
            QEvent.Type.Move,
            QEvent.Type.Show,
            QEvent.Type.FontChange,
        ):
            QTimer.singleShot(0, self, self._place)
        return super().eventFilter(watched, event)


def _up_to(widget: QWidget, window: QWidget) -> Iterator[QWidget]:
    """The widget and all that it stands in, without the window."""
    inner: QWidget | None = widget
    while inner is not None and inner is not window:
        yield inner
        inner = inner.parentWidget()


class TourCard(QFrame):
    """What a step says, with 下一步, 上一步, 跳过. Enter goes on, Esc skips."""

    next_asked = Signal()
    back_asked = Signal()
    skip_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tourCard")
        self.setProperty("kind", "card")
        self.setProperty("floating", True)
        self.setAutoFillBackground(True)
        self.count = pieces.label("", "tourCount", "muted")
        self.title = pieces.label("", "tourTitle", "heading", wrap=True)
        self.words = pieces.label("", "tourWords", wrap=True)
        self.next = pieces.button("下一步", "tourNext", self.next_asked.emit, kind="main")
        self.back = pieces.button("上一步", "tourBack", self.back_asked.emit)
        self.skip = pieces.button(
            "跳过导览",
            "tourSkip",
            self.skip_asked.emit,
            tip="不再出现；以后可以从“帮助”里再看（Esc）",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for widget in (self.count, self.title, self.words):
            layout.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        layout.addLayout(row)
        self.setTabOrder(self.next, self.back)
        self.setTabOrder(self.back, self.skip)
        self.hide()

    def show_step(self, number: int, *, first: bool) -> None:
        """Say what the step says. first: there is none before it on this page."""
        step = STEPS[number]
        count = f"导览　第 {number + 1} 步，共 {len(STEPS)} 步"
        self.count.setText(count)
        self.title.setText(step.title)
        self.words.setText(step.words)
        last = number == len(STEPS) - 1
        words = "完成" if last else "下一步"
        self.next.setText(words)
        self.next.setAccessibleName(words)
        self.next.setAccessibleDescription(f"{count}：{step.title}。{step.words}")
        self.skip.setVisible(not last)
        self.back.setVisible(not first)
        self.setAccessibleName(f"{count}：{step.title}")
        self.setAccessibleDescription(step.words)

    def take_focus(self) -> None:
        """So that Enter and Esc work; a screen reader says the step."""
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def place_beside(self, target: QRect, room: QRect) -> None:
        """Beside the target, where there is room: under it, right, left, over it; else in it."""
        wide = min(self.fontMetrics().horizontalAdvance("政") * 26, room.width() - 2 * _GAP)
        self.setFixedWidth(wide)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        high = max(layout.totalHeightForWidth(wide), layout.totalMinimumSize().height())
        inner = room.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        under = QRect(target.left(), target.bottom() + _GAP, wide, high)
        right = QRect(target.right() + _GAP, target.top(), wide, high)
        left = QRect(target.left() - _GAP - wide, target.top(), wide, high)
        over = QRect(target.left(), target.top() - _GAP - high, wide, high)
        inside = QRect(target.right() - _GAP - wide, target.bottom() - _GAP - high, wide, high)
        # over a large target it would cover more than inside of it
        large = target.height() > room.height() // 2
        for place in (under, right, left, *((inside,) if large else (over, inside))):
            fitting = QRect(
                min(max(place.left(), inner.left()), inner.right() - wide),
                min(max(place.top(), inner.top()), inner.bottom() - high),
                wide,
                high,
            )
            if place is inside or not fitting.intersects(target):
                self.setGeometry(fitting)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.skip_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in (self.skip, self.back):
                if button.hasFocus():
                    button.click()
                    return
            self.next_asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class _Ring(QWidget):
    """A frame around what the step is about; clicks go through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.target: QWidget | None = None
        self.setObjectName("tourRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 3))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)
