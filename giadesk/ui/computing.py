"""运算: every total that was written by hand or came from a file is computed again."""

from __future__ import annotations

from giadesk.core.prose import plain
from giadesk.core.totals import sum_of
from giadesk.ui.messages import MessageBar
from giadesk.ui.session import Session


def compute(session: Session, messages: MessageBar) -> int:
    """Let every unlocked total be computed again, as one step, and say so. How many there were."""
    wrong: dict[str, None] = {}
    for total in session.form.totals:
        written = session.report.values.get(total)
        computed = sum_of(session.form.indicators[total].parts, session.figures)
        if written is not None and computed is not None:
            wrong[total] = None
            if written != computed:
                name = session.form.indicators[total].name
                messages.say(f"{name}：原写{written}，运算得{plain(computed)}")
    if wrong and session.read_only:
        messages.say("报告现在只能查看，总计没有改动。要改动，先退回修改。", "verify")
    elif wrong:
        session.set_values(wrong, "运算")
        messages.say(f"运算完成，重新计算了{len(wrong)}个总计（可以撤销）。", "good")
    else:
        messages.say("运算完成，所有总计都是最新的。", "good")
    return len(wrong)
