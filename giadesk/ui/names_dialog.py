"""下属单位名单: the units that are to hand in their reports, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from giadesk.core.units import same_office
from giadesk.ui import pieces
from giadesk.ui.dialogs import Dialog


class NamesDialog(Dialog):
    """handed: the units that handed in, which can be taken over into the list."""

    def __init__(
        self, parent: QWidget | None, names: Sequence[str], handed: Sequence[str] = ()
    ) -> None:
        super().__init__(parent, "namesDialog", "下属单位名单", "确定")
        self._handed = handed
        words = "应当报送年度报告的单位，一行一个。可以从表格里复制一列粘贴到这里；简称也认得，例如“青石镇”。"
        self.body.addWidget(pieces.label(words, "namesWords", "muted", wrap=True))
        self.text = QPlainTextEdit("\n".join(names))
        self.text.setObjectName("names")
        self.text.setAccessibleName("下属单位名单，一行一个")
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._count)
        self.body.addWidget(self.text, 1)
        self.count = pieces.label("", "namesCount", "muted")
        self.take = pieces.button(
            "加上已报送的单位",
            "namesTake",
            self._take,
            tip="把已经报送、名单上还没有的单位加到后面",
        )
        self.take.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.take)
        self.body.addLayout(row)
        self.finish()
        self.set_size(34, 24)
        self._count()

    @property
    def names(self) -> list[str]:
        """The units as written, each once."""
        return units_of(self.text.toPlainText())

    def _take(self) -> None:
        self.text.setPlainText("\n".join([*self.names, *self._new()]))
        self.text.setFocus()

    def _new(self) -> list[str]:
        present = self.names
        return [u for u in self._handed if not any(same_office(u, name) for name in present)]

    def _count(self) -> None:
        self.count.setText(f"{len(self.names)}个单位")
        self.take.setEnabled(bool(self._new()))


def units_of(text: str) -> list[str]:
    """The units of a list, a line each; each once, without blanks around."""
    return list(dict.fromkeys(_stripped(text.splitlines())))


def _stripped(lines: Iterable[str]) -> Iterable[str]:
    return (bare for line in lines if (bare := line.strip(" \t　,，;；、。")))
