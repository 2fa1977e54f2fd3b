"""The report page of the sample town: places, panels, verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from giadesk.core.report import Paragraph
from giadesk.ui import theme
from giadesk.ui.more_menu import make_menu
from giadesk.ui.progress import is_open
from giadesk.ui.report_page import ReportPage

NATURAL = "applications/received/natural"
TOTAL = "applications/received/total"


@pytest.fixture
def page(sample_page: Any) -> ReportPage:
    assert isinstance(sample_page, ReportPage)
    return sample_page


def fill(page: ReportPage) -> None:
    """Fill everything in as the sample town's clerk does."""
    from giadesk.sample import filled

    session = page.session
    done = filled(session.report, session.form)
    session.set_values(done.values, "填写")
    for section in done.sections:
        session.set_paragraphs(section.id, section.paragraphs, "填写")
    session.set_about("日期", date=done.about.date)
    session.check_now()


def test_every_section_can_be_shown(qtbot: QtBot, page: ReportPage) -> None:
    for number, section in enumerate(page.session.report.sections, start=1):
        page.contents._go(number)
        assert page.section_id == section.id
        shown = page.page
        assert shown is not None
        assert shown.isVisible()
        assert bool(shown.tables) == bool(page.session.form.tables_of(section.id))


def test_control_and_a_number_go_to_a_section(qtbot: QtBot, page: ReportPage) -> None:
    window = page.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert page.section_id == "requests"
    assert page.page is not None
    assert page.page.tables["applications"].view.hasFocus()


def test_enter_in_the_contents_goes_into_the_section(qtbot: QtBot, page: ReportPage) -> None:
    window = page.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.contents.list.setFocus()
    qtbot.keyClick(page.contents.list, Qt.Key.Key_Home)
    qtbot.keyClick(page.contents.list, Qt.Key.Key_Down)
    assert page.section_id == "overview"
    assert page.contents.list.hasFocus()
    qtbot.keyClick(page.contents.list, Qt.Key.Key_Return)
    assert page.page is not None
    assert page.page.prose.text.hasFocus()


def test_a_section_of_tables_gives_its_room_to_them(qtbot: QtBot, page: ReportPage) -> None:
    shown = page.show_section("requests")
    assert shown is not None
    assert shown.prose_frame.isHidden()
    shown.add_prose.click()
    assert not shown.prose_frame.isHidden()
    other = page.show_section("overview")
    assert other is not None
    assert not other.prose_frame.isHidden()
    assert other.add_prose.isHidden()


def test_next_leads_to_the_first_blank_cell(page: ReportPage) -> None:
    page.show_section("disclosure")
    goal = page.go_next()
    assert goal is not None
    assert goal.cell == "disclosure/rules/made"
    assert page.section_id == page.session.form.indicators[goal.cell].section
    assert page.session.focused_cell == goal.cell


def test_next_says_when_everything_is_done(flows: Any, page: ReportPage) -> None:
    fill(page)
    for finding in page.session.findings:
        if finding.severity == "verify":
            page.session.explain(finding.key, "经核对情况属实")
    page.session.check_now()
    assert [f for f in page.session.findings if is_open(f)] == []
    assert page.go_next() is None
    assert "全部填完" in flows.window.messages.texts[0]


def test_the_contents_follow_the_report(page: ReportPage) -> None:
    fill(page)
    assert page.contents.progress.value() == page.contents.progress.maximum()
    page.session.set_values({NATURAL: None}, "清除")
    assert page.contents.progress.value() == page.contents.progress.maximum() - 1


def test_a_cell_is_gone_to_from_any_section(page: ReportPage) -> None:
    page.show_section("problems")
    page.session.go_to_cell("proceedings/cases/review_upheld")
    assert page.section_id == "proceedings"
    assert page.session.focused_cell == "proceedings/cases/review_upheld"


def test_a_wrong_figure_is_found_and_located(qtbot: QtBot, page: ReportPage) -> None:
    fill(page)
    page.session.set_values({NATURAL: Decimal(99)}, "填写")
    page.session.check_now()
    found = [f for f in page.session.findings if f.code == "F-BALANCE"]
    assert len(found) == 1
    page.show_section("overview")
    page.session.locate(found[0])
    assert page.section_id == "requests"
    assert page.session.focused_cell in found[0].cells
    assert page.findings.current == found[0]
    assert page.findings.detail.formula.text() == found[0].formula


def test_f7_goes_through_the_findings(qtbot: QtBot, page: ReportPage) -> None:
    fill(page)
    page.session.set_values({NATURAL: Decimal(99)}, "填写")
    page.session.check_now()
    count = len(page.session.findings)
    seen = []
    for _ in range(count):
        assert page.findings.step(1)
        assert page.findings.current is not None
        seen.append(page.findings.current.key)
    assert sorted(seen) == sorted(f.key for f in page.session.findings)
    page.findings.step(1)
    assert page.findings.current.key == seen[0]
    page.findings.step(-1)
    assert page.findings.current.key == seen[-1]


def test_a_finding_takes_an_explanation(qtbot: QtBot, page: ReportPage) -> None:
    fill(page)
    page.session.set_values({"applications/carried_in/natural": Decimal(5)}, "填写")
    page.session.check_now()
    finding = next(f for f in page.session.findings if f.code == "Y-CARRIED")
    page.findings.show_finding(finding)
    detail = page.findings.detail
    detail.explain.click()
    assert detail.text.isVisible()
    detail.text.setPlainText("短")
    detail.explain.click()
    assert page.session.report.explanations == ()
    detail.text.setPlainText("上年报告少计四件，已经更正")
    detail.explain.click()
    assert page.session.report.explanations[0].text == "上年报告少计四件，已经更正"
    explained = next(f for f in page.session.findings if f.code == "Y-CARRIED")
    assert explained.explained
    assert not is_open(explained)


def test_a_half_written_explanation_is_not_lost(page: ReportPage) -> None:
    fill(page)
    page.session.set_values({"applications/carried_in/natural": Decimal(5)}, "填写")
    page.session.check_now()
    page.findings.show_finding(next(f for f in page.session.findings if f.code == "Y-CARRIED"))
    page.findings.detail.explain.click()
    page.findings.detail.text.setPlainText("上年报告少计四件")
    assert page.session.flush()
    assert page.session.saved_report.explanations[0].text == "上年报告少计四件"


def test_a_mend_is_one_step(qtbot: QtBot, page: ReportPage) -> None:
    fill(page)
    page.session.set_values({"applications/carried_in/natural": Decimal(5)}, "填写")
    page.session.check_now()
    finding = next(f for f in page.session.findings if f.code == "Y-CARRIED")
    assert finding.mends
    page.findings.show_finding(finding)
    steps = page.session.undo_stack.count()
    button = page.findings.detail.findChild(QPushButton, "mend0")
    assert button is not None
    button.click()
    assert page.session.undo_stack.count() == steps + 1
    qtbot.waitUntil(lambda: not any(f.code == "Y-CARRIED" for f in page.session.findings))


def test_compute_takes_unlocked_totals_back(flows: Any, page: ReportPage) -> None:
    fill(page)
    page.session.set_values({TOTAL: Decimal(999)}, "改总计")
    page.session.check_now()
    assert any(f.code == "F-SUM" for f in page.session.findings)
    assert page.compute() == 1
    assert TOTAL not in page.session.report.values
    page.session.check_now()
    assert not any(f.code == "F-SUM" for f in page.session.findings)
    assert page.compute() == 0


def test_the_help_follows_the_cell(page: ReportPage) -> None:
    page.session.focus_cell("applications/denied_secret/natural")
    text = page.help.toPlainText()
    assert "1.属于国家秘密 · 自然人" in text
    assert "依据：条例第十四条" in text
    page.show_section("overview")
    assert "监督保障" in page.help.toPlainText()


def test_the_help_compares_with_last_year(page: ReportPage) -> None:
    before = page.session.last_figures[NATURAL]
    page.session.focus_cell(NATURAL)
    page.session.set_values({NATURAL: before + 3}, "填写")
    assert f"去年：{before}，今年{before + 3}，增加3" in page.help.toPlainText()


def test_last_years_text_with_its_differences(
    qtbot: QtBot, page: ReportPage, in_dialog: Any
) -> None:
    page.show_section("overview")
    page.tabs.setCurrentWidget(page.last_year)
    view = page.last_year.view
    qtbot.waitUntil(lambda: "白鹭镇" in view.text.toPlainText())
    assert view.share > 0.9
    page.session.set_paragraphs("overview", (Paragraph("全新的一段。"),), "改写")
    qtbot.waitUntil(lambda: view.share < 0.5)
    seen = in_dialog(lambda dialog: dialog.reject())
    page.last_year.beside.click()
    assert seen == ["sideBySideDialog"]
    page.show_section("requests")
    qtbot.waitUntil(lambda: "没有文字" in page.last_year.words.text())


def test_undo_shows_the_place(page: ReportPage) -> None:
    page.session.set_values({NATURAL: Decimal(7)}, "填写")
    page.show_section("overview")
    page.session.undo()
    assert page.section_id == "requests"
    assert page.session.focused_cell == NATURAL


def test_subjects_tick_themselves(qtbot: QtBot, page: ReportPage) -> None:
    shown = page.show_section("other")
    assert shown is not None
    assert shown.subjects is not None
    page.session.set_paragraphs("other", (Paragraph("没有其他事项。"),), "改写")
    shown.subjects.refresh()
    assert shown.subjects.missing == ["信息处理费"]
    page.session.set_paragraphs("other", (Paragraph("本年度未收取信息处理费。"),), "改写")
    whole = "\u2060".join("✔\xa0信息处理费")  # no line ends within a subject
    qtbot.waitUntil(lambda: whole in shown.subjects.words.text())


def test_typing_in_a_cell_is_committed_by_leaving_the_section(
    qtbot: QtBot, page: ReportPage
) -> None:
    page.show_section("requests")
    assert page.page is not None
    page.page.focus_value(NATURAL)
    for key in "23":  # the first opens the cell, and the line in it takes the next
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)
    page.show_section("overview")
    assert page.session.report.values[NATURAL] == 23


def test_the_saved_state_is_shown(qtbot: QtBot, page: ReportPage) -> None:
    page.session.set_values({NATURAL: Decimal(7)}, "填写")
    assert page.bar.saved.text() == "未保存"
    assert page.save()
    assert page.bar.saved.text().startswith("已保存 ")


def test_a_failure_to_save_is_said_and_stays(qtbot: QtBot, flows: Any, page: ReportPage) -> None:
    from giadesk.core.errors import StorageFailed

    def fail(report: object) -> None:
        raise StorageFailed("无法保存报告", "磁盘已满", "请清理磁盘空间")

    writer = page.session._saving._writer
    assert writer is not None
    works, writer._save = writer._save, fail
    page.session.set_values({NATURAL: Decimal(7)}, "填写")
    assert not page.session.flush()
    assert page.bar.saved.text() == "未保存：保存失败"
    assert any("磁盘已满" in text for text in flows.window.messages.texts)
    writer._save = works
    qtbot.waitUntil(lambda: page.session.saved_state.kind == "saved", timeout=5000)
    assert not any("磁盘已满" in text for text in flows.window.messages.texts)


@pytest.fixture
def at_zoom(qapp: QApplication) -> Iterator[Callable[[int], None]]:
    """Everything larger, as a clerk with weak eyes has it."""

    def apply(zoom: int) -> None:
        theme.apply(qapp, zoom)

    yield apply
    theme.apply(qapp)


def test_a_section_that_is_not_shown_follows_the_zoom_when_it_is(
    qtbot: QtBot, page: ReportPage, at_zoom: Callable[[int], None]
) -> None:
    first = page.show_section("requests")
    assert first is not None
    view = first.tables["applications"].view
    other = page.show_section("overview")
    assert other is not None
    text = other.prose.text
    page.show_section("disclosure")
    rows, font = view.content_height, text.font().pointSizeF()
    at_zoom(200)
    assert view.content_height == rows  # it costs nothing while it is not seen
    page.show_section("requests")
    assert view.content_height > rows * 1.5
    assert view.pens.font == view.font()
    page.show_section("overview")
    assert text.font().pointSizeF() == pytest.approx(font * 2)


def test_where_the_title_has_no_room_the_bar_says_less_of_the_rest(
    qtbot: QtBot, page: ReportPage, at_zoom: Callable[[int], None]
) -> None:
    page.window().resize(1366, 768)
    bar, report = page.bar, page.session.report
    page.session.set_values({NATURAL: Decimal(7)}, "填写")
    assert page.save()
    assert bar.undo.text() == "撤销"
    at_zoom(200)
    qtbot.waitUntil(lambda: bar.undo.text() == "↶")
    qtbot.waitUntil(lambda: bar.title.text() == f"{report.year}年 {report.unit}")
    assert bar.saved.text() == "已保存"
    assert bar.saved.accessibleName().startswith("已保存 ")
    assert bar.home.accessibleName() == "◀ 开始"
    assert bar.undo.toolTip()
    at_zoom(100)
    qtbot.waitUntil(lambda: bar.undo.text() == "撤销")
    assert bar.saved.text().startswith("已保存 ")


def test_a_table_a_little_too_wide_is_drawn_tighter_before_it_scrolls(
    qtbot: QtBot, page: ReportPage, at_zoom: Callable[[int], None]
) -> None:
    page.window().resize(1366, 768)
    shown = page.show_section("proceedings")
    assert shown is not None
    view = next(iter(shown.tables.values())).view
    assert not view.pens.type.tight
    at_zoom(150)
    qtbot.waitUntil(lambda: view.pens.type.tight and view.layout_.width <= view.width())
    assert view.horizontalScrollBar().maximum() == 0
    at_zoom(200)
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() > 0)
    assert not view.pens.type.tight  # it scrolls all the same


def test_a_narrow_window_folds_the_side_and_the_table_never_scrolls_both_ways(
    qtbot: QtBot, page: ReportPage, at_zoom: Callable[[int], None]
) -> None:
    window = page.window()
    window.resize(1366, 768)
    assert page.strip.isHidden()
    at_zoom(200)
    qtbot.waitUntil(lambda: page.right.isHidden() and page.strip.isVisible())
    for section in ("disclosure", "requests", "proceedings"):
        shown = page.show_section(section)
        assert shown is not None
        for editor in shown.tables.values():
            across, down = editor.view.horizontalScrollBar(), editor.view.verticalScrollBar()
            qtbot.waitUntil(
                lambda across=across, down=down: not across.maximum() or not down.maximum()  # type: ignore[misc]
            )
    at_zoom(100)
    qtbot.waitUntil(lambda: page.right.isVisible() and page.strip.isHidden())


def test_the_folded_side_comes_back_by_click_by_key_and_with_a_finding(
    qtbot: QtBot, page: ReportPage, at_zoom: Callable[[int], None]
) -> None:
    window = page.window()
    window.resize(1366, 768)
    window.activateWindow()
    at_zoom(200)
    qtbot.waitUntil(page.right.isHidden)
    assert page.strip.accessibleName().startswith("打开审核和填报说明，强制")
    qtbot.mouseClick(page.strip, Qt.MouseButton.LeftButton)
    assert page.right.isVisible()
    assert page.strip.accessibleName() == "收起审核和填报说明"
    qtbot.keyClick(window, Qt.Key.Key_Backslash, Qt.KeyboardModifier.ControlModifier)
    assert page.right.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert page.right.isVisible()
    at_zoom(100)
    qtbot.waitUntil(page.strip.isHidden)
    qtbot.keyClick(window, Qt.Key.Key_Backslash, Qt.KeyboardModifier.ControlModifier)
    assert page.right.isHidden()
    assert page.strip.isVisible()  # else nobody would find it again


def test_next_asked_again_without_work_goes_on_and_says_where_nothing_else_is(
    qtbot: QtBot, page: ReportPage
) -> None:
    seen = [page.go_next() for _ in range(4)]
    sections = [goal.section for goal in seen if goal is not None]
    assert len(sections) == 4
    assert all(a != b for a, b in pairwise(sections))
    fill(page)
    page.session.set_paragraphs("problems", (), "清空")
    page.show_section("problems")
    led = [page.go_next() for _ in range(2)]
    assert [goal.section for goal in led if goal is not None] == ["problems", "problems"]
    assert "只剩这一处没有处理" in page._messages.texts[0]


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, page: ReportPage) -> None:
    window = page.window()
    window.activateWindow()
    shown = page.show_section("requests")
    assert shown is not None
    qtbot.waitUntil(window.isActiveWindow)
    zeros = shown.findChild(QPushButton, "fillBlanks")
    assert zeros is not None
    zeros.setFocus()
    qtbot.keyClick(zeros, Qt.Key.Key_Return)  # asks what it is going to fill
    asked = QApplication.focusWidget()
    assert isinstance(asked, QPushButton)
    assert asked.text().startswith("填 0")
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert page.session.undo_stack.undoText().startswith("空白填0")


def test_a_report_that_is_final_is_not_computed_nor_asked_to_be_submitted(
    qtbot: QtBot, page: ReportPage
) -> None:
    fill(page)
    assert page.go_next() is None
    assert "提交审核" in page._messages.texts[0]
    page.session.set_values({TOTAL: Decimal(99)}, "导入")
    page.session.set_about("定稿", status="final")
    report = page.session.report
    page.compute()
    assert page.session.report == report
    assert "总计没有改动" in page._messages.texts[0]


def test_next_in_a_final_report_speaks_of_export(qtbot: QtBot, page: ReportPage) -> None:
    fill(page)
    page.session.set_about("定稿", status="final")
    assert page.go_next() is None
    assert page._messages.texts[0] == "报告已经定稿，可以导出、打印。"


def test_the_lines_of_the_menu_have_room_at_every_zoom(
    flows: Any, page: ReportPage, at_zoom: Callable[[int], None]
) -> None:
    for zoom in (100, 150, 200):
        at_zoom(zoom)
        menu = make_menu(flows, page)
        metrics = menu.fontMetrics()
        lines = [action.text().partition("\t") for action in menu.actions()]
        words = max(metrics.horizontalAdvance(text) for text, _, _ in lines)
        keys = max(metrics.horizontalAdvance(key) for _, _, key in lines)
        marks = 3 * metrics.horizontalAdvance("政")  # the edge, the place of a tick, the gap
        assert menu.minimumWidth() >= words + keys + marks  # what it opens with
        menu.deleteLater()


def test_what_is_said_of_a_cell_lies_over_the_heads(page: ReportPage) -> None:
    shown = page.show_section("requests")
    assert shown is not None
    view = shown.tables["applications"].view
    view.hint.say("一句话", "hint")
    view.relayout()
    view.updateGeometries()
    stacked = [child.objectName() for child in view.children() if isinstance(child, QWidget)]
    assert stacked.index("cellHint") > stacked.index(view._corner.objectName())
