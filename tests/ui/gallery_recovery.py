"""The page of a library that is damaged: what is found, the backups, and a library without any."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from giadesk.store.records import Backup
from giadesk.ui.flows import Flows
from giadesk.ui.recovery_words import Line

if TYPE_CHECKING:
    from tests.ui.gallery import Shown, Town

DAMAGED = (
    Line(
        "云岭县白鹭镇人民政府2025年（草稿）",
        "收到和处理政府信息公开申请情况：自然人、商业企业等4格；总体情况",
        "2026年11月20日 17:32 的备份",
        "填到昨天17:32的内容都在，之后改过的4格请核对",
        loses=True,
    ),
    Line("云岭县白鹭镇人民政府2024年（定稿）", "历史版本2份", "报告本身", "没有丢失", loses=False),
)


def walk(town: Town, flows: Flows) -> Iterator[Shown]:
    """Damaged with backups, and gone without one."""
    from giadesk.ui.recovery_page import RecoveryPage
    from tests.ui.gallery import Shown, settle

    window = flows.window
    words = "检查报告库时发现有内容与写入时不同，常见原因是磁盘故障。没有损坏的内容不受影响。"
    page = RecoveryPage("报告库有损坏", words)
    window.show_page(page)
    page.show_state("修复之后：2份报告完整，1份有4格要核对")
    page.show_lines(DAMAGED, mendable=True)
    now = datetime(2026, 11, 20, 17, 32)
    reasons = ("timer", "start", "exit", "damaged", "hand")
    folder = town.folder / "backups"
    page.show_backups(
        [
            Backup(folder / f"{n}.db", 900 - n, now - timedelta(hours=n * 9), reason, 3_400_000)
            for n, reason in enumerate(reasons)
        ]
    )
    page.allow(restore=True, anew=False)
    settle()
    yield Shown("recovery-damaged", window)
    window.show_page(window.start)
    window.drop_page(page)
    page = RecoveryPage("找不到报告库", f"“{town.folder / 'library.db'}”不在原来的位置。")
    window.show_page(page)
    page.allow(restore=True, anew=True)
    settle()
    yield Shown("recovery-none", window)
    window.show_page(window.start)
    window.drop_page(page)
