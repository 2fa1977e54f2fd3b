"""The finding in hand: its formula with the actual figures, its remedy, its mends, its 核实说明."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from giadesk.checks.registry import Finding, Mend
from giadesk.ui import pieces, theme
from giadesk.ui.focus import read_on
from giadesk.ui.progress import about_field, section_of
from giadesk.ui.session import Session

LEAST_EXPLANATION = 5
"""Characters that a 核实说明 has at least (reliability-ux.md B.4)."""


class FindingDetail(QFrame):
    """Formula, remedy and buttons of the finding in hand."""

    located = Signal()
    said = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._finding: Finding | None = None
        self.setObjectName("findingDetail")
        self.setProperty("kind", "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        self.formula = pieces.label("", "findingFormula", wrap=True)
        self.remedy = pieces.label("", "findingRemedy", "muted", wrap=True)
        self.rule = pieces.label("", "findingRule", "muted", wrap=True)
        self.rule.hide()
        for label in (self.formula, self.remedy, self.rule):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words = _Words(self.formula, self.remedy, self.rule)
        layout.addWidget(self.words)
        self.text = QPlainTextEdit()
        self.text.setObjectName("explanation")
        self.text.setAccessibleName("核实说明")
        self.text.setPlaceholderText(f"核实说明：情况属实的原因，至少{LEAST_EXPLANATION}个字")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().height() * 3 + 12)
        self.text.hide()
        layout.addWidget(self.text)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        layout.addLayout(self._buttons)
        self.locate = pieces.button("定位", "locate", self.located.emit, tip="跳到出问题的地方")
        self.explain = pieces.button("写明情况", "explain", self._explain)
        self.why = pieces.tool(
            "依据", "rule", self._toggle_rule, tip="这一项审核比较什么、为什么、根据哪条规定"
        )
        for button in (self.locate, self.explain, self.why):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._mends = QVBoxLayout()
        layout.addLayout(self._mends)
        session.about_changed.connect(self._about_changed)
        session.flushing.connect(self._keep_text)

    def show_finding(self, finding: Finding | None) -> None:
        """Show a finding, None for none."""
        same = (
            finding is not None and self._finding is not None and finding.key == self._finding.key
        )
        if finding == self._finding and same and not self.isHidden():
            return
        self._finding = finding
        pieces.clear(self._mends)
        self.setVisible(finding is not None)
        if finding is None:
            return
        self.formula.setText(finding.formula)
        self.formula.setVisible(bool(finding.formula))
        self._ink(self.formula, finding.severity)
        words = finding.remedy
        if finding.explained:
            words += f"\n已说明：{finding.explained}"
        self.remedy.setText(words.strip())
        self.remedy.setVisible(bool(words))
        self.words.setVisible(bool(finding.formula or words))
        self.words.fit()
        writable = not self._session.read_only
        form = self._session.form
        self.locate.setVisible(bool(section_of(finding, form) or about_field(finding, form)))
        self.explain.setVisible(finding.severity == "verify" and writable)
        self.explain.setText("修改说明" if finding.explained else "写明情况")
        if not same:
            self.rule.hide()
            self.text.hide()
            self.text.setPlainText(finding.explained)
        if writable:
            for number, mend in enumerate(finding.mends):
                made = pieces.button(mend.label, f"mend{number}", partial(self._mend, mend))
                self._mends.addWidget(made)
            read_on(self.parentWidget() or self)

    def _toggle_rule(self) -> None:
        """Show what the check compares, why and by which rule; or put it away."""
        if self._finding is None:
            return
        self.rule.setText(_rule_of(self._finding.code))
        self.rule.setVisible(self.rule.isHidden() and bool(self.rule.text()))
        self.words.show()
        self.words.fit()

    def _about_changed(self) -> None:
        finding, self._finding = self._finding, None  # what may be done depends on the status
        self.show_finding(finding)

    def _ink(self, words: QWidget, name: str) -> None:
        palette = words.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.colour(name))
        words.setPalette(palette)

    def _explain(self) -> None:
        if self._finding is None:
            return
        if self.text.isHidden():
            self.text.show()
            self.text.setFocus()
            self.explain.setText("记下说明")
            return
        words = self.text.toPlainText().strip()
        if words and len(words) < LEAST_EXPLANATION:
            self.said.emit(f"核实说明至少{LEAST_EXPLANATION}个字，写明原因")
            self.text.setFocus()
            return
        self.text.hide()
        self._session.explain(self._finding.key, words)
        self._session.check_now()

    def _keep_text(self) -> None:
        """What was typed as an explanation is not lost when the report is saved or closed."""
        if self.text.isVisible() and self._finding is not None:
            words = self.text.toPlainText().strip()
            if len(words) >= LEAST_EXPLANATION and words != self._finding.explained:
                self._session.explain(self._finding.key, words)

    def _mend(self, mend: Mend) -> None:
        apply_mend(self._session, mend)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "text"):
            self.text.setFixedHeight(self.fontMetrics().height() * 3 + 12)


class _Words(QScrollArea):
    """As high as its words; where there is less room they are scrolled, never cut."""

    def __init__(self, *labels: QWidget) -> None:
        super().__init__()
        self.setObjectName("findingWords")
        self.setAccessibleName("这一条的算式和处理办法")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for label in labels:
            layout.addWidget(label)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def fit(self) -> None:
        """Measure the words at the present width."""
        wanted = self._wanted()
        self.setMinimumHeight(min(wanted, self.fontMetrics().height() * 2))
        self.setMaximumHeight(wanted)
        self.updateGeometry()
        QTimer.singleShot(0, self, self._bar)

    def _bar(self) -> None:
        """No bar where all is seen: once there, it takes the width that makes it needed."""
        policy = Qt.ScrollBarPolicy
        whole = self.height() >= self._wanted()
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if whole else policy.ScrollBarAlwaysOn
        )

    def _wanted(self) -> int:
        layout = self.widget().layout()
        assert layout is not None
        return max(1, layout.totalHeightForWidth(max(1, self.width())))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._wanted())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
        else:  # not amid being laid out
            QTimer.singleShot(0, self, self._bar)


def apply_mend(session: Session, mend: Mend) -> bool:
    """Do a quick mend as one undo step. False where it changes nothing any more."""
    if mend.values:
        values = {
            value_id: None if text is None else Decimal(text)
            for value_id, text in mend.values.items()
        }
        return session.set_values(values, mend.label)
    if mend.text is not None:
        section_id, number, text = mend.text
        section = session.report.section(section_id)
        if section is None or number >= len(section.paragraphs):
            return False
        paragraphs = list(section.paragraphs)
        paragraphs[number] = replace(paragraphs[number], text=text)
        return session.set_paragraphs(section_id, tuple(paragraphs), mend.label)
    if mend.heading is not None:
        section = session.report.section(mend.heading[0])
        return section is not None and session.set_section(
            replace(section, title=mend.heading[1]), mend.label
        )
    if mend.about:
        return session.set_about(mend.label, **mend.about)
    return False


def _rule_of(code: str) -> str:
    """What the check with that code compares, why, and by which law or official format; "" for none."""
    from giadesk.checks.manual import entry_of
    from giadesk.checks.registry import all_checks

    for check in all_checks():
        if check.code == code:
            entry = entry_of(check)
            parts = "\n".join(
                f"{name}：{entry.parts[name]}" for name in ("比较什么", "为什么", "依据")
            )
            return f"{code}　{entry.summary}\n{parts}"
    return ""
