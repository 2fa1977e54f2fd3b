"""Invented full reports of any form: every cell filled, five thousand characters, nothing real.

`full_report(form)` is what benchmarks, layout tests and round trips are measured with. The place, the
figures and every sentence are made up here.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Literal

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.form import Form, Relation
from giadesk.core.forms import FormLibrary
from giadesk.core.report import About, FreeTable, Paragraph, Report, Section, Value
from giadesk.core.totals import figures_of
from giadesk.places import shipped

Variant = Literal["plain", "largest", "zero", "long"]

UNIT = "禾岭县银杏镇人民政府"
LONG_UNIT = "凤栖梧桐自治县白鹭洲高新技术产业园区及国际物流枢纽建设管理委员会"

_SENTENCES = (
    "全年在镇政府门户网站公开信息318条，其中机构职能类12条、政策法规类26条、业务工作类280条，没有发生更正和撤回的情形。",
    "对群众关心的“一户一表”改水、农房抗震改造和秸秆综合利用三件事，分别开设专栏，每月更新不少于2次。",
    "信息公开指南于3月12日重新编制，写明受理地点、收件人和办理时限，并附申请表样式——群众照着填写即可。",
    "坚持“谁起草、谁提出属性，谁签发、谁负责”，公文在起草时标明主动公开、依申请公开或者不予公开，并说明理由。",
    "便民服务中心设查阅点1处，配备电脑2台、打印机1台，全年接待查阅216人次，提供复印件93份。",
    "4月和10月各办一次培训，讲解《中华人民共和国政府信息公开条例》和办理答复的要点，参加人员58人次。",
    "镇属12个村（社区）的公示栏统一编号，由专人拍照留存，逾期未更换的当月通报……全年通报3次。",
    "微信公众号发布信息186期，阅读量达到4.6万次，比上年增长12.5%；网站首页响应时间由3.2秒降到1.1秒。",
    "答复前由党政办、司法所和承办站所会商，重要答复书送县政府办公室审核，没有因公开引起纠错的案件。",
    "年内清理过期栏目5个，合并重复栏目4个，栏目总数由31个减为22个，群众按事找信息的步骤减少一半。",
)

_HEADINGS = (
    "主动公开。",
    "依申请公开。",
    "政府信息管理。",
    "政府信息公开平台建设。",
    "监督保障。",
)


def form_of(form_id: str = "gia-2021") -> Form:
    """A shipped form."""
    return FormLibrary(shipped("forms")).get(form_id)


def all_forms() -> list[Form]:
    """Every shipped form."""
    return FormLibrary(shipped("forms")).all()


def full_report(
    form: Form,
    variant: Variant = "plain",
    *,
    year: int = 0,
    characters: int = 5000,
    status: Literal["draft", "review", "final"] = "final",
    free_table: bool = False,
    attachments: tuple[str, ...] = (),
) -> Report:
    """A report of that form with every cell filled and its relations within the year kept.

    variant: `plain` small figures, `largest` five-digit ones, `zero` nothing but 0, `long` a unit
    and headings of the longest kind. year 0 takes one in which the form is in force.
    """
    unit = LONG_UNIT if variant == "long" else UNIT
    year = year or (form.spec.to_year or form.spec.from_year + 4)
    sections = _sections(form, year, variant, characters)
    if free_table:
        number = max(n for n, s in enumerate(sections) if not form.tables_of(s.id))
        last = sections[number]
        place = Paragraph(table="free-1")
        sections[number] = Section(
            last.id,
            last.title,
            (*last.paragraphs, place, Paragraph("以上数据由各站所报送、党政办汇总。")),
            (FreeTable("free-1", _free_grid()),),
        )
    report = Report(
        about=About(
            unit=unit,
            year=year,
            form=form.id,
            date=f"{year + 1}年1月8日",
            attachments=attachments,
            status=status,
        ),
        sections=tuple(sections),
    )
    return report.with_values(_values(form, variant))


def _sections(form: Form, year: int, variant: Variant, characters: int) -> list[Section]:
    prose = [s for s in form.spec.sections if s.numbered and not form.tables_of(s.id)]
    share = characters // max(len(prose), 1)
    sentences = cycle(_SENTENCES)
    sections = []
    for spec in form.spec.sections:
        if tables := form.tables_of(spec.id):
            paragraphs = [Paragraph(table=table.id) for table in tables]
        elif not spec.numbered:
            texts = [
                f"本报告依照《中华人民共和国政府信息公开条例》第五十条编制，所列数据的统计期限自{year}年"
                f"1月1日起至{year}年12月31日止。联系方式：禾岭县银杏镇长堤路6号党政办公室，电话0000-0000123。"
            ]
            paragraphs = [Paragraph(text) for text in texts]
        else:
            paragraphs = _prose(spec.id == "other", share, variant, sentences)
        sections.append(Section(spec.id, spec.title, tuple(paragraphs)))
    return sections


def _prose(fees: bool, share: int, variant: Variant, sentences: cycle[str]) -> list[Paragraph]:
    paragraphs = []
    if fees:
        paragraphs.append(
            Paragraph(
                "依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），本年度未收取信息处理费。"
            )
        )
    written = 0
    for index, heading in enumerate(cycle(_HEADINGS)):
        if written >= share:
            break
        text = heading + next(sentences) + next(sentences)
        if variant == "long":
            text = (
                heading.rstrip("。") + "以及由此派生的制度建设、流程再造、队伍培养和责任落实" + text
            )
        paragraphs.append(Paragraph(text, level=2))
        written += len(text)
        if index % 3 == 1:
            paragraphs.append(Paragraph("规范答复流程", level=3))
            paragraphs.append(Paragraph(next(sentences)))
            paragraphs.append(Paragraph("登记环节。" + next(sentences), level=4))
            written += len(paragraphs[-1].text) + len(paragraphs[-2].text)
        elif index % 3 == 2:
            paragraphs.append(Paragraph(next(sentences) + next(sentences) + next(sentences)))
            written += len(paragraphs[-1].text)
    return paragraphs


def _values(form: Form, variant: Variant) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for place, indicator in enumerate(form.indicators.values()):
        if indicator.computed:
            continue
        if indicator.kind == "text":
            values[indicator.id] = "无"
        elif variant == "zero" or indicator.zero:
            values[indicator.id] = Decimal(0)
        elif variant == "largest":
            money = indicator.kind == "money"
            values[indicator.id] = Decimal("12345678.123456") if money else Decimal(10007 + place)
        elif indicator.kind == "money":
            values[indicator.id] = Decimal("3.75")
        else:
            values[indicator.id] = Decimal(place * 7 % 5)
    return consistent(values, form)


def consistent(
    values: dict[str, Value], form: Form, fixed: frozenset[str] = frozenset()
) -> dict[str, Value]:
    """The figures, changed where they must be for the relations within the year; `fixed` are not."""
    values = dict(values)
    for _ in range(3):  # relations may feed each other
        for relation in form.relations:
            if not relation.crosses_years:
                _keep(relation, values, form, fixed)
    return values


def _keep(relation: Relation, values: dict[str, Value], form: Form, fixed: frozenset[str]) -> None:
    """Set the relation's first typed figure to what makes it true."""
    figures = figures_of(Report(About(form=form.id), values=dict(values)), form)
    left = sum((t.sign * figures.get(t.id, Decimal(0)) for t in relation.left), Decimal(0))
    right = sum((t.sign * figures.get(t.id, Decimal(0)) for t in relation.right), Decimal(0))
    wrong = {"=": left != right, "<=": left > right, ">=": left < right}[relation.compare]
    if not wrong:
        return
    for side, gap in ((relation.left, right - left), (relation.right, left - right)):
        for term in side:
            indicator = form.indicators[term.id]
            changed = figures.get(term.id, Decimal(0)) + term.sign * gap
            free = not indicator.computed and not indicator.zero and term.id not in fixed
            if free and changed >= 0:
                values[term.id] = changed
                return


def _free_grid() -> Grid:
    cells = [GridCell(0, 0, "培训对象", rows=2, kind="head")]
    cells.append(GridCell(0, 1, "培训场次和人次", columns=2, kind="head"))
    cells += [GridCell(1, 1, "场次", kind="head"), GridCell(1, 2, "人次", kind="head")]
    for row, (label, *figures) in enumerate(
        (("镇机关干部", "2", "58"), ("村（社区）信息员", "3", "=36"), ("窗口人员", "1", "19")),
        start=2,
    ):
        cells.append(GridCell(row, 0, label))
        cells += [GridCell(row, column, text) for column, text in enumerate(figures, start=1)]
    return Grid(5, 3, tuple(cells), head_rows=2, caption="培训情况")


def corpus() -> Path:
    """The folder of the real reports, beside the checkout; it may be absent."""
    return Path(__file__).resolve().parents[3] / "shared" / "corpus"
