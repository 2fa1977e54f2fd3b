"""The finding in hand: its words are seen whole where there is room, scrolled where there is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from giadesk.checks.registry import Finding
from giadesk.core.report import Report
from giadesk.ui.finding_detail import FindingDetail


def test_no_bar_stays_that_is_needed_only_because_it_is_there(
    qtbot: QtBot, make_session: Callable[..., Any], report: Report
) -> None:
    detail = FindingDetail(make_session(report))
    qtbot.addWidget(detail)
    formula = "总计：总计1 ≠ 政策法规类96＋规划计划类96＋业务工作类1＋统计数据类3"
    detail.show_finding(Finding("F-SUM", "must", "说明", "核对各分项", formula=formula))
    detail.show()
    words, bar = detail.words, detail.words.verticalScrollBar()
    em = detail.fontMetrics().horizontalAdvance("政")
    for width in range(14 * em, 20 * em, 5):  # across the widths at which the lines break anew
        detail.resize(width, detail.minimumSizeHint().height())
        qtbot.waitUntil(lambda: words.height() < words.sizeHint().height() and bar.isVisible())
        detail.resize(width, 500)
        qtbot.waitUntil(lambda: not bar.isVisible())
        inside = words.widget()
        assert inside.height() <= words.viewport().height()
        assert inside.width() == words.viewport().width()
