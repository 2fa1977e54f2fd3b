"""Every dialog of the window as a clerk meets it; made one at a time, shown by the gallery."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListView, QTabWidget, QWidget

from giadesk.imports.result import Repair
from giadesk.sample import sample_docx
from giadesk.ui.flows import Flows
from tests.ui.gallery import settle

if TYPE_CHECKING:
    from giadesk.ui.desk import Imported
    from tests.ui.gallery import Town

Sheets = Iterator[tuple[str, QWidget]]


def caught(work: Callable[[], object]) -> QDialog:
    """The dialog that an action of the window opens, as that makes it; nobody answers it."""
    found: list[QDialog] = []
    real = QDialog.exec

    def hold(dialog: QDialog) -> int:
        found.append(dialog)
        dialog.deleteLater = lambda: None  # type: ignore[method-assign]  # it is still to be seen
        return 0

    QDialog.exec = hold  # type: ignore[method-assign]
    try:
        work()
        end = monotonic() + 20
        while not found:
            assert monotonic() < end, "no dialog came"
            settle(0.01)
    finally:
        QDialog.exec = real  # type: ignore[method-assign]
    return found[0]


def dialogs_of_start(town: Town, flows: Flows) -> Sheets:
    """Those that open over the start page."""
    from giadesk.ui.crash_dialog import CrashDialog
    from giadesk.ui.dialogs import file_dialog
    from giadesk.ui.messages import question
    from giadesk.ui.names_dialog import NamesDialog
    from tests.ui.gallery_rollup import MISSING, UNITS

    window, making = flows.window, flows.making
    works = (making.from_last_year, making.blank, flows.bin, flows.own.edit, flows.manual)
    for work in works:
        yield named(caught(work))
    yield named(NamesDialog(window, [*UNITS[:3], *MISSING], UNITS))
    yield named(CrashDialog(window, town.folder, "ValueError: …"))
    files = file_dialog(window, flows.settings, several=True)
    files.setDirectory(str(town.files[0].parent))
    yield named(files)
    words = ("改正的内容还没有存入报告库。", "放弃后要重新读入文件。", ["放弃改正"])
    box, _buttons = question(window, *words, dangerous=True)
    yield named(box)
    yield from _settings(flows)
    yield from _several(town, flows)
    yield from _imports(town, flows)


def _settings(flows: Flows) -> Sheets:
    """Every page of the settings and of the layout but the first."""
    works = (flows.own.edit, lambda: flows.handing.choose_layout("local-28"))
    for work in works:
        number = 1
        while True:
            sheet = caught(work)
            tabs = sheet.findChild(QTabWidget)
            if tabs is None or number >= tabs.count():
                break
            tabs.setCurrentIndex(number)
            yield f"{sheet.objectName()}-{number}", sheet
            number += 1


def _several(town: Town, flows: Flows) -> Sheets:
    """Several reports exported at once: what is asked, what came of it."""
    from giadesk.ui.batch_export import BatchSummary, Outcome

    rows = town.rows[:4]
    yield named(_at_a_clerks(caught(lambda: flows.handing.export_many(rows))))
    files = (town.folder / "a.docx", town.folder / "a.gia")
    fault = "无法写入“/home/bailu/文档”：磁盘已满。请清理磁盘空间，或换一个位置保存。"
    outcomes = [Outcome(rows[0], files), Outcome(rows[-1], files, 3), Outcome(rows[1], fault=fault)]
    yield named(BatchSummary(flows.window, outcomes, len(rows)))


def _at_a_clerks(sheet: QDialog) -> QDialog:
    """With a clerk's folder, not this machine's."""
    for field in sheet.findChildren(QLineEdit, "folder"):
        field.blockSignals(True)
        field.setText("/home/bailu/文档")
        field.blockSignals(False)
    return sheet


def named(sheet: QWidget) -> tuple[str, QWidget]:
    """With the name it gives itself."""
    return sheet.objectName() or type(sheet).__name__, sheet


def _imports(town: Town, flows: Flows) -> Sheets:
    from giadesk.ui.import_page import ImportPage
    from giadesk.ui.import_queue import ImportQueue

    window, desk = flows.window, town.desk
    yield "importReview", ImportPage(window, desk, desk.read(sample_docx()), for_draft=False)
    page = ImportPage(window, desk, _repaired(desk.read(sample_docx())), for_draft=True)
    page.items.list.setCurrentRow(2)
    yield "importReview-pieces", page
    page = ImportPage(window, desk, desk.read(town.files[1]), for_draft=False)
    page.items.list.setCurrentRow(0)
    yield "importReview-2008", page
    queue = ImportQueue(window, desk, town.files)
    while queue.busy:
        settle(0.01)
    queue.entries[0].state, queue.entries[0].words = "stored", "已存为定稿"
    queue._show()
    queue.table.selectRow(1)
    yield "importQueue", queue
    waiting = ImportQueue(window, desk, town.files * 3)
    waiting.stop()
    settle(0.3)  # what it read by then
    over = threading.Event()
    waiting._start(
        "读入文件", lambda progress: (progress.say("正在读入“甲.docx”（3/15）", 0.2), over.wait(30))
    )
    yield "importQueue-busy", waiting
    over.set()
    waiting.stop()


def _repaired(imported: Imported) -> Imported:
    """The file as if it had been hard to read: repairs of every kind, and text without a place."""
    texts = [t for b in imported.document.blocks if (t := getattr(b, "text", ""))]  # type: ignore[union-attr]
    long = max(texts, key=len)
    indicator = imported.form.indicators["applications/received/natural"]
    table = imported.form.tables[indicator.table].title
    section = next(s for s in imported.report.sections if s.id == "problems")
    repairs = (
        Repair("table", f"{table}：{indicator.name}", "96件", "96"),
        Repair("numbering", section.title, "六、", "五、"),
        Repair("text", section.title, "截止", "截至"),
        Repair("form", "表式", "2019", "2021"),
    )
    return msgspec.structs.replace(imported, repairs=repairs, unplaced=(texts[0], long))


def dialogs_of_report(town: Town, flows: Flows) -> Sheets:
    """Those that open over a report; the one with findings is open."""
    from giadesk.ui.free_table import ask_for_table
    from giadesk.ui.more_menu import make_menu

    page: Any = flows.page
    handing = flows.handing
    works = (
        handing.export,
        handing.preview,
        lambda: handing.about(page),
        lambda: handing.versions(page),
    )
    for work in works:
        sheet = _at_a_clerks(caught(work))
        for versions in sheet.findChildren(QListView, "versions"):
            versions.setCurrentIndex(versions.model().index(versions.model().rowCount() - 1, 0))
        yield named(sheet)
    page.show_section("overview")
    yield named(page.last_year.beside_dialog())
    menu = make_menu(flows, page)
    menu.ensurePolished()
    menu.resize(menu.sizeHint().expandedTo(menu.minimumSize()))  # as it opens under its button
    yield named(menu)
    yield "pastePreview", _paste(page)
    section = page.show_section("overview")
    yield named(caught(lambda: ask_for_table(section, page.session, "overview", None)))
    town.open(flows, town.reviewing)
    yield named(caught(handing.review_report))
    yield "previewDialog-sheet", caught(lambda: handing.preview("sheet"))


def _paste(page: Any) -> QWidget:
    """What a paste that does not fit asks."""
    from giadesk.ui.table_preview import PastePreview

    table = page.show_section("requests").tables["applications"]
    page.page.focus_value("applications/received/natural")
    QGuiApplication.clipboard().setText("约20\t三\t-4\t1\n12\t一百零五\t7\t2\n")
    table.commands.paste()
    settle()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, PastePreview))
