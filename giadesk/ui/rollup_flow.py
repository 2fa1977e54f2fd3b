"""What the window does about 汇总: reading what was handed in, in a job; the list of units; saving."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from giadesk.ui.opening import IMPORT, REPORT, REPORT_PAGES, load, load_pages

if TYPE_CHECKING:
    from giadesk.rollup.collect import Handed
    from giadesk.rollup.summary import Summed
    from giadesk.ui.flows import Flows
    from giadesk.ui.jobs import Progress
    from giadesk.ui.rollup_page import RollupPage

SUBORDINATES = "subordinates"
"""Under which name 本单位资料 keeps 下属单位名单, a unit a line."""
_PATHS, _LAST = "rollup/paths", "rollup/last"
_BOOK = "Excel 表格（*.xlsx）"


class County:
    """The page of 汇总. It stays as it is while another page is shown."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows
        self.page: RollupPage | None = None
        self._paths: list[Path] = []

    @property
    def shown(self) -> bool:
        """Whether the page is what the window shows."""
        return self.page is not None and self._flows.window.pages.currentWidget() is self.page

    def show(self) -> None:
        """Show the page; what was read before is still there, or is offered to be read again."""
        flows = self._flows

        def ready() -> None:
            page = self._page()
            flows.window.show_page(page)
            page.set_expected(self._names())
            if page.collection is None:
                page.offer_again(len(self._paths or self._kept()))
                page.files.setFocus()
            else:
                page.units.setFocus()

        load_pages((*REPORT_PAGES, "giadesk.ui.rollup_page"), flows, ready)

    def leave(self) -> None:
        """Back to the open report, else to the start page."""
        self._flows.go_back()

    def add(self, paths: Sequence[Path]) -> None:
        """Add files and folders, and read everything."""
        new = [path for path in paths if path not in self._paths]
        if new:
            self._collect([*self._paths, *new])

    def again(self) -> None:
        """Read everything anew; at first what was read the last time."""
        self._collect(self._paths or self._kept())

    # -- inside --------------------------------------------------------------------------------

    def _page(self) -> RollupPage:
        from giadesk.ui.rollup_page import RollupPage

        if self.page is None:
            page = self.page = RollupPage()
            page.back.connect(self.leave)
            page.files_asked.connect(self._ask_files)
            page.folder_asked.connect(self._ask_folder)
            page.last_asked.connect(self._ask_last)
            page.again_asked.connect(self.again)
            page.names_asked.connect(self._ask_names)
            page.save_asked.connect(self._save)
            page.store_asked.connect(self._store)
            page.said.connect(
                lambda words: self._flows.window.messages.say(words, "good", key="copied")
            )
        return self.page

    def _kept(self) -> list[Path]:
        kept = self._flows.settings.value(_PATHS) or []
        return [Path(p) for p in ([kept] if isinstance(kept, str) else kept) if Path(p).exists()]

    def _names(self) -> tuple[str, ...]:
        from giadesk.ui.names_dialog import units_of

        return tuple(units_of(self._flows.desk.office().get(SUBORDINATES, "")))

    def _collect(self, paths: list[Path]) -> None:
        """Read and add up in a job; the page stays as it is where nothing could be taken."""
        desk, window = self._flows.desk, self._flows.window
        unit = desk.office().get("unit", "")
        kept = str(self._flows.settings.value(_LAST) or "")
        last = [Path(kept)] if kept and Path(kept).is_dir() else []

        def work(progress: Progress) -> Summed:
            load((*REPORT, *IMPORT))
            from giadesk.rollup.collect import collect
            from giadesk.rollup.summary import add_up

            def say(done: int, total: int, name: str) -> bool:
                progress.say(f"正在读入“{name}”（{done + 1}/{total}）", done / total)
                return True

            return add_up(collect(paths, desk.forms, last, say), unit or "合计")

        def done(summed: Summed) -> None:
            self._paths = paths
            self._flows.settings.setValue(_PATHS, [str(p) for p in paths])
            self._page().show_summed(summed)

        window.messages.withdraw("rollup")
        window.jobs.run(
            "正在读入各单位的报告",
            work,
            done,
            lambda error: window.messages.say_error(error, key="rollup"),
        )

    def _ask_files(self) -> None:
        from giadesk.ui.dialogs import choose_files

        self.add(choose_files(self._flows.window, self._flows.settings, several=True))

    def _ask_folder(self) -> None:
        from giadesk.ui.dialogs import choose_folder

        chosen = choose_folder(self._flows.window, self._flows.settings, "")
        if chosen:
            self.add([Path(chosen)])

    def _ask_last(self) -> None:
        from giadesk.ui.dialogs import choose_folder

        settings = self._flows.settings
        chosen = choose_folder(self._flows.window, settings, str(settings.value(_LAST) or ""))
        if chosen:
            settings.setValue(_LAST, chosen)
            if self._paths:
                self.again()

    def _ask_names(self) -> None:
        from giadesk.ui.names_dialog import NamesDialog

        flows, page = self._flows, self._page()
        handed = [h.unit for h in page.collection.handed] if page.collection is not None else []
        dialog = NamesDialog(flows.window, self._names(), handed)
        accepted, names = dialog.exec() == QDialog.DialogCode.Accepted, dialog.names
        dialog.deleteLater()
        if not accepted:
            return
        try:
            flows.desk.set_office({SUBORDINATES: "\n".join(names)})
        except Exception as error:  # noqa: BLE001 - told to the clerk
            flows.window.messages.say_error(error)
        page.set_expected(names)

    def _save(self) -> None:
        """Write the workbook."""
        from giadesk.rollup.writing import write
        from giadesk.ui.save_as import save_as

        page = self._page()
        summed, missing = page.summed, page.missing
        if summed is not None:
            name = f"{summed.collection.year}年政府信息公开工作年度报告汇总"
            save_as(
                self._flows,
                name,
                _BOOK,
                lambda target: lambda: write(summed.collection, summed.sums, missing, target),
            )

    def _store(self, handed: Handed) -> None:
        self._flows.making.import_files([handed.path])
