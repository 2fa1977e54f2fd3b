"""更多: what is needed less often than the verbs of the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from giadesk.ui import pieces
from giadesk.ui.crash_dialog import export_diagnosis
from giadesk.ui.settings_dialog import step_zoom

if TYPE_CHECKING:
    from giadesk.ui.flows import Flows
    from giadesk.ui.report_page import ReportPage


def show_menu(flows: Flows, page: ReportPage, button: object) -> None:
    """Show it under the button."""
    menu = make_menu(flows, page)
    if isinstance(button, QWidget):
        menu.exec(button.mapToGlobal(QPoint(0, button.height())))
    menu.deleteLater()


def make_menu(flows: Flows, page: ReportPage) -> QMenu:
    """The menu of the report page."""
    menu = QMenu(page)
    menu.setObjectName("moreMenu")
    for text, key, work in (
        ("标题、落款、附件……", "", lambda: flows.handing.about(page)),
        ("历史版本……", "", lambda: flows.handing.versions(page)),
        ("历年数据……", "Ctrl+T", flows.trends.show),
        ("汇总各单位的报告……", "", flows.county.show),
        ("另存副本……", "", flows.handing.save_copy),
        ("", "", None),
        ("放大", "Ctrl+=", lambda: step_zoom(flows.settings, 1)),
        ("缩小", "Ctrl+-", lambda: step_zoom(flows.settings, -1)),
        ("原来大小", "Ctrl+0", lambda: step_zoom(flows.settings, 0)),
        ("", "", None),
        ("本单位与设置……", "", flows.own.edit),
        ("使用手册", "F1", flows.manual),
        ("新手导览", "", flows.tour.again),
        ("导出诊断包……", "", lambda: export_diagnosis(flows.window)),
    ):
        if work is None:
            menu.addSeparator()
            continue
        action = menu.addAction(pieces.plain_caption(text))
        action.setObjectName(text)
        if key:
            # shown only: the window itself owns these keys
            action.setText(f"{text}\t{QKeySequence(key).toString()}")
        action.triggered.connect(lambda _=False, w=work: w())
    return pieces.give_room(menu)
