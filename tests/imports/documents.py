"""Random reports, and documents as other programs would have written them, for the properties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import msgspec
from hypothesis import strategies as st

from giadesk.core.blocks import Block, Document, Grid, GridCell, Heading, Paragraph
from giadesk.core.document import blocks_of
from giadesk.core.form import Form
from giadesk.core.report import About, FreeTable, Report, Section
from giadesk.core.report import Paragraph as Text
from giadesk.core.totals import without_agreeing_totals
from giadesk.imports.result import Recognised

_CLAUSES = (
    "镇机关各站所按月报送公开清单",
    "村级公示栏由专人更换并拍照留存",
    "全年公开惠农补贴信息62条",
    "答复书统一编号后交档案室保管",
    "窗口人员一次告知所需材料",
    "党政办每季度通报一次更新情况",
    "栏目由14个合并为9个",
    "“一户一表”改水进度逐月张贴",
    "网站首页打开时间缩短到1.3秒",
    "群众来电当日登记、次日回复",
)
_HEADS = (
    "完善登记流程",
    "统一公示样式",
    "加强窗口指引",
    "规范档案归集",
    "落实每月通报",
    "畅通查询渠道",
)
_FREE_TITLES = ("镇村联动机制", "档案移交与归集", "窗口指引", "公示样式")


def sentences() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_CLAUSES), min_size=1, max_size=5).map(
        lambda c: "，".join(c) + "。"
    )


def paragraphs(most: int = 5) -> st.SearchStrategy[list[Text]]:
    body = sentences().map(Text)
    heading = st.builds(
        lambda head, rest, level: Text(f"{head}。{rest}" if rest else head, level),
        st.sampled_from(_HEADS),
        st.one_of(st.just(""), sentences()),
        st.integers(2, 4),
    )
    return st.lists(st.one_of(body, heading), max_size=most)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A table of no form: words and figures, and a merged cell now and then."""
    width = draw(st.integers(2, 4))
    height = draw(st.integers(2, 5))
    merged = draw(st.booleans())
    cells = []
    for row in range(height):
        for column in range(width):
            if merged and row == 0 and column == width - 1:
                continue
            spans = 2 if merged and row == 0 and column == width - 2 else 1
            if row == 0 or column == 0:
                text = draw(
                    st.sampled_from(("培训对象", "场次", "到场", "村居", "窗口", "桌椅", "展板"))
                )
            else:
                text = draw(st.sampled_from(("2", "58", "", "19人", "约30", "甲方")))
            cells.append(GridCell(row, column, text, columns=spans))
    return Grid(height, width, tuple(cells))


@st.composite
def reports(draw: st.DrawFn, form: Form) -> Report:
    """A report of that form with random prose, figures, free tables, signature and attachments."""
    year = draw(st.integers(form.spec.from_year, form.spec.to_year or form.spec.from_year + 6))
    unit = draw(
        st.sampled_from(("禾岭县银杏镇人民政府", "银杏镇", "禾岭县水务局", "长堤路街道办事处"))
    )
    about = About(unit=unit, year=year, form=form.id)
    if draw(st.booleans()):
        title = f"{unit}{year}年度政府信息公开年度报告"
        about = msgspec.structs.replace(about, title=title)
    if draw(st.booleans()):
        signature = draw(st.sampled_from(("", "银杏镇党政办公室")))
        about = msgspec.structs.replace(about, date=f"{year + 1}年1月8日", signature=signature)
    if draw(st.booleans()):
        names = draw(st.lists(st.sampled_from(("统计表", "公示样式", "培训签到册")), max_size=3))
        about = msgspec.structs.replace(about, attachments=tuple(names))
    sections = draw(_free_sections(form) if form.spec.free_sections else _given_sections(form))
    values = {}
    for indicator in form.indicators.values():
        if indicator.kind == "text" or draw(st.integers(0, 9)) == 0:
            continue
        if indicator.computed and draw(st.integers(0, 9)):
            continue
        figure = draw(st.integers(0, 40))
        values[indicator.id] = Decimal(figure) / (8 if indicator.kind == "money" else 1)
    return Report(about, tuple(sections), without_agreeing_totals(values, form))


@st.composite
def _given_sections(draw: st.DrawFn, form: Form) -> list[Section]:
    sections = []
    for spec in form.spec.sections:
        texts = draw(paragraphs())
        free: list[FreeTable] = []
        if spec.numbered and draw(st.integers(0, 5)) == 0:
            free.append(FreeTable("free-1", draw(grids())))
            texts.insert(draw(st.integers(0, len(texts))), Text(table="free-1"))
        for table in form.tables_of(spec.id):
            texts.insert(draw(st.integers(0, len(texts))), Text(table=table.id))
        sections.append(Section(spec.id, spec.title, tuple(texts), tuple(free)))
    return sections


@st.composite
def _free_sections(draw: st.DrawFn, form: Form) -> list[Section]:
    known = [s for s in form.spec.sections if s.numbered and not form.tables_of(s.id)]
    chosen = draw(st.lists(st.sampled_from(known), unique_by=lambda s: s.id, min_size=2))
    sections = [Section(s.id, s.title, tuple(draw(paragraphs()))) for s in chosen]
    if draw(st.booleans()):
        place = draw(st.integers(0, len(sections)))
        own = Section(
            f"section-{place + 1}", draw(st.sampled_from(_FREE_TITLES)), (Text(draw(sentences())),)
        )
        sections.insert(place, own)
    opening = next(
        (s for s in form.spec.sections if not s.numbered and not form.tables_of(s.id)), None
    )
    if opening is not None and draw(st.booleans()):
        sections.insert(0, Section(opening.id, opening.title, (Text(draw(sentences())),)))
    for table in form.spec.tables:
        spec = form.sections[table.section]
        texts = (
            (*draw(paragraphs()), Text(table=table.id))
            if spec.numbered
            else (Text(table=table.id),)
        )
        sections.append(Section(spec.id, spec.title, texts))
    return sections


def flattened(report: Report, form: Form) -> Document:
    """The report's blocks as a reader gives them: plain paragraphs with printed numbers, bare tables."""
    return Document(tuple(_flat(b) for b in blocks_of(report, form)))


def _flat(block: Block) -> Block:
    match block:
        case Heading():
            return Paragraph(f"{block.number}{block.text}{block.run_in}")
        case Grid():
            return Grid(block.height, block.width, tuple(_bare(c) for c in block.cells))
        case Paragraph():
            return Paragraph(block.text)


def _bare(cell: GridCell) -> GridCell:
    return GridCell(cell.row, cell.column, cell.text, cell.rows, cell.columns)


def characters(*texts: str) -> Counter[str]:
    """How often each character that prints stands in the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update("".join(text.split()))
    return counts


def content_of(recognised: Recognised) -> Counter[str]:
    """Every character that a recognised report shows of its input: prose, free tables, the frame."""
    report = recognised.report
    texts: list[str] = [*recognised.unplaced, report.about.signature, report.about.date]
    texts += report.about.attachments
    if report.about.date and not report.about.signature:
        texts.append(report.unit)  # the signature is the unit
    for section in report.sections:
        texts.append(section.title)
        texts += [p.text for p in section.paragraphs]
        texts += [c.text for t in section.free_tables for c in t.grid.cells]
    return characters(*texts)


@st.composite
def marked(draw: st.DrawFn, form: Form) -> tuple[Document, str]:
    """A document as offices change it, with a mark of its own in each piece; and the marks.

    Numbers are dropped or doubled, headings renamed, lines moved in, rows and columns of no form
    added. A mark is a character that stands nowhere else.
    """
    blocks: list[Block] = []
    marks: list[str] = []

    def mark() -> str:
        marks.append(chr(0x3400 + len(marks)))
        return marks[-1]

    title, *rest = flattened(draw(reports(form)), form).blocks
    for block in rest:
        change = draw(st.integers(0, 9))
        if isinstance(block, Grid):
            blocks.append(_marked_grid(draw, block, mark))
        elif isinstance(block, Paragraph):
            text = block.text
            if change == 0:
                text = text[2:] or text
            elif change == 1:
                text = text[:2] + text
            elif change == 2:
                text = f"{draw(st.integers(1, 9))}.{text}"
            place = draw(st.sampled_from((len(text), len(text) // 2)))
            blocks.append(Paragraph(text[:place] + mark() + text[place:]))
        if change == 9:
            blocks.append(
                Paragraph(
                    draw(st.sampled_from(("附件", "单位：件", "单位名称：甲", "说明"))) + mark()
                )
            )
    return Document((title, *blocks)), "".join(marks)


def _marked_grid(draw: st.DrawFn, grid: Grid, mark: Callable[[], str]) -> Grid:
    cells = []
    for cell in grid.cells:
        if draw(st.integers(0, 14)) == 0:
            cell = msgspec.structs.replace(cell, text=cell.text + mark())
        cells.append(cell)
    height, width = grid.height, grid.width
    if draw(st.booleans()):
        cells += [GridCell(r, width, f"备注{mark()}") for r in range(height) if draw(st.booleans())]
        width += 1
    if draw(st.booleans()):
        cells.append(GridCell(height, 0, f"镇级自列项目{mark()}"))
        cells += [GridCell(height, c, f"{c}{mark()}") for c in range(1, width)]
        height += 1
    return Grid(height, width, tuple(sorted(cells, key=lambda c: (c.row, c.column))))
