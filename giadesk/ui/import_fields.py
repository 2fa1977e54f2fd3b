"""The row over an imported file: whose report it is, of which year, in which form it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout

from giadesk.core.form import Form
from giadesk.ui import dialogs, pieces
from giadesk.ui.desk import Imported


class ReportFields(QHBoxLayout):
    """单位, 年度, 表式, and the button that reads the file again with them."""

    def __init__(
        self, forms: Sequence[Form], imported: Imported, read_again: Callable[[], None]
    ) -> None:
        super().__init__()
        report = imported.report
        fields = [dialogs.form() for _ in range(3)]
        self.unit = dialogs.field(fields[0], "单位", "unit", report.unit, "文件里没有写明，请填写")
        self.year = dialogs.year_field(
            fields[1], "年度", "year", report.year or date.today().year - 1
        )
        self.year.setAccessibleName("报告年度")
        named = [(f.name, f.id) for f in forms]
        self.form = dialogs.combo_field(
            fields[2], "表式", "form", [("按年度和表格自动选择", ""), *named]
        )
        self.form.setMinimumContentsLength(12)
        self.form.setCurrentIndex(self.form.findData(imported.form.id))
        self.again = pieces.button(
            "重新识别",
            "readAgain",
            read_again,
            key="Ctrl+R",
            tip="按上面的单位、年度和表式重新识别这份文件",
        )
        self.again.setAutoDefault(False)
        readable = imported.document is not None
        self.again.setEnabled(readable)
        self.form.setEnabled(readable)
        self.setSpacing(12)
        for field, stretch in zip(fields, (3, 0, 4), strict=True):
            self.addLayout(field, stretch)
        self.addWidget(self.again)
        # a unit's full name can be read, and the form's, down to the narrowest window
        wide = self.unit.fontMetrics().horizontalAdvance("政")
        self.unit.setMinimumWidth(min(16 * wide, 340))


def long_past(year: int) -> bool:
    """Whether a report of that year must have been handed in some time ago (31 March, art. 49)."""
    return bool(year) and date.today() > date(year + 1, 3, 31)
