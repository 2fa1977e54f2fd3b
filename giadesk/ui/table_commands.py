"""What can be done with the selected cells: copy, paste, clear, fill, 空白填0, 运算, totals.

Every command that writes is one named step of undo. What it skipped is said in the table's notice;
what needs a decision is asked there or in the paste preview.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from giadesk.core.errors import InputRefused
from giadesk.core.printed import grid_of
from giadesk.core.prose import plain
from giadesk.core.report import Value
from giadesk.core.totals import sum_of
from giadesk.ui.table_clip import Span, read_clip, to_html, to_tsv
from giadesk.ui.table_grid import GridView
from giadesk.ui.table_map import Area
from giadesk.ui.table_paste import Choice, Plan, Target, sizes, ways_to_paste

_Keys = QKeySequence.StandardKey
_Key = Qt.Key
_Ctrl = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier
_NAMED = 3
"""How many cells a notice names before it says how many more there are."""


class TableCommands(QObject):
    """The commands of one table. told: a sentence for the notice. asked: a question for it, with
    the word on its button, what to do on it, and what to do when it is declined."""

    told = Signal(str)
    asked = Signal(str, str, object, object)
    find_wanted = Signal()
    """Ctrl+F: the clerk looks for an indicator."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self.view = view
        self.figures = view.figures
        self.map = view.map
        self.session = view.figures.session
        view.key.connect(self._key)

    # -- copying -------------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the selection on the clipboard as TSV and HTML."""
        self.view.settle()
        area = self.view.area()
        rows = [r for r in self.map.figure_rows if area.top <= r <= area.bottom]
        texts: list[list[str]] = []
        spans: list[Span] = []
        for place, row in enumerate(rows):
            line: list[str] = []
            before = ""
            for column in range(area.left, area.right + 1):
                value_id = self.map.id_at(row, column)
                text = self.figures.shown(value_id) if value_id and value_id != before else ""
                before = value_id
                words = bool(value_id) and self.map.indicator(value_id).kind == "text"
                line.append(text)
                spans.append(Span(place, column - area.left, text, head=words))
            texts.append(line)
        if texts:
            _to_clipboard(to_tsv(texts), to_html(spans))

    def copy_table(self) -> None:
        """Put the whole printed table on the clipboard, labels and merged cells included."""
        self.view.settle()
        session = self.session
        spec = session.form.tables[self.map.grid.table]
        grid = grid_of(spec, session.form, {**session.report.values, **session.figures})
        texts = [[""] * grid.width for _ in range(grid.height)]
        for cell in grid.cells:
            texts[cell.row][cell.column] = cell.text
        spans = [
            Span(c.row, c.column, c.text, c.rows, c.columns, head=c.value is None)
            for c in grid.cells
        ]
        _to_clipboard(to_tsv(texts), to_html(spans))
        self.told.emit("已复制整张表，可粘贴到 Excel、WPS 或 Word")

    def cut(self) -> None:
        """Copy the selection and clear it."""
        self.copy()
        self.clear()

    # -- pasting -------------------------------------------------------------------------------

    def paste(self) -> None:
        """Paste the clipboard; ask first where it does not fit or a cell cannot be taken."""
        if self._refuse_read_only():
            return
        self.view.settle()
        try:
            clip = read_clip(*_from_clipboard())
        except InputRefused as error:
            self.told.emit(str(error))
            return
        if clip is None:
            self.told.emit("剪贴板上没有可以粘贴的文字或表格")
            return
        report = self.session.report
        target = Target(self.map, self.view.area(), report, self.figures.lock_reason)
        choices = ways_to_paste(clip, target)
        if len(choices) == 1 and choices[0].plan.clean:
            self.write_plan(choices[0].plan, choices[0].plan.writes)
            return
        from giadesk.ui.table_preview import PastePreview

        preview = PastePreview(choices, sizes(clip, target), self.view)
        preview.agreed.connect(self._agreed)
        preview.open()

    def _agreed(self, choice: Choice, writes: Mapping[str, Value | None]) -> None:
        self.write_plan(choice.plan, writes)

    def write_plan(self, plan: Plan, writes: Mapping[str, Value | None]) -> None:
        """Write what was agreed of a paste as one step, select it, and say what was left out."""
        if writes:
            self.figures.set_values(writes, f"粘贴 {len(writes)} 格")
            self._select(writes)
        parts = [f"已粘贴 {len(writes)} 格" if writes else "没有粘贴任何内容"]
        if plan.skipped:
            differing = [line for line in plan.skipped if "；" in line.reason]
            parts.append(f"跳过 {len(plan.skipped)} 个合计格（由程序计算）")
            parts += [f"{li.name}：{li.reason.partition('；')[2]}" for li in differing[:_NAMED]]
        missing = [li for li in (*plan.refused, *plan.offered) if li.id not in writes]
        if missing:
            names = "、".join(line.name for line in missing[:_NAMED])
            more = f"等 {len(missing)} 格" if len(missing) > _NAMED else ""
            parts.append(f"未粘贴：{names}{more}")
        self.told.emit("；".join(parts))

    def _select(self, ids: Mapping[str, object]) -> None:
        places = [self.map.places[i] for i in ids]
        rows, columns = [r for r, _ in places], [c for _, c in places]
        self.view.select_area(Area(min(rows), min(columns), max(rows), max(columns)))

    # -- clearing and filling ------------------------------------------------------------------

    def clear(self) -> None:
        """Make the selected cells blank; an unlocked total is computed again."""
        if self._refuse_read_only():
            return
        ids = [i for i in self.view.selected_ids() if self.figures.is_open(i)]
        if not ids:
            self.view.say_locked()
            return
        filled = [i for i in ids if self.figures.is_filled(i)]
        if filled:
            self.figures.set_values(dict.fromkeys(filled), f"清除 {len(filled)} 格")

    def same_as_above(self) -> None:
        """Ctrl+D: the cell above into this one; with several rows selected, the first row down."""
        area = self.view.area()
        if len([r for r in self.map.figure_rows if area.top <= r <= area.bottom]) == 1:
            self._fill("同上", lambda value_id: self.map.beneath(value_id, -1))
        else:
            top = next(r for r in self.map.figure_rows if r >= area.top)
            self._fill("同上", lambda value_id: self.map.id_at(top, self.map.places[value_id][1]))

    def same_as_left(self) -> None:
        """Ctrl+R: the cell at the left into this one; several columns: the first column along."""
        area = self.view.area()
        if area.left == area.right:
            self._fill("同左", lambda value_id: self.map.beside(value_id, -1))
        else:
            self._fill(
                "同左", lambda value_id: self.map.id_at(self.map.places[value_id][0], area.left)
            )

    def fill_selection(self) -> None:
        """The figure of the cell in focus into every selected cell."""
        source = self.view.current_id
        self._fill("填充", lambda _value_id: source)

    def _fill(self, name: str, source: Callable[[str], str]) -> None:
        """Write each selected cell that may be written from the cell that `source` names for it."""
        if self._refuse_read_only():
            return
        self.view.settle()
        changes: dict[str, Value | None] = {}
        for value_id in self.view.selected_ids():
            from_id = source(value_id)
            if not from_id or from_id == value_id or not self.figures.is_open(value_id):
                continue
            reading = self.figures.read(value_id, self.figures.written(from_id))
            if reading.accepted:
                changes[value_id] = reading.value
        if changes:
            self.figures.set_values(changes, f"{name} {len(changes)} 格")

    def fill_blanks(self) -> None:
        """空白填0: show where, ask, and write as one step. Of the selection, else of the table."""
        if self._refuse_read_only():
            return
        self.view.settle()
        selected = self.view.selected_ids()
        ids = [i for i in (selected if len(selected) > 1 else self.map.ids) if self._is_blank(i)]
        if not ids:
            self.told.emit("没有空白格")
            return
        where = "选中的格" if len(selected) > 1 else "本表"
        self.figures.set_ghosts(ids)
        self.asked.emit(
            f"{where}有 {len(ids)} 个空白格，将填为 0（表中蓝色的 0）。这些指标本年确实都没有发生？",
            f"填 0（{len(ids)} 格）",
            lambda: self._fill_zeros(ids),
            lambda: self.figures.set_ghosts(()),
        )

    def _is_blank(self, value_id: str) -> bool:
        return (
            not self.figures.is_total(value_id)
            and not self.figures.is_filled(value_id)
            and self.map.indicator(value_id).kind != "text"
        )

    def _fill_zeros(self, ids: Sequence[str]) -> None:
        self.figures.set_ghosts(())
        still = [i for i in ids if self._is_blank(i)]
        self.figures.set_values(dict.fromkeys(still, Decimal(0)), f"空白填0（{len(still)} 格）")

    # -- totals --------------------------------------------------------------------------------

    def compute(self) -> None:
        """运算: totals are computed live; those that were unlocked and differ are computed again."""
        self.view.settle()
        if self._refuse_read_only():
            return
        ids = self.figures.disagreeing()
        if not ids:
            self.told.emit("运算完成：合计都是计算所得")
            return
        before = {i: self.figures.written(i) for i in ids}
        self.figures.set_values(dict.fromkeys(ids), "运算")
        changes = [
            f"{self.map.indicator(i).name} {before[i] or '空白'}→{self.figures.written(i) or '空白'}"
            for i in ids[:_NAMED]
        ]
        more = f"等 {len(ids)} 个合计" if len(ids) > _NAMED else ""
        self.told.emit(f"运算完成，改为计算值：{'，'.join(changes)}{more}。可撤销")

    def unlock(self) -> None:
        """解锁此合计: the total in focus may be written by hand."""
        value_id = self.view.current_id
        if value_id and not self._refuse_read_only() and self._is_locked_total(value_id):
            self.figures.unlock(value_id)
            self.told.emit("合计已解锁，可手工填写；与计算值不同时审核会指出。右键“恢复计算”可还原")

    def relock(self) -> None:
        """恢复计算: the total in focus is computed again."""
        value_id = self.view.current_id
        if value_id and not self._refuse_read_only() and self.figures.is_unlocked(value_id):
            name = f"恢复计算 {self.map.indicator(value_id).name}"
            self.figures.set_values({value_id: None}, name)

    def _is_locked_total(self, value_id: str) -> bool:
        return self.figures.is_total(value_id) and not self.figures.is_unlocked(value_id)

    # -- details and menu ----------------------------------------------------------------------

    def details(self) -> None:
        """Ctrl+Enter: what the cell in focus is and how it is counted, beside it; again: away."""
        value_id = self.view.current_id
        if not value_id:
            return
        if self.view.hint.text:
            self.view.hint.dismiss()
            return
        indicator = self.map.indicator(value_id)
        lines = [f"{indicator.name}（{indicator.unit}）"]
        if indicator.guide:
            lines.append(indicator.guide)
        if indicator.article:
            lines.append(f"依据：{indicator.article}")
        figures = self.session.figures
        if indicator.computed:
            own = sum_of(indicator.parts, figures)
            lines.append(f"计算所得：{plain(own) if own is not None else '空白'}")
        if last := self.session.last_figures.get(value_id):
            lines.append(f"上年：{plain(last)}")
        lines += [f.message for f in self.session.findings_at(value_id)]
        self.view.say(value_id, "\n".join(lines), "hint")

    def menu(self) -> QMenu:
        """The context menu of the cell in focus."""
        menu = QMenu(self.view)
        value_id = self.view.current_id
        writable = not self.session.read_only
        total = bool(value_id) and self.figures.is_total(value_id)
        unlocked = bool(value_id) and self.figures.is_unlocked(value_id)

        def add(text: str, keys: str, run: Callable[[], None], enabled: bool = True) -> QAction:
            action = menu.addAction(text + (f"\t{keys}" if keys else ""))
            action.triggered.connect(lambda _checked=False: run())
            action.setEnabled(enabled)
            return action

        add("剪切", "Ctrl+X", self.cut, writable)
        add("复制", "Ctrl+C", self.copy)
        add("粘贴", "Ctrl+V", self.paste, writable)
        add("清除", "Delete", self.clear, writable)
        menu.addSeparator()
        add("同上", "Ctrl+D", self.same_as_above, writable)
        add("同左", "Ctrl+R", self.same_as_left, writable)
        several = len(self.view.selected_ids()) > 1
        add("用本格的数填充选中的格", "", self.fill_selection, writable and several)
        add("空白填0…", "", self.fill_blanks, writable)
        menu.addSeparator()
        if total and not unlocked:
            add("解锁此合计", "", self.unlock, writable)
        if unlocked:
            add("恢复计算", "", self.relock, writable)
        add("运算", "F9", self.compute, writable)
        add("查找指标…", "Ctrl+F", self.find_wanted.emit)
        add("本格说明", "Ctrl+Enter", self.details)
        add("历年趋势…", "Ctrl+T", lambda: self.session.trend_asked.emit(value_id), bool(value_id))
        menu.addSeparator()
        add("复制整张表", "", self.copy_table)
        return menu

    def show_menu(self, at: QPoint) -> None:
        """Open the context menu at a place in the viewport, or at the cell in focus."""
        self.view.settle()
        value_id = self.figures.id_of(self.view.indexAt(at)) or self.view.current_id
        if value_id and value_id not in self.view.selected_ids():
            self.view.go(value_id)
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    # -- keys ----------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> None:
        command = self._command(event)
        if command is not None:
            event.accept()
            command()

    def _command(self, event: QKeyEvent) -> Callable[[], None] | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        for keys, command in (
            (_Keys.Copy, self.copy),
            (_Keys.Cut, self.cut),
            (_Keys.Paste, self.paste),
            (_Keys.SelectAll, self._select_all),
            (_Keys.Undo, self.session.undo),
            (_Keys.Redo, self.session.redo),
            (_Keys.Find, self.find_wanted.emit),
        ):
            if event.matches(keys):
                return command
        return {
            (_NONE, _Key.Key_Delete): self.clear,
            (_NONE, _Key.Key_Backspace): self.clear,
            (_NONE, _Key.Key_F9): self.compute,
            (_Ctrl, _Key.Key_D): self.same_as_above,
            (_Ctrl, _Key.Key_R): self.same_as_left,
            (_Ctrl, _Key.Key_Y): self.session.redo,
            (_Ctrl, _Key.Key_Return): self.details,
            (_Ctrl, _Key.Key_Enter): self.details,
        }.get((modifiers, _Key(event.key())))

    def _select_all(self) -> None:
        self.view.select_area(self.map.whole())

    def _refuse_read_only(self) -> bool:
        if self.session.read_only:
            self.told.emit("报告为只读，不能修改")
        return self.session.read_only


def _from_clipboard() -> tuple[str, str]:
    """The clipboard's text and HTML, each "" where there is none."""
    mime = QGuiApplication.clipboard().mimeData()
    if not mime:  # some platforms give none for an empty clipboard
        return "", ""
    return mime.text() if mime.hasText() else "", mime.html() if mime.hasHtml() else ""


def _to_clipboard(text: str, markup: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    mime.setHtml(markup)
    QGuiApplication.clipboard().setMimeData(mime)
