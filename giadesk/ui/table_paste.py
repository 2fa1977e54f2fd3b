"""What a paste would do to a table: what is written, what is skipped, refused or asked. No Qt.

Rules of the house: nothing is written if any cell fails, unless the clerk agrees; computed cells are
skipped and named; a clip with the form's own labels finds its rows and columns by them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal

import msgspec

from giadesk.core.figures import read_figure
from giadesk.core.prose import plain
from giadesk.core.report import Report, Value
from giadesk.core.totals import figures_of
from giadesk.ui.table_clip import Clip, ClipCell
from giadesk.ui.table_map import Area, TableMap

_NUMBERING = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、](?!\d))\s*"
)
_CJK = re.compile(r"[\u4e00-\u9fff]")


class Line(msgspec.Struct, frozen=True):
    """A cell that is not simply written: its id and name, what was pasted, why, and the offer."""

    id: str
    name: str
    text: str
    reason: str
    offer: Decimal | None = None


class Plan(msgspec.Struct, frozen=True):
    """What a paste comes to. `outside` counts cells with content that fall beside the table."""

    writes: dict[str, Value | None]
    skipped: tuple[Line, ...] = ()
    refused: tuple[Line, ...] = ()
    offered: tuple[Line, ...] = ()
    outside: int = 0

    @property
    def clean(self) -> bool:
        """Whether it may be done without asking."""
        return not (self.refused or self.offered or self.outside)

    def with_offers(self) -> dict[str, Value | None]:
        """The writes with every offer taken."""
        return {**self.writes, **{line.id: line.offer for line in self.offered}}


class Choice(msgspec.Struct, frozen=True):
    """One way to paste. label: what it is called; plan: what it comes to."""

    label: str
    plan: Plan


class Target(msgspec.Struct, frozen=True):
    """Where to paste: the table, the selected rectangle, the report, and why a cell is locked.

    locked gives "" for a cell that may be written.
    """

    table: TableMap
    area: Area
    report: Report
    locked: Callable[[str], str]


def ways_to_paste(clip: Clip, target: Target) -> tuple[Choice, ...]:
    """The ways in which a clip can be pasted, the likeliest first.

    One way with a clean plan needs no question; anything else is for the preview.
    """
    return _Ways(clip, target).choices()


def is_label(cell: ClipCell) -> bool:
    """Whether a clip's cell holds words (a row's or column's label) rather than a figure."""
    if cell.text.isascii():
        return False
    rest = _NUMBERING.sub("", cell.text, count=1)
    if len(_CJK.findall(rest)) < 2 or rest == "没有":
        return False
    if re.match(r"[约近超逾]?[¥￥]?[-+－＋(（]?[0-9０-９]", rest):
        return False
    return read_figure(rest, "money", "万元").refused


def sizes(clip: Clip, target: Target) -> tuple[str, str]:
    """The clip's size and the selected area's, as rows×columns; "" for a single cell."""
    area = target.area
    rows = [r for r in target.table.figure_rows if area.top <= r <= area.bottom]
    single = len(target.table.ids_in(area)) == 1
    return _size(clip), "" if single else f"{len(rows)}×{area.width}"


_Placed = Iterable[tuple[str, ClipCell]]


class _Ways:
    """Works out the choices for one clip and target."""

    def __init__(self, clip: Clip, target: Target) -> None:
        self.target = target
        self.table = target.table
        self.clip = clip
        ids = self.table.ids_in(target.area)
        self.single = len(ids) == 1
        self.area = target.area
        if self.single:  # a wide cell counts as one
            row, column = self.table.places[ids[0]]
            self.area = Area(row, column, row, column)

    def choices(self) -> tuple[Choice, ...]:
        if (by_name := self._by_labels()) is not None:
            return (by_name,)
        if self.clip.height == self.clip.width == 1:
            cell = self.clip.rows[0][0]
            fill = [(value_id, cell) for value_id in self.table.ids_in(self.area)]
            return (Choice("填满选中的单元格", self._plan(fill, compare=False)),)
        figures = _without_labels(self.clip)
        if figures is None:
            return self._by_shape(self.clip)
        note = f"只取数字部分 {_size(figures)}"
        return tuple(Choice(f"{note}，{c.label}", c.plan) for c in self._by_shape(figures))

    def _by_shape(self, clip: Clip) -> tuple[Choice, ...]:
        rows = [r for r in self.table.figure_rows if self.area.top <= r <= self.area.bottom]
        height, width = len(rows), self.area.width
        printed = self._as_printed(clip)
        whole = Choice(f"从所选格起粘贴 {_size(clip)}", self._plan(self._onto_figures(clip)))
        if self.single or (height, width) == (clip.height, clip.width):
            return (printed, whole) if printed else (whole,)
        ways = [msgspec.structs.replace(whole, label=f"从左上角起粘贴全部 {_size(clip)}")]
        if clip.height > height or clip.width > width:
            inside = self._plan(self._onto_figures(clip.part(0, 0, height, width)))
            ways.insert(0, Choice(f"只粘贴到选中的 {height}×{width} 格", inside))
        else:
            rest = [i for i in self.table.ids_in(self.area) if not self.target.locked(i)]
            emptied = msgspec.structs.replace(
                whole.plan, writes={**dict.fromkeys(rest), **whole.plan.writes}
            )
            ways.append(Choice(f"粘贴 {_size(clip)}，选中的其余格清空", emptied))
        if height % clip.height == 0 and width % clip.width == 0:
            lines = (clip.rows[r % clip.height] * (width // clip.width) for r in range(height))
            tiled = self._plan(self._onto_figures(Clip(tuple(lines))))
            ways.insert(0, Choice(f"重复粘贴，填满选中的 {height}×{width} 格", tiled))
        return tuple(ways)

    def _onto_figures(self, clip: Clip) -> _Placed:
        """Each cell with the figure under it, going down the rows that hold figures."""
        rows = [r for r in self.table.figure_rows if r >= self.area.top]
        for index, line in enumerate(clip.rows):
            if index < len(rows):
                yield from self._row(rows[index], self.area.left, line)
            else:
                yield from (("", cell) for cell in line)

    def _row(self, row: int, left: int, line: tuple[ClipCell, ...]) -> _Placed:
        before = ""
        for column, cell in enumerate(line, start=left):
            value_id = self.table.id_at(row, column)
            yield ("" if value_id == before else value_id), cell  # the rest of a wide cell has none
            before = value_id

    def _as_printed(self, clip: Clip) -> Choice | None:
        """The clip laid on the printed rows, where it is blank at every row without figures.

        None where it has content there, or meets no such row: a column copied from another program
        has its gaps at the headings, a list of bare figures has none.
        """
        rows = range(self.area.top, self.area.top + clip.height)
        gaps = {i for i, r in enumerate(rows) if r not in self.table.figure_rows}
        if not gaps or rows[-1] >= self.table.rows or clip.height - 1 in gaps:
            return None
        if any(cell.text.strip() for i in gaps for cell in clip.rows[i]):
            return None
        placed = [
            pair
            for i, row in enumerate(rows)
            if i not in gaps
            for pair in self._row(row, self.area.left, clip.rows[i])
        ]
        return Choice(f"按表格的行粘贴 {_size(clip)}，空行对应标题行", self._plan(placed))

    def _by_labels(self) -> Choice | None:
        """The clip laid where its labels are those of the printed form; None where they are not."""
        printed: dict[str, list[tuple[int, int]]] = {}
        for cell in self.table.grid.cells:
            if cell.kind in ("head", "label") and cell.text:
                printed.setdefault(_squeezed(cell.text), []).append((cell.row, cell.column))
        votes: Counter[tuple[int, int]] = Counter()
        labels = 0
        for r, line in enumerate(self.clip.rows):
            for c, clip_cell in enumerate(line):
                if is_label(clip_cell):
                    labels += 1
                    for row, column in printed.get(_squeezed(clip_cell.text), ()):
                        votes[row - r, column - c] += 1
        if not votes:
            return None
        (down, right), count = votes.most_common(1)[0]
        if count < 2 or count * 2 < labels:
            return None
        placed: list[tuple[str, ClipCell]] = []
        for r, line in enumerate(self.clip.rows, start=down - self.table.head_rows):
            cells = self._row(r, right - self.table.labels, line)
            placed.extend((value_id, cell) for value_id, cell in cells if value_id)
        return Choice("按行列名称对应粘贴", self._plan(placed)) if placed else None

    def _plan(self, placed: _Placed, *, compare: bool = True) -> Plan:
        writes: dict[str, Value | None] = {}
        skipped: list[Line] = []
        refused: list[Line] = []
        offered: list[Line] = []
        outside = 0
        for value_id, cell in placed:
            text = cell.text.strip()
            if cell.covered:
                continue
            if not value_id:
                outside += bool(text)
                continue
            indicator = self.table.indicator(value_id)
            if reason := self.target.locked(value_id):
                if text:
                    skipped.append(Line(value_id, indicator.name, text, reason))
                continue
            reading = read_figure(cell.figure_text, indicator.kind, indicator.unit)
            if reading.accepted:
                writes[value_id] = reading.value
                continue
            reason = reading.reason
            if cell.raw and cell.raw != cell.text:
                reason += f"（显示为{text}，实际是{cell.raw}）"
            line = Line(value_id, indicator.name, text, reason, reading.offer)
            (refused if reading.refused else offered).append(line)
        if compare and skipped:
            skipped = self._compared(skipped, writes, offered)
        return Plan(writes, tuple(skipped), tuple(refused), tuple(offered), outside)

    def _compared(
        self, skipped: list[Line], writes: dict[str, Value | None], offered: list[Line]
    ) -> list[Line]:
        """Say where a pasted total is not what the program computes from the pasted figures."""
        report = self.target.report.with_values(
            {**writes, **{line.id: line.offer for line in offered}}
        )
        figures = figures_of(report, self.table.form)
        result = []
        for line in skipped:
            indicator = self.table.indicator(line.id)
            pasted = read_figure(line.text, indicator.kind, indicator.unit)
            own = figures.get(line.id)
            if isinstance(pasted.value, Decimal) and own is not None and pasted.value != own:
                reason = f"{line.reason}；粘贴的是{plain(pasted.value)}，计算得{plain(own)}"
                line = msgspec.structs.replace(line, reason=reason)
            result.append(line)
        return result


def _without_labels(clip: Clip) -> Clip | None:
    """The clip without its leading rows and columns of words; None where it has none, or only such."""
    top = left = 0
    while top < clip.height and _wordy(clip.rows[top]):
        top += 1
    columns = list(zip(*clip.rows[top:], strict=True))
    while left < len(columns) and _wordy(columns[left]):
        left += 1
    if (top, left) == (0, 0) or top == clip.height or left == clip.width:
        return None
    return clip.part(top, left, clip.height - top, clip.width - left)


def _wordy(cells: Iterable[ClipCell]) -> bool:
    """Whether a row or column holds words and no figure."""
    cells = [cell for cell in cells if cell.text.strip()]
    return any(is_label(cell) for cell in cells) and not any(
        any(c.isdigit() for c in cell.text) and not is_label(cell) for cell in cells
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(_ALIKE)


_ALIKE = str.maketrans("(),．:;“”‘’", '（），.：；""""')


def _size(clip: Clip) -> str:
    return f"{clip.height}×{clip.width}"
