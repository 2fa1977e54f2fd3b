"""本单位资料: asked once on the very first start, changed later in the settings."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from giadesk.ui import dialogs, pieces


def office_fields(layout: QFormLayout, office: Mapping[str, str]) -> dict[str, QLineEdit]:
    """The fields of 本单位资料, by name."""
    return {
        "unit": dialogs.field(
            layout, "单位全称", "officeUnit", office.get("unit", ""), "例如：××县××镇人民政府"
        ),
        "superior": dialogs.field(
            layout,
            "上级机关",
            "officeSuperior",
            office.get("superior", ""),
            "例如：××县人民政府办公室",
        ),
        "contact": dialogs.field(
            layout,
            "联系方式",
            "officeContact",
            office.get("contact", ""),
            "地址、电话、邮编，写入引言时使用",
        ),
    }


class WelcomePage(QWidget):
    """The first start: what this is, who we are, and an invented town to try everything on."""

    finished = Signal(object)
    """本单位资料 as filled in; may be empty."""
    sample_asked = Signal()

    def __init__(self, office: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        card = pieces.frame("welcomeCard", "card")
        card.setMaximumWidth(self.fontMetrics().horizontalAdvance("政") * 50)
        body = QVBoxLayout(card)
        body.setContentsMargins(32, 24, 32, 24)
        body.setSpacing(12)
        body.addWidget(pieces.label("欢迎使用 GIADesk", "welcomeTitle", "title"))
        body.addWidget(
            pieces.label(
                "编写政府信息公开工作年度报告：从去年的文件开始，逐项填报，自动运算、审核，"
                "最后导出符合公文版式的 Word 和 Excel。全程不联网，随改随存。",
                "welcomeWords",
                wrap=True,
            )
        )
        body.addWidget(pieces.line())
        body.addWidget(
            pieces.label(
                "请先填写本单位资料，用于标题和引言。以后可以在“本单位与设置”里修改。",
                "welcomeAsk",
                "muted",
                wrap=True,
            )
        )
        form = dialogs.form()
        self.fields = office_fields(form, office)
        body.addLayout(form)
        row = QHBoxLayout()
        self.sample = pieces.button(
            "先用示例乡镇试一试",
            "trySample",
            self.sample_asked.emit,
            tip="打开一个虚构的乡镇，里面的单位和数据都不是真的，随便改",
        )
        row.addWidget(self.sample)
        row.addStretch(1)
        self.later = pieces.button("以后再填", "later", lambda: self.finished.emit({}))
        row.addWidget(self.later)
        self.ok = pieces.button("开始使用", "begin", self._finish, kind="main")
        self.ok.setDefault(True)
        row.addWidget(self.ok)
        body.addLayout(row)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 100)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)
        for edit in self.fields.values():
            edit.returnPressed.connect(self._finish)
        self.fields["unit"].textChanged.connect(self._judge)
        self._judge()

    def _judge(self) -> None:
        self.ok.setEnabled(bool(self.fields["unit"].text().strip()))

    def _finish(self) -> None:
        if self.ok.isEnabled():
            self.finished.emit({name: edit.text().strip() for name, edit in self.fields.items()})
