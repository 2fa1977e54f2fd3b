"""What is printed: the report's blocks, the annexes behind them, or the 审签单 alone.

An annex begins on a page of its own: 附件1 at the left, its title, then its blocks (GB/T 9704-2012,
7.3.4). The writers of Word, PDF and the web page draw the same `Contents`:

    write_report("docx", report, form, target, annexes=("signoff",), review=review_of(findings, report))

annexes: None prints those that the layout profile asks for (none in the shipped ones), () prints
none. review: what the checks found, without which 核实说明 gives the reasons alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Protocol, get_args

from giadesk.core.blocks import Block, Grid, GridCell, Paragraph
from giadesk.core.document import blocks_of, title_of
from giadesk.core.form import Form
from giadesk.core.report import ROLES, Report, SignOff

AnnexKind = Literal["signoff", "explanations", "tables"]
ANNEX_KINDS: tuple[AnnexKind, ...] = get_args(AnnexKind)
"""The annexes there are, in the order in which they are printed."""
ANNEX_NAMES: dict[AnnexKind, str] = {
    "signoff": "审签单",
    "explanations": "核实说明",
    "tables": "统计表",
}
"""What an annex is called, in its title and in the lines of 附件说明."""

SIGN_OFF_TITLE = "政府信息公开工作年度报告审签单"


class Explained(NamedTuple):
    """A 核实性 finding with its 核实说明. place: where in the report, "" for the whole of it."""

    place: str
    message: str
    reason: str


class Review(NamedTuple):
    """What the checks found: how many `must`, how many `verify`, and those that are explained."""

    must: int
    verify: int
    explained: tuple[Explained, ...]


class _Where(Protocol):
    @property
    def section(self) -> str: ...


class _Finding(Protocol):
    """What is read of a finding of the checks, which this room does not know."""

    @property
    def severity(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def explained(self) -> str: ...
    @property
    def where(self) -> _Where: ...


class Annex(NamedTuple):
    """One annex. mark: 附件, with its number where there are several."""

    mark: str
    title: str
    blocks: tuple[Block, ...]


class Contents(NamedTuple):
    """Everything that is printed. draft: whether 草稿 stands on every page."""

    title: str
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
    draft: bool = False


def review_of(findings: Sequence[_Finding], report: Report) -> Review:
    """What the findings of the checks come to on paper."""
    titles = {s.id: s.title for s in report.sections}
    verify = [f for f in findings if f.severity == "verify"]
    explained = tuple(
        Explained(titles.get(f.where.section, ""), f.message, f.explained)
        for f in verify
        if f.explained
    )
    return Review(sum(f.severity == "must" for f in findings), len(verify), explained)


def contents_of(
    report: Report,
    form: Form,
    annexes: Iterable[AnnexKind] = (),
    review: Review | None = None,
) -> Contents:
    """The report as it is printed, with those annexes.

    An annex that the report's 附件说明 names already has its number there; what it does not name is
    added to it, as the standard asks.
    """
    asked = frozenset(annexes)
    wanted = [kind for kind in ANNEX_KINDS if kind in asked]
    names = list(report.about.attachments)
    names += [ANNEX_NAMES[kind] for kind in wanted if ANNEX_NAMES[kind] not in names]
    made = []
    for kind in sorted(wanted, key=lambda kind: names.index(ANNEX_NAMES[kind])):
        name = ANNEX_NAMES[kind]
        mark = f"附件{names.index(name) + 1}" if len(names) > 1 else "附件"
        made.append(Annex(mark, name, tuple(_blocks(kind, report, form, review))))
    printed = report.with_about(attachments=tuple(names)) if wanted else report
    draft = report.about.status != "final"
    return Contents(title_of(report, form), blocks_of(printed, form), tuple(made), draft)


def sign_off_sheet(report: Report, form: Form, review: Review | None = None) -> Contents:
    """The 审签单 as a document of its own, to be printed and signed by hand or filled in."""
    head = Paragraph(SIGN_OFF_TITLE, role="title", align="center")
    return Contents(SIGN_OFF_TITLE, (head, _sign_off(report, form, review, room=4)))


def _blocks(kind: AnnexKind, report: Report, form: Form, review: Review | None) -> Iterator[Block]:
    match kind:
        case "signoff":
            yield _sign_off(report, form, review)
        case "explanations":
            yield from _explanations(report, review)
        case "tables":
            yield from _tables(report, form)


def _sign_off(report: Report, form: Form, review: Review | None, room: int = 2) -> Grid:
    """The lines of the 审签单; room: empty lines between opinion and name, for a hand."""
    lines: list[tuple[str, ...]] = [
        ("报告名称", title_of(report, form).replace("\n", "")),
        ("编报单位", report.about.signature or report.unit, "报告年度", f"{report.year}年"),
    ]
    if review is not None:
        count = f"强制性审核未通过{review.must}条；核实性审核{review.verify}条"
        count += f"，已说明{len(review.explained)}条" if review.verify else ""
        lines.append(("审核情况", count))
    signed = {line.role: line for line in report.signoff}
    lines += [(role, _signed(signed.get(role), "\n" * (room + 1))) for role in ROLES]
    cells = []
    for row, texts in enumerate(lines):
        for column, text in enumerate(texts):
            columns = 3 if len(texts) == 2 and column else 1
            kind: Literal["text", "label"] = "text" if column % 2 else "label"
            cells.append(GridCell(row, column, text, columns=columns, kind=kind))
    return Grid(len(lines), 4, tuple(cells), label_columns=1)


def _signed(line: SignOff | None, room: str) -> str:
    if line is None or not line.name:
        return f"意见：{room}签名：　　　　　　　　　　　年　　月　　日"
    date = line.date or "年　　月　　日"
    return f"意见：{line.opinion}{room}签名：{line.name}　　　　　　{date}"


def _explanations(report: Report, review: Review | None) -> Iterator[Block]:
    """Every 核实性 finding that was explained, with its reason."""
    if review is not None:
        lines = list(review.explained)
    else:
        lines = [Explained("", e.key.partition("/")[0], e.text) for e in report.explanations]
    if not lines:
        yield Paragraph("本报告没有需要说明的核实性审核事项。")
        return
    heads = ("序号", "位置", "核实事项", "情况说明")
    cells = [GridCell(0, column, text, kind="head") for column, text in enumerate(heads)]
    for row, line in enumerate(lines, start=1):
        texts = (str(row), line.place or "全文", line.message, line.reason)
        cells += [GridCell(row, column, text) for column, text in enumerate(texts)]
    yield Grid(len(lines) + 1, len(heads), tuple(cells), head_rows=1)


def _tables(report: Report, form: Form) -> Iterator[Block]:
    """The form's tables once more, each under its name, to be handed in apart from the text."""
    office = report.about.signature or report.unit
    yield Paragraph(f"填报单位：{office}　　报告年度：{report.year}年", align="left")
    for block in blocks_of(report, form):
        if isinstance(block, Grid) and block.table:
            yield block
