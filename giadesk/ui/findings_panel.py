"""审核: what the checks found, by severity; the way to each place, its mends and its 核实说明."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from giadesk.checks.registry import Finding
from giadesk.ui import pieces, theme
from giadesk.ui.finding_detail import FindingDetail
from giadesk.ui.in_view import KeepsInView
from giadesk.ui.library_list import Index
from giadesk.ui.progress import is_open, section_of
from giadesk.ui.session import Session

SEVERITIES = {"must": "强制性审核", "verify": "核实性审核", "hint": "提示"}
MARKS = {"must": "✖", "verify": "⚠", "hint": "ⓘ"}
_FINDING = Qt.ItemDataRole.UserRole

Line = str | Finding
"""A line of the list: the head of a group, or a finding."""


class FindingsPanel(QFrame):
    """The list and, under it, what can be done about the finding in hand."""

    said = Signal(str)
    wanted = Signal(object)
    """The clerk wants to mend this finding."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("findings")
        self.setProperty("kind", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 10, 8, 6)
        layout.setSpacing(6)
        self.title = pieces.label("审核", "findingsTitle", "heading", wrap=True)
        layout.addWidget(self.title)
        self.model = _Model(session)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.entered_key.connect(self.locate)
        self.list.doubleClicked.connect(lambda _: self.locate())
        self.list.selectionModel().currentChanged.connect(self._show_detail)
        self.list.setMinimumHeight(self.fontMetrics().height() * 3 // 2)
        layout.addWidget(self.list, 1)
        self.detail = FindingDetail(session)
        self.detail.located.connect(self.locate)
        self.detail.said.connect(self.said)
        layout.addWidget(self.detail)
        session.findings_changed.connect(self.refresh)
        self.refresh()

    @property
    def current(self) -> Finding | None:
        """The finding in hand."""
        found = self.list.currentIndex().data(_FINDING)
        return found if isinstance(found, Finding) else None

    def refresh(self) -> None:
        """Show the present findings; the one in hand stays in hand."""
        key = self.current.key if self.current else ""
        self.model.show(self._session.findings)
        counts = dict.fromkeys(SEVERITIES, 0)
        for finding in self._session.findings:
            counts[finding.severity] += is_open(finding) or finding.severity == "hint"
        each = zip(("强制", "核实", "提示"), counts.values(), strict=True)
        words = "　".join("\u2060".join(f"{name}{count}") for name, count in each)
        self.title.setText(f"审核（{words}\u2060）")  # a line ends between two, not within one
        place = self.model.place_of(key)
        self.list.setCurrentIndex(place)
        self._show_detail(place)

    def locate(self) -> None:
        """Show the place of the finding in hand, and ask to be led to where it is mended."""
        finding = self.current
        if finding is not None:
            self._session.locate(finding)
            self.wanted.emit(finding)

    def show_finding(self, finding: Finding) -> None:
        """Take a finding in hand."""
        place = self.model.place_of(finding.key)
        if place.isValid():
            self.list.setCurrentIndex(place)
            self.list.scrollTo(place)

    def step(self, by: int) -> bool:
        """Go to the next (1) or last (-1) finding and show its place; False where there is none."""
        rows = [n for n, line in enumerate(self.model.lines) if isinstance(line, Finding)]
        if not rows:
            return False
        present = self.list.currentIndex().row()
        if by > 0:
            row = next((n for n in rows if n > present), rows[0])
        else:
            row = next((n for n in reversed(rows) if n < present), rows[-1])
        self.list.setCurrentIndex(self.model.index(row))
        self.list.scrollTo(self.model.index(row))
        if self.current is not None:  # shown only: F7 goes on and opens nothing
            self._session.locate(self.current)
        return True

    def _bound(self) -> None:
        """High enough for the words of the finding in hand, as far as the column has room."""
        layout, column = self.layout(), self.parentWidget()
        if layout is None or column is None:
            return
        least = layout.totalMinimumSize().height()
        wanted = max(least, layout.totalMinimumHeightForWidth(self.width()))
        if not self.detail.isHidden():
            words, here = self.detail.words, self.list.sizeHintForIndex(self.list.currentIndex())
            wanted += max(0, words.sizeHint().height() - words.minimumHeight())
            wanted += max(0, here.height() + 4 - self.list.minimumHeight())
        room = column.height() * 7 // 10
        if isinstance(column, QSplitter):
            others = [w for n in range(column.count()) if (w := column.widget(n)) is not self]
            taken = sum(w.minimumSizeHint().height() + column.handleWidth() for w in others)
            room = min(room, column.height() - taken)
        self.setMinimumHeight(max(least, min(wanted, room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bound()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # other words, or another width for them
            self._bound()
        return done

    def _show_detail(self, _: QModelIndex) -> None:
        self.detail.show_finding(self.current)
        self._bound()


class _Model(QAbstractListModel):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._form = session.form
        self.lines: list[Line] = []
        self._titles: dict[str, str] = {}
        self._session = session

    def show(self, findings: Sequence[Finding]) -> None:
        self.beginResetModel()
        self.lines = []
        self._titles = {s.id: s.title for s in self._session.report.sections}
        for severity, title in SEVERITIES.items():
            group = [f for f in findings if f.severity == severity]
            if group:
                explained = sum(bool(f.explained) for f in group)
                more = f"，已说明 {explained}" if explained else ""
                self.lines.append(f"{title}　{len(group)} 条{more}")
                self.lines += [
                    *(f for f in group if not f.explained),
                    *(f for f in group if f.explained),
                ]
        self.endResetModel()

    def place_of(self, key: str) -> QModelIndex:
        for row, line in enumerate(self.lines):
            if key and isinstance(line, Finding) and line.key == key:
                return self.index(row)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _FINDING:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(line, str):
                return line
            place = self._titles.get(section_of(line, self._form), "")
            return f"{line.message}" + (f"　〔{place}〕" if place else "")
        return None


class _List(KeepsInView, QListView):
    entered_key = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findingsList")
        self.setAccessibleName("审核结果")
        self.furnish()
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_key.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        model = self.model()
        if model is not None and model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            painter.drawText(
                self.viewport().rect().adjusted(8, 0, -8, 0),
                int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap),
                "没有发现问题",
            )


class _Delegate(QStyledItemDelegate):
    def _fields(self, option: QStyleOptionViewItem) -> Any:
        return option  # PySide's stubs do not know the fields of style options

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = self._fields(option).fontMetrics
        if isinstance(index.data(_FINDING), str):
            return QSize(60, metrics.height() + 10)
        parent = self.parent()
        width = parent.viewport().width() if isinstance(parent, QListView) else 240
        mark = metrics.horizontalAdvance("⚠") + 6
        room = QRect(0, 0, max(60, width - 12 - mark), 4000)  # as it is painted
        words = metrics.boundingRect(room, _WRAP, index.data())
        return QSize(60, words.height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fields = self._fields(option)
        line: Line = index.data(_FINDING)
        rect: QRect = fields.rect
        painter.save()
        if isinstance(line, str):
            font = QFont(fields.font)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(theme.colour("muted"))
            painter.drawText(rect.adjusted(6, 0, -4, 0), int(Qt.AlignmentFlag.AlignVCenter), line)
        else:
            self._paint_finding(painter, fields, line, index.data())
        painter.restore()

    def _paint_finding(self, painter: QPainter, fields: Any, finding: Finding, text: str) -> None:
        rect: QRect = fields.rect
        if fields.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
        elif fields.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour(f"{finding.severity}_soft"))
        inside = rect.adjusted(6, 5, -6, -5)
        painter.setPen(theme.colour("good" if finding.explained else finding.severity))
        top = int(Qt.AlignmentFlag.AlignTop)
        painter.drawText(inside, top, "✔" if finding.explained else MARKS[finding.severity])
        painter.setPen(theme.colour("muted" if finding.explained else "text"))
        mark = fields.fontMetrics.horizontalAdvance("⚠") + 6
        painter.drawText(inside.adjusted(mark, 0, 0, 0), _WRAP | top, text)


_WRAP = int(Qt.TextFlag.TextWordWrap)
