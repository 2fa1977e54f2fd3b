"""A clerk's year in one form, in the real window: from last year's Word file to the final report.

Run by test_window.py on a screen of its own: `python -m tests.e2e.year FORM`. Sections and tables are
filled and findings are explained by keys only; what is not typed is pasted. The clerk looks at the
session, and never acts but through the X server. Prints what it took.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from giadesk.ui.main_window import MainWindow
from giadesk.ui.progress import is_open
from tests.e2e import towns
from tests.e2e.clerk import Clerk, run

OUT = Path(os.environ["E2E_OUT"])
FORM = sys.argv[1] if len(sys.argv) > 1 else "gia-2021"
EXPLANATION = "核对属实没有变化"
UNIT = "云岭县白鹭镇人民政府"


def script(clerk: Clerk, window: MainWindow) -> None:
    took: list[tuple[str, int, float]] = []

    def part(name: str, work: Callable[[], object]) -> None:
        presses, start = clerk.presses, time.perf_counter()
        work()
        took.append((name, clerk.presses - presses, time.perf_counter() - start))

    part("start", lambda: _welcome(clerk, window))
    part("new from last year", lambda: _new_from_last_year(clerk))
    page: Any = clerk.until("the report page", lambda: window.flows and window.flows.page)
    assert clerk.gui(lambda: page.session.form.id) == FORM
    part("tables", lambda: _fill_the_tables(clerk, page))
    part("text", lambda: _write_the_text(clerk, page))
    part("a fault mended", lambda: _mend_a_fault(clerk, page))
    part("findings settled", lambda: _settle_the_findings(clerk, page))
    part("preview", lambda: _preview(clerk))
    part("review and final", lambda: _review(clerk, page))
    part("export", lambda: _export(clerk, window))
    part("back", lambda: _back_to_the_start(clerk, window, page))
    for name, presses, seconds in took:
        print(f"| {name} | {presses} | {seconds:.1f} |")


def _welcome(clerk: Clerk, window: MainWindow) -> None:
    clerk.widget("welcome")
    clerk.focus_window()
    clerk.click("officeUnit")
    clerk.paste(UNIT)
    clerk.shot("welcome")
    clerk.press("Return")
    clerk.until("the start page", lambda: window.pages.currentWidget() is window.start)
    clerk.shot("start")
    clerk.skip_the_tour()


def _new_from_last_year(clerk: Clerk) -> None:
    clerk.press("alt+1")
    clerk.widget("openFile")
    clerk.focus_window()
    clerk.fill_in("fileNameEdit", str(towns.last_years_file(FORM, OUT.parent)))
    for _ in range(3):  # the list of names that Qt offers may take the first Enter for itself
        clerk.press("Return")
        if clerk.soon(lambda: _dialog() != "openFile"):
            break
    clerk.widget("importReview", seconds=60)
    clerk.focus_window()
    clerk.shot("review")
    clerk.click("accept")


def _dialog() -> str:
    dialog = QApplication.activeModalWidget()
    return dialog.objectName() if dialog is not None else ""


def _fill_the_tables(clerk: Clerk, page: Any) -> None:
    """Figure, Enter, figure, Enter; 下一项 where the next cell is filled already."""
    clerk.focus_window()
    form = page.session.form
    draft = clerk.gui(lambda: page.session.report)
    wanted = clerk.gui(lambda: towns.figures_of_year(draft, form))
    clerk.shot("draft")
    for number, section in enumerate(draft.sections, start=1):
        if not form.tables_of(section.id):
            continue
        _to_section(clerk, page, number, section.id)
        while clerk.gui(lambda s=section.id: _blanks(page, s)):
            if clerk.gui(lambda s=section.id: page.session.focused_cell not in _blanks(page, s)):
                clerk.press("F5")
                clerk.until(
                    "a blank cell",
                    lambda s=section.id: page.session.focused_cell in _blanks(page, s),
                )
            cell = clerk.gui(lambda: page.session.focused_cell)
            value = wanted[cell]
            if isinstance(value, str):  # who signs, and their telephone
                clerk.paste(value)
                clerk.press("Return")
            else:
                clerk.type(format(value, "f"), "Return")
            clerk.until(f"{cell} filled", lambda c=cell: c in page.session.report.values)
        clerk.shot(f"filled-{section.id}")
    values = clerk.gui(lambda: dict(page.session.report.values))
    assert {k: values.get(k) for k in wanted} == wanted


def _to_section(clerk: Clerk, page: Any, number: int, section: str) -> None:
    if number < 10:
        clerk.press(f"ctrl+{number}")
    else:
        clerk.press("F6", "Home", *["Down"] * (number - 1), "Return")
    clerk.until(f"section {section}", lambda: page.section_id == section)


def _blanks(page: Any, section: str) -> list[str]:
    values = page.session.report.values
    return [
        i.id
        for i in page.session.form.indicators.values()
        if not i.computed and i.section == section and i.id not in values
    ]


def _write_the_text(clerk: Clerk, page: Any) -> None:
    """Into every section of text by its key; last year's gives way to this year's."""
    draft = clerk.gui(lambda: page.session.report)
    form = page.session.form
    for number, section in enumerate(draft.sections, start=1):
        spec = form.sections[section.id]
        if form.tables_of(section.id) or not spec.numbered:
            continue
        text = towns.text_of_year(draft, form, spec)
        _to_section(clerk, page, number, section.id)
        clerk.until("the text", lambda: _in_text(page))
        clerk.press("ctrl+a")
        clerk.paste(text)
        end = text.rpartition("\n")[2][-8:]
        clerk.until(
            f"the text of {section.id}",
            lambda i=section.id, e=end: page.session.report.section(i).text.endswith(e),
        )
        clerk.press("ctrl+Home")
    clerk.shot("prose")


def _in_text(page: Any) -> bool:
    return bool(page.page.prose.text.hasFocus())


def _mend_a_fault(clerk: Clerk, page: Any) -> None:
    """A wrong figure is found while it is typed; F7 leads to it, the right one mends it."""
    session = page.session
    cell, wrong = towns.wrong_figure(session.form, clerk.gui(lambda: dict(session.report.values)))
    if not cell:
        _mend_a_word(clerk, page)
        return
    right = clerk.gui(lambda: session.report.values[cell])
    before = clerk.gui(lambda: {f.key for f in session.findings})
    section = session.form.indicators[cell].section
    number = 1 + [s.id for s in clerk.gui(lambda: session.report.sections)].index(section)
    _to_section(clerk, page, number, section)
    _go_to(clerk, page, cell)
    clerk.type(wrong, "Return")

    def found() -> bool:
        new = [f for f in session.findings if f.key not in before and f.severity == "must"]
        return any(cell in f.cells for f in new)

    clerk.until("the finding", found)
    clerk.press("F8", "F7")
    clerk.shot("finding")
    _go_to(clerk, page, cell)
    clerk.type(format(right, "f"), "Return")
    clerk.until("mended", lambda: not found())


def _go_to(clerk: Clerk, page: Any, cell: str) -> None:
    """From the first cell of the table along and down to that one."""
    clerk.press("ctrl+Home")
    for key in ("Down", "Right"):
        for _ in range(120):
            here, there = clerk.gui(lambda: _places(page, cell))
            if here[key == "Right"] >= there[key == "Right"]:
                break
            clerk.press(key)
            clerk.until(f"{key} moved", lambda h=here: _places(page, cell)[0] != h)
    assert clerk.gui(lambda: page.session.focused_cell) == cell


def _places(page: Any, cell: str) -> tuple[tuple[int, int], tuple[int, int]]:
    table = page.page.tables[page.session.form.indicators[cell].table]
    places = table.view.map.places
    return places.get(table.view.current_id, (-1, -1)), places[cell]


def _mend_a_word(clerk: Clerk, page: Any) -> None:
    """A form without relations: a placeholder left in the text."""
    session = page.session
    section = session.report.sections[0].id
    _to_section(clerk, page, 1, section)
    clerk.until("the text", lambda: _in_text(page))
    clerk.press("ctrl+End")
    before = clerk.gui(lambda: {f.key for f in session.findings})
    clerk.paste("联系电话：××。")
    clerk.until("the finding", lambda: any(f.key not in before for f in session.findings))
    clerk.press("F8", "F7")
    clerk.shot("finding")
    clerk.press("ctrl+z")
    clerk.until("mended", lambda: all(f.key in before for f in session.findings))


def _settle_the_findings(clerk: Clerk, page: Any) -> None:
    """Explain what is to be explained, by keys: down the list, Tab to the button, the words."""
    for _ in range(60):
        left = clerk.gui(lambda: [f for f in page.session.findings if is_open(f)])
        if not left:
            break
        finding = left[0]
        assert finding.severity == "verify", finding
        clerk.press("F8")
        clerk.until("the list", page.findings.list.hasFocus)
        clerk.press("Home")
        for _ in range(80):
            if clerk.gui(lambda: page.findings.current) == finding:
                break
            clerk.press("Down")
        clerk.tab_to("explain")
        clerk.press("space")
        clerk.until("the field", lambda: page.findings.detail.text.hasFocus())
        clerk.paste(EXPLANATION)
        clerk.until("the words", lambda: page.findings.detail.text.toPlainText() == EXPLANATION)
        clerk.tab_to("explain")
        clerk.press("space")
        clerk.until(
            "explained",
            lambda f=finding: all(g.explained for g in page.session.findings if g.key == f.key),
        )
    clerk.shot("settled")
    clerk.press("ctrl+s")
    clerk.until("saved", lambda: page.session.saved_state.kind == "saved")


def _preview(clerk: Clerk) -> None:
    clerk.press("ctrl+p")
    clerk.widget("previewPages")
    clerk.focus_window()
    clerk.shot("preview")
    clerk.press("Escape")
    clerk.until("closed", lambda: QApplication.activeModalWidget() is None)


def _review(clerk: Clerk, page: Any) -> None:
    """提交审核; then 审签 by the three and 定稿."""
    session = page.session
    clerk.focus_window()
    clerk.click("review")
    clerk.until("in review", lambda: session.report.about.status == "review")
    clerk.until("read only", lambda: session.read_only)
    clerk.click("review")
    clerk.widget("reviewDialog")
    clerk.focus_window()
    for role, name in (("审核人", "李建"), ("保密审查人", "周敏"), ("签发人", "陈立")):
        clerk.tab_to(f"{role}姓名")
        clerk.paste(name)
    clerk.shot("sign-off")
    clerk.click("makeFinal")
    clerk.until("final", lambda: session.report.about.status == "final")
    clerk.until("saved", lambda: session.saved_state.kind == "saved")


def _export(clerk: Clerk, window: MainWindow) -> None:
    clerk.focus_window()
    clerk.press("ctrl+e")
    clerk.widget("folder")
    clerk.focus_window()
    for kind in ("docx", "xlsx", "pdf", "html", "package"):
        box: Any = clerk.widget(f"export-{kind}")
        if not clerk.gui(box.isChecked):
            clerk.tab_to(f"export-{kind}")
            clerk.press("space")
            clerk.until(f"{kind} chosen", box.isChecked)
    clerk.fill_in("folder", str(OUT))
    clerk.shot("export")
    clerk.click("accept")
    clerk.until("exported", lambda: any("已导出" in t for t in window.messages.texts), seconds=60)
    clerk.focus_window()
    clerk.shot("exported")


def _back_to_the_start(clerk: Clerk, window: MainWindow, page: Any) -> None:
    print("cells", len(clerk.gui(lambda: page.session.report.values)), date.today())
    clerk.press("alt+Left")
    clerk.until("the start page", lambda: window.pages.currentWidget() is window.start)
    clerk.until("listed", lambda: window.start.bring_library().model.rowCount() == 2)
    clerk.shot("listed")


if __name__ == "__main__":
    sys.exit(run(script))
