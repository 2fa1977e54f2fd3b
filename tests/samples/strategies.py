"""Random reports of a form, as Hypothesis strategies: what a clerk could write, and nothing real.

They are in the normal form that the readers give: a form's table stands as a paragraph of its own, a
computed total is absent unless it contradicts its parts, text has no blanks at its ends.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.form import Form, SectionSpec
from giadesk.core.report import About, FreeTable, Paragraph, Report, Section, Value
from giadesk.core.totals import without_agreeing_totals

_WORDS = (
    *("银杏镇", "本机关", "党政办", "各村（社区）", "信息公开指南", "便民服务中心", "“一户一表”"),
    *(
        "公开",
        "更新",
        "受理",
        "答复",
        "办结",
        "整理",
        "培训",
        "比上年增长12.5%",
        "4.6万次",
        "—",
        "……",
    ),
    *(
        "3件",
        "218条",
        "6月",
        "2次",
        "A4纸",
        "PDF文件",
        "<试行>",
        "R&D",
        "“三审三校”",
        "《条例》",
        "·",
    ),
)
_places = st.sampled_from(
    ("禾岭县银杏镇人民政府", "银杏镇人民政府", "禾岭县农业农村局", "禾岭县人民政府梧桐街道办事处")
)
_clause = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=7).map("".join)
_begin = st.sampled_from(("全年", "对群众关心的事项", "按照要求", "在公开栏", "我们"))
_sentence = st.builds(lambda begin, clause: f"{begin}{clause}。", _begin, _clause)
prose = st.lists(_sentence, min_size=1, max_size=4).map("".join)
"""Running text of one to four sentences that begins with a word, not with a number."""

_SIGNERS = (
    "无",
    "王示例",
    "欧阳示范",
    "0000-0000123",
    "13900000000",
    "2018年1月9日",
    "党政办 李某",
)
"""What stands in the lines for names under gia-2014's table."""

_topic = st.sampled_from(
    ("规范答复流程", "夯实基层基础", "加强队伍培养", "拓展公开渠道", "严格公文属性", "改进栏目设置")
)


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[Paragraph, ...]:
    """Paragraphs in which each level of heading stands under the one above it."""
    made = []
    level = 1
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.integers(0, 3))
        if (kind and level < 4) or kind > 1:
            level = draw(st.integers(2, min(level + 1, 4)))
            topic = draw(_topic)
            text = f"{topic}。{draw(prose)}" if kind == 3 else topic
            made.append(Paragraph(text, level=level))
        else:
            made.append(Paragraph(draw(prose)))
    return tuple(made)


def _plainly(value: Decimal) -> Decimal:
    """Without needless zeros, and never with an exponent."""
    value = value.normalize()
    return value if value.as_tuple().exponent <= 0 else value.quantize(Decimal(1))


@st.composite
def values_of(draw: st.DrawFn, form: Form) -> dict[str, Value]:
    """Figures for the form's cells, most of them filled, totals now and then typed wrongly."""
    typed = [i for i in form.indicators.values() if not i.computed]
    blank = draw(st.sets(st.sampled_from([i.id for i in typed]), max_size=6)) if typed else set()
    seed = draw(st.randoms(use_true_random=False))
    values: dict[str, Value] = {}
    for indicator in typed:
        if indicator.id in blank:
            continue
        if indicator.kind == "money":
            values[indicator.id] = _plainly(
                Decimal(seed.randrange(10**9)).scaleb(-seed.randrange(7))
            )
        elif indicator.kind == "signed":
            values[indicator.id] = Decimal(seed.randint(-500, 500))
        elif indicator.kind == "text":
            values[indicator.id] = seed.choice(_SIGNERS)
        else:
            values[indicator.id] = Decimal(seed.choice((0, 0, 1, 7, 23, 318, 10452)))
    totals = list(form.totals)
    for total in draw(st.sets(st.sampled_from(totals), max_size=2)) if totals else ():
        values[total] = Decimal(seed.randrange(100000, 999999))
    return without_agreeing_totals(values, form)


_heads = ("培训对象", "事项", "场次", "人次", "比上年", "<备注>")
_words = st.sampled_from(
    (
        "村干部",
        "窗口人员",
        "银杏村",
        "2",
        "318",
        "=36",
        "4.6%",
        "无",
        "—",
        "“一户一表”",
        "+3",
        "R&D",
    )
)


@st.composite
def free_tables(draw: st.DrawFn) -> FreeTable:
    """A table that belongs to no form, with a line of heads, some with a caption, a unit or merged cells."""
    width, height = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    cells = [GridCell(0, column, _heads[column], kind="head") for column in range(width)]
    merged = draw(st.booleans()) and height > 2
    if merged:
        cells.append(GridCell(1, 0, "镇机关", rows=2))
    for row in range(1, height):
        for column in range(int(merged and row < 3), width):
            cells.append(GridCell(row, column, draw(_words)))  # noqa: PERF401 - drawn in this order
    caption = draw(st.sampled_from(("", "培训情况", "公开栏更新一览")))
    unit = draw(st.sampled_from(("", "次"))) if caption else ""
    cells.sort(key=lambda c: (c.row, c.column))
    return FreeTable(
        "free-1", Grid(height, width, tuple(cells), head_rows=1, caption=caption, unit=unit)
    )


_OWN_SECTIONS = ("组织保障到位情况", "“一网通办”推进情况", "便民服务中心建设情况")


@st.composite
def _specs(draw: st.DrawFn, form: Form) -> list[tuple[str, str]]:
    """Id and title of each section: as the form has them, or, where it leaves that free, as an office
    has dropped, moved and added some."""
    specs = list(form.spec.sections)
    if not form.spec.free_sections:
        return [(spec.id, spec.title) for spec in specs]
    first = [s for s in specs if not s.numbered and not form.tables_of(s.id)]
    fixed = [s for s in specs if s not in first and form.tables_of(s.id)]
    free = [s for s in specs if s not in first and s not in fixed]
    kept: list[SectionSpec] = draw(st.permutations(free))
    kept = kept[draw(st.integers(0, 3)) :]
    made = [(s.id, s.title) for s in (*kept, *fixed)]
    if draw(st.booleans()):
        at = draw(st.integers(1, len(kept)))  # a reader calls it by its place
        made.insert(at, (f"section-{at + 1}", draw(st.sampled_from(_OWN_SECTIONS))))
    return [(s.id, s.title) for s in first] + made


@st.composite
def reports(draw: st.DrawFn, form: Form) -> Report:
    """A report of that form."""
    unit = draw(_places)
    last = form.spec.to_year or form.spec.from_year + 9
    year = draw(st.integers(form.spec.from_year, last))
    sections = []
    for section_id, title in draw(_specs(form)):
        spec = form.sections.get(section_id)
        tables = tuple(Paragraph(table=t.id) for t in form.tables_of(section_id))
        text = () if tables else draw(paragraphs())
        if (
            spec is not None and not spec.numbered and not tables
        ):  # a reader makes it where it has text
            text = tuple(Paragraph(t) for t in draw(st.lists(prose, min_size=1, max_size=2)))
        free: tuple[FreeTable, ...] = ()
        if text and not tables and draw(st.integers(0, 4)) == 0:
            free = (draw(free_tables()),)
            at = draw(st.integers(1, len(text)))
            text = (*text[:at], Paragraph(table="free-1"), *text[at:])
        sections.append(Section(section_id, title, text + tables, free))
    about = About(
        unit=unit,
        year=year,
        form=form.id,
        date=f"{year + 1}年{draw(st.integers(1, 12))}月{draw(st.integers(1, 28))}日",
        attachments=draw(st.sampled_from(((), ("核实说明",), ("核实说明", "统计表")))),
    )
    return Report(about, tuple(sections), draw(values_of(form)))
