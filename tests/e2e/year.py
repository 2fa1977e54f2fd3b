"""The clerk's year: from last year's Word file to this year's report, in the real window.

Run by test_window.py on a screen of its own; prints what it did.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from giadesk.sample import filled, sample_docx
from giadesk.ui.main_window import MainWindow
from giadesk.ui.progress import is_open
from tests.e2e.clerk import Clerk, run

OUT = Path(os.environ["E2E_OUT"])
UNIT = "Bailu"


def script(clerk: Clerk, window: MainWindow) -> None:
    _welcome(clerk, window)
    _new_from_last_year(clerk, window)
    page: Any = clerk.until("the report page", lambda: window.flows and window.flows.page)
    _fill_the_tables(clerk, page)
    _mend_a_fault(clerk, page)
    _write_the_text(clerk, page)
    _settle_the_findings(clerk, page)
    _preview(clerk)
    _export(clerk, window)
    _back_to_the_start(clerk, window, page)


def _welcome(clerk: Clerk, window: MainWindow) -> None:
    clerk.widget("welcome")
    clerk.focus_window()
    clerk.click("officeUnit")
    clerk.type(UNIT)
    clerk.shot("welcome")
    clerk.press("Return")
    clerk.until("the start page", lambda: window.pages.currentWidget() is window.start)
    clerk.shot("start")


def _new_from_last_year(clerk: Clerk, window: MainWindow) -> None:
    clerk.click("fromLastYear")
    clerk.widget("openFile")
    clerk.focus_window()
    name = clerk.widget("fileNameEdit")
    clerk.gui(name.setFocus)
    clerk.press("ctrl+a")
    clerk.type(str(sample_docx()), "Return")
    clerk.widget("importReview")
    clerk.focus_window()
    clerk.shot("review")
    clerk.click("accept")


def _fill_the_tables(clerk: Clerk, page: Any) -> None:
    """Only ever 下一项: it leads from blank cell to blank cell."""
    clerk.focus_window()
    wanted = clerk.gui(lambda: filled(page.session.report, page.session.form).values)
    clerk.shot("draft")
    clerk.gui(lambda: page.show_section("disclosure"))
    clerk.press("F5")
    for number in range(400):

        def ahead() -> str:
            """The blank cell that 下一项 led to, `done` where it leads to no cell any more."""
            cell = str(page.session.focused_cell)
            if cell and cell not in page.session.report.values:
                return cell
            return "" if _blanks(page) else "done"

        cell = clerk.until("the next cell", ahead)
        if cell == "done":
            break
        clerk.type(format(wanted[cell], "f"), "F5")
        clerk.until(f"{cell} filled", lambda c=cell: c in page.session.report.values)
        if number == 60:
            clerk.shot("filling")
    assert clerk.gui(lambda: _blanks(page)) == []
    values = clerk.gui(lambda: dict(page.session.report.values))
    assert {k: values[k] for k in wanted} == wanted


def _blanks(page: Any) -> list[str]:
    values = page.session.report.values
    return [
        i.id for i in page.session.form.indicators.values() if not i.computed and i.id not in values
    ]


def _mend_a_fault(clerk: Clerk, page: Any) -> None:
    """A wrong figure is found while it is typed; undo takes it back."""
    cell = "applications/received/natural"
    clerk.gui(lambda: page.show_section("requests").focus_value(cell))
    clerk.type("99", "Return")
    clerk.until("the finding", lambda: any(f.code == "F-BALANCE" for f in page.session.findings))
    clerk.press("F8")
    clerk.press("F7")
    clerk.shot("finding")
    clerk.press("ctrl+z")
    clerk.until("no finding", lambda: not any(f.code == "F-BALANCE" for f in page.session.findings))


def _write_the_text(clerk: Clerk, page: Any) -> None:
    """Go to a section by key and write into it."""
    clerk.press("ctrl+6")
    clerk.until("section", lambda: page.section_id == "problems")
    clerk.gui(page.page.prose.setFocus)
    clerk.press("ctrl+End", "Return")
    clerk.paste("年内完成村级公开栏更新。")
    clerk.until(
        "the text", lambda: "村级公开栏更新" in page.session.report.section("problems").text
    )
    clerk.shot("prose")


def _settle_the_findings(clerk: Clerk, page: Any) -> None:
    """Explain what is to be explained, by the buttons of the panel."""
    clerk.press("F8")
    for _ in range(40):
        left = clerk.gui(lambda: [f for f in page.session.findings if is_open(f)])
        if not left:
            break
        finding = left[0]
        assert finding.severity == "verify", finding
        clerk.gui(lambda f=finding: page.findings.show_finding(f))
        clerk.click("explain")
        clerk.widget("explanation")
        clerk.until("focus", lambda: page.findings.detail.text.hasFocus())
        clerk.paste("核对属实没有变化")
        clerk.until("words", lambda: page.findings.detail.text.toPlainText())
        clerk.click("explain")
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
    clerk.click("close")


def _export(clerk: Clerk, window: MainWindow) -> None:
    clerk.focus_window()
    clerk.press("ctrl+e")
    folder = clerk.widget("folder")
    clerk.focus_window()
    clerk.gui(folder.setFocus)
    clerk.press("ctrl+a")
    clerk.type(str(OUT))
    clerk.shot("export")
    clerk.click("accept")
    clerk.until("exported", lambda: any("已导出" in t for t in window.messages.texts), seconds=60)
    clerk.focus_window()
    clerk.shot("exported")


def _back_to_the_start(clerk: Clerk, window: MainWindow, page: Any) -> None:
    print("cells", len(clerk.gui(lambda: page.session.report.values)))
    clerk.press("alt+Left")
    clerk.until("the start page", lambda: window.pages.currentWidget() is window.start)
    clerk.until("listed", lambda: window.start.bring_library().model.rowCount() == 2)
    clerk.shot("listed")


if __name__ == "__main__":
    sys.exit(run(script))
