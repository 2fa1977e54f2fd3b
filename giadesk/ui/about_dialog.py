"""标题、落款、附件: what the report says of itself on paper."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from giadesk.core.form import Form
from giadesk.core.prose import clean_text
from giadesk.core.report import Report
from giadesk.ui import dialogs, pieces
from giadesk.ui.dialogs import Dialog


class AboutDialog(Dialog):
    """Edits unit, title, signature, date and attachments; `changes` is what differs."""

    def __init__(
        self, parent: QWidget | None, report: Report, form: Form, *, read_only: bool
    ) -> None:
        super().__init__(parent, "aboutDialog", "标题、落款、附件", "确定")
        self._report = report
        self._pattern = form.title_for(report.unit, report.year)
        about = report.about
        layout = dialogs.form()
        self.unit = dialogs.field(layout, "单位全称", "unit", about.unit)
        self.title = dialogs.field(layout, "标题", "title", about.title, self._pattern)
        self.signature = dialogs.field(layout, "落款", "signature", about.signature, about.unit)
        self.date = dialogs.field(
            layout, "成文日期", "date", about.date, f"例如：{about.year + 1}年1月20日"
        )
        self.attachments = QPlainTextEdit("\n".join(about.attachments))
        self.attachments.setObjectName("attachments")
        self.attachments.setAccessibleName("附件")
        self.attachments.setPlaceholderText("每行一个附件的名称；没有附件不填")
        self.attachments.setTabChangesFocus(True)
        self.attachments.setFixedHeight(self.fontMetrics().height() * 4 + 12)
        label = pieces.label("附件", "attachmentsLabel")
        label.setBuddy(self.attachments)
        layout.addRow(label, self.attachments)
        self.body.addLayout(layout)
        for edit in (self.unit, self.title, self.signature, self.date):
            edit.setReadOnly(read_only)
        self.attachments.setReadOnly(read_only)
        self.ok.setVisible(not read_only)
        self.finish()
        self.set_width(44)

    def begin_in(self, name: str) -> None:
        """Put the focus into the field of that name, where there is one, with what stands there."""
        edit = self.findChild(QLineEdit, name) if name else None
        if edit is not None:
            edit.setFocus()
            edit.selectAll()

    @property
    def changes(self) -> dict[str, Any]:
        """The fields of `about` that differ from what they were."""
        about = self._report.about
        title = clean_text(self.title.text()).strip()
        wanted: dict[str, Any] = {
            "unit": clean_text(self.unit.text()).strip() or about.unit,
            "title": "" if title == self._pattern else title,
            "signature": clean_text(self.signature.text()).strip(),
            "date": clean_text(self.date.text()).strip(),
            "attachments": tuple(
                line.strip()
                for line in clean_text(self.attachments.toPlainText()).splitlines()
                if line.strip()
            ),
        }
        return {name: value for name, value in wanted.items() if value != getattr(about, name)}
