"""用去年的报告编写今年的 and 新建空白报告: which report, which year, which unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QWidget

from giadesk.ui import dialogs, pieces
from giadesk.ui.dialogs import Dialog
from giadesk.ui.library_list import STATUS_WORDS, Row

FROM_FILE = "file"


def year_in_hand(today: date) -> int:
    """The year a report is written for now: last year until summer, then the present one."""
    return today.year - 1 if today.month <= 6 else today.year


class FromLastYearDialog(Dialog):
    """Asks for last year's report; `source` is its id in the library, or FROM_FILE."""

    def __init__(self, parent: QWidget | None, rows: Sequence[Row], preselected: str = "") -> None:
        super().__init__(parent, "fromLastYearDialog", "用去年的报告编写今年的", "编写今年的报告")
        self._rows = {row.id: row for row in rows}
        self.body.addWidget(
            pieces.label(
                "文字带过来，属于报告本身的年份改好；去年的“结转下年度”填入今年的“上年结转”；"
                "其余数据留空，旁边显示去年的数。去年的报告不会改动。",
                "explanation",
                "muted",
                wrap=True,
            )
        )
        layout = dialogs.form()
        items = [
            (f"{r.year}年　{r.unit}（{STATUS_WORDS.get(r.status, r.status)}）", r.id) for r in rows
        ]
        items.append(("另选一个文件……（Word、WPS、网页、报送包）", FROM_FILE))
        self.choice: QComboBox = dialogs.combo_field(layout, "去年的报告", "lastReport", items)
        self.choice.setCurrentIndex(max(0, self.choice.findData(preselected)))
        self.year = dialogs.year_field(layout, "今年的年度", "year", year_in_hand(date.today()))
        self.body.addLayout(layout)
        self.choice.currentIndexChanged.connect(self._follow)
        self.finish()
        self.set_width(37)
        self._follow()

    @property
    def source(self) -> str:
        """The id of last year's report, or FROM_FILE."""
        return str(self.choice.currentData())

    def _follow(self) -> None:
        row = self._rows.get(self.source)
        self.year.setEnabled(row is not None)
        if row is not None:
            self.year.setValue(row.year + 1)
        self.ok.setText("编写今年的报告" if row is not None else "选择文件……")


class BlankDialog(Dialog):
    """Asks for unit and year of a blank report."""

    def __init__(self, parent: QWidget | None, unit: str) -> None:
        super().__init__(parent, "blankDialog", "新建空白报告", "新建")
        layout = dialogs.form()
        self.unit = dialogs.field(layout, "单位全称", "unit", unit, "例如：××县××镇人民政府")
        self.year = dialogs.year_field(layout, "报告年度", "year", year_in_hand(date.today()))
        self.body.addLayout(layout)
        self.body.addWidget(
            pieces.label("按当年有效的规定格式建立，各部分标题固定。", "explanation", "muted", True)
        )
        self.unit.textChanged.connect(self._judge)
        self.finish()
        self.set_width(33)
        self._judge()

    def _judge(self) -> None:
        self.ok.setEnabled(bool(self.unit.text().strip()))
