"""What a file's reading left to be looked at: pieces without a place, repairs, and where each stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from giadesk.core.blocks import Document
from giadesk.core.report import Report
from giadesk.ui import import_places, pieces, theme
from giadesk.ui.desk import Imported
from giadesk.ui.import_places import Spot, Target

WHAT = {"numbering": "编号", "table": "表格", "text": "文字", "form": "表式"}

_LEAST_ROWS = 3


def document_of(imported: Imported) -> Document:
    """The file's blocks; those of the report itself where it came as one."""
    if imported.document is not None:
        return imported.document
    from giadesk.core.document import blocks_of

    return Document(blocks_of(imported.report, imported.form))


class Pieces:
    """The pieces of text that found no place, with where they were put since, and the repairs.

    Rows count the pieces of text first, then the repairs, as the list shows them.
    """

    def __init__(self, imported: Imported) -> None:
        self._imported = imported
        self._put: dict[int, str] = {}
        document = document_of(imported)
        self.spots: list[tuple[Spot, ...]] = [
            import_places.spots_of_text(document, text) for text in imported.unplaced
        ]
        self.spots += [
            import_places.spots_of_repair(document, repair, imported.form)
            for repair in imported.repairs
        ]

    def piece(self, row: int) -> int | None:
        """The number of the piece of text in a row; None for a repair or no row."""
        return row if 0 <= row < len(self._imported.unplaced) else None

    def put(self, number: int, section_id: str) -> None:
        """Remember that a piece of text was put into a section."""
        self._put[number] = section_id

    def placed(self, number: int, report: Report) -> Target:
        """Where a piece of text was put, as long as it stands there in the report."""
        section = report.section(self._put.get(number, ""))
        if section is None:
            return Target()
        first = next((x for x in self._imported.unplaced[number].split("\n") if x.strip()), "")
        for index, paragraph in enumerate(section.paragraphs):
            if first.strip() and first.strip() in paragraph.text:
                return Target(section.id, index)
        return Target()

    def states(self, report: Report) -> list[bool]:
        """Whether each piece of text stands in a section."""
        return [bool(self.placed(n, report).section) for n in range(len(self._imported.unplaced))]

    def left(self, report: Report) -> list[tuple[int, str]]:
        """The pieces of text that are in no section yet, with their numbers."""
        placed = self.states(report)
        return [(n, text) for n, text in enumerate(self._imported.unplaced) if not placed[n]]

    def target(self, row: int, report: Report) -> Target:
        """The place in the report that a row is about."""
        if self.piece(row) is not None:
            return self.placed(row, report)
        repair = self._imported.repairs[row - len(self._imported.unplaced)]
        return import_places.target_of_repair(repair, report, self._imported.form)

    def entries(self, report: Report) -> list[tuple[str, str]]:
        """The rows as they are shown, the name of a colour and words: without a place first."""
        rows = []
        for number, text in enumerate(self._imported.unplaced):
            section = report.section(self.placed(number, report).section)
            words = " ".join(text.split())
            if section is None:
                rows.append(("must", f"✖ 没有位置　{words}"))
            else:
                rows.append(("good", f"✔ 已放入“{section.title}”　{words}"))
        for repair in self._imported.repairs:
            was, now = repair.was or "（没有）", repair.now or "（去掉）"
            what = WHAT.get(repair.what, repair.what)
            rows.append(("verify", f"⚠ {what}修正　{repair.where}：{was} → {now}"))
        return rows


class PieceList:
    """The list of what was repaired and what found no place."""

    def __init__(self) -> None:
        self.placed: list[bool] = []
        self.list = QListWidget()
        self.list.setObjectName("pieces")
        self.list.setAccessibleName("没有找到位置的文字和作过的修正")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show(self, entries: list[tuple[str, str]], row: int) -> None:
        """List these: the name of a colour, and words."""
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for colour, words in entries:
            item = QListWidgetItem(words)
            item.setForeground(theme.colour(colour))
            pieces.set_tip_of_item(item, words[:1000])
            self.list.addItem(item)
        self.list.setCurrentRow(row)
        self.list.blockSignals(blocked)
        self.list.setMinimumHeight(self.height_of(_LEAST_ROWS))

    def height_of(self, rows: int) -> int:
        """The height in which so many rows are seen whole, or all where they are fewer."""
        many = min(rows, self.list.count())
        return many * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth() + 2


def said_of(error: BaseException) -> str:
    """What an error says to the clerk, in one line."""
    from giadesk.core.errors import UserError

    if isinstance(error, UserError):
        return str(error)
    return "程序出错，没有读成。请换一种格式另存后再试。"
