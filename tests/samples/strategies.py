"""Random reports of a form, as Hypothesis strategies: what a clerk could write, and nothing real.

They are in the normal form that the readers give: a form's table stands as a paragraph of its own, a
computed total is absent unless it contradicts its parts, text has no blanks at its ends.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from giadesk.core.form import Form
from giadesk.core.report import About, Paragraph, Report, Section, Value
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


@st.composite
def reports(draw: st.DrawFn, form: Form) -> Report:
    """A report of that form."""
    unit = draw(_places)
    last = form.spec.to_year or form.spec.from_year + 9
    year = draw(st.integers(form.spec.from_year, last))
    sections = []
    for spec in form.spec.sections:
        tables = tuple(Paragraph(table=t.id) for t in form.tables_of(spec.id))
        text = () if tables else draw(paragraphs())
        if not spec.numbered and not tables:  # a reader makes it only where it has text
            text = tuple(Paragraph(t) for t in draw(st.lists(prose, min_size=1, max_size=2)))
        sections.append(Section(spec.id, spec.title, text + tables))
    about = About(
        unit=unit,
        year=year,
        form=form.id,
        date=f"{year + 1}年{draw(st.integers(1, 12))}月{draw(st.integers(1, 28))}日",
        attachments=draw(st.sampled_from(((), ("核实说明",), ("核实说明", "统计表")))),
    )
    return Report(about, tuple(sections), draw(values_of(form)))
