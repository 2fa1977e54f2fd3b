"""Invented reports whose truth is known by construction, and single faults planted in them.

`consistent(seed)` gives a report (and last year's) in which everything agrees; the checks must be
silent on it. `planted(seed)` gives one with a single fault, and what must be said of it. Every
sentence is made up here; figures, wordings, order and numerals vary with the seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from giadesk.core.figures import chinese_text
from giadesk.core.form import Form
from giadesk.core.report import About, Paragraph, Report, Section, Value
from giadesk.core.totals import figures_of
from tests.checks.sample import form

FORM: Form = form()
TOWNS = ("松岭镇", "柳溪乡", "云台街道", "石桥镇", "凤凰岭镇", "清水乡")
COLUMNS = ("natural", "business", "research", "welfare", "legal_service", "other_org")
RESULTS = (
    "granted", "partly_granted", "denied_third_party", "denied_process", "unavailable_not_held",
    "declined_petition", "declined_repeated", "others_other",
)  # fmt: skip
CLASSES = (
    "机构职能类", "政策法规类", "规划计划类", "业务工作类", "统计数据类", "人事信息类", "财政资金类",
    "民生保障类", "应急管理类", "公告公示类",
)  # fmt: skip
ACTIVITIES = (("检查", "次"), ("解读材料", "篇"), ("简报", "期"), ("信件", "封"), ("咨询", "人次"))


class Told(NamedTuple):
    """A statement of the report: its text, and the figure in it that a fault may change."""

    text: str
    kind: str
    number: str = ""
    right: Decimal = Decimal(0)
    also: tuple[str, ...] = ()


class Case(NamedTuple):
    """A report, last year's, and what must be found (no code for nothing)."""

    report: Report
    last: Report
    code: str = ""
    quote: str = ""
    expected: str = ""
    actual: str = ""
    cells: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def _table(rng: random.Random, carried: dict[str, int] | None) -> dict[str, int]:
    """The balanced figures of 三; carried: last year's 结转下年度 by column."""
    values: dict[str, int] = {}
    for column in COLUMNS:
        busy = column in ("natural", "business") or rng.random() < 0.2
        handled = 0
        for row in RESULTS:
            size = [0, 1, 2, 3, 5, 9] if column == "natural" else [0, 0, 0, 1, 2]
            amount = rng.choice(size) if busy else 0
            values[f"applications/{row}/{column}"] = amount
            handled += amount
        before = carried[column] if carried else (rng.choice([0, 0, 1, 2]) if busy else 0)
        out = rng.choice([0, 1, 2, 3]) if busy else 0
        if handled + out < before:
            values[f"applications/granted/{column}"] += before - handled - out
            handled = before - out
        values[f"applications/carried_in/{column}"] = before
        values[f"applications/carried_out/{column}"] = out
        values[f"applications/received/{column}"] = handled + out - before
    return values


def _figures(rng: random.Random, last: Report | None) -> dict[str, Value]:
    carried = None
    effective = rng.randint(3, 40)
    if last is not None:
        carried = {c: int(last.figure(f"applications/carried_out/{c}") or 0) for c in COLUMNS}
    values: dict[str, Value] = {
        i.id: Decimal(0) for i in FORM.indicators.values() if not i.computed
    }
    values.update({k: Decimal(v) for k, v in _table(rng, carried).items()})
    made, abolished = rng.randint(0, 6), rng.randint(0, 3)
    if last is not None:
        effective = int(last.figure("disclosure/normative/effective") or 0) + made - abolished
    values["disclosure/normative/made"] = Decimal(made)
    values["disclosure/normative/abolished"] = Decimal(abolished)
    values["disclosure/normative/effective"] = Decimal(max(0, effective))
    base = {"licences": 300, "penalties": 60, "coercion": 9}
    for row, size in base.items():
        values[f"disclosure/{row}/decisions"] = Decimal(rng.randint(size // 2, size))
    values["disclosure/fees/amount"] = Decimal(rng.choice(["0", "0.25", "3.6", "12.08"]))
    for name in ("review_upheld", "review_corrected", "direct_upheld", "after_other"):
        values[f"proceedings/cases/{name}"] = Decimal(rng.choice([0, 0, 0, 1, 2]))
    return values


def _split(rng: random.Random, total: int, parts: int) -> list[int]:
    cuts = sorted(rng.sample(range(1, total), parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def _number(rng: random.Random, value: int) -> str:
    """The number as offices write it."""
    if value >= 1000 and rng.random() < 0.2:
        return f"{value:,}"
    if 2 <= value < 100 and rng.random() < 0.08:
        return chinese_text(value)
    return str(value)


class _Writer:
    """Writes the statements of one report."""

    def __init__(self, rng: random.Random, year: int, report: Report, last: Report | None) -> None:
        self.rng = rng
        self.year = year
        self.now = figures_of(report, FORM)
        self.then = figures_of(last, FORM) if last is not None else {}
        self.told: dict[str, list[Told]] = {"overview": [], "problems": [], "other": []}

    def say(self, section: str, text: str, kind: str, number: str = "", **rest: object) -> None:
        self.told[section].append(Told(text, kind, number, **rest))  # type: ignore[arg-type]

    def figure(self, value_id: str) -> int:
        return int(self.now[value_id])

    def group(self, prefix: str, column: str = "total") -> int:
        ids = [
            i for i in self.now if i.startswith(f"applications/{prefix}_") and i.endswith(column)
        ]
        return int(sum(self.now[i] for i in ids))

    def requests(self) -> None:
        rng = self.rng
        received = self.figure("applications/received/total")
        carried = self.figure("applications/carried_in/total")
        if received + carried == 0:
            text = rng.choice(
                [
                    "全年没有收到政府信息公开申请。",
                    f"{self.year}年度，本机关未收到政府信息公开申请。",
                ]
            )
            self.say("overview", text, "absence")
            return
        if received:
            number = _number(rng, received)
            lead = rng.choice(
                ["全年新收政府信息公开申请", f"{self.year}年，共收到政府信息公开申请", "全年收到依申请公开",
                 "本年度受理政府信息公开申请"]
            )  # fmt: skip
            self.say("overview", f"{lead}{number}件。", "table", number, right=Decimal(received))
        self._outcomes()
        out = self.figure("applications/carried_out/total")
        if out:
            number = _number(rng, out)
            lead = rng.choice(["申请中，结转下年度继续办理", "未到答复期限的申请，结转下一年度"])
            self.say("overview", f"{lead}{number}件。", "table", number, right=Decimal(out))
        organisations = sum(self.figure(f"applications/received/{c}") for c in COLUMNS[1:])
        natural = self.figure("applications/received/natural")
        if natural and organisations:
            number = str(natural)
            text = (
                f"新收申请{received}件，其中，自然人{number}件、法人或其他组织{organisations}件。"
            )
            self.say(
                "overview", text, "table", f"自然人{number}", right=Decimal(natural),
                also=("P-LIST-SUM",),
            )  # fmt: skip

    def _outcomes(self) -> None:
        rng = self.rng
        names = {
            "予以公开": self.figure("applications/granted/total"),
            "部分公开": self.figure("applications/partly_granted/total"),
            "不予公开": self.group("denied"),
            "无法提供": self.group("unavailable"),
            "不予处理": self.group("declined"),
        }
        shown = [(n, v) for n, v in names.items() if v]
        rng.shuffle(shown)
        handled = self.figure("applications/handled/total")
        if not shown or not handled:
            return
        name, value = shown[0]
        rest = "".join(f"，{n}{v}件" for n, v in shown[1:3])
        text = f"办结申请{handled}件，{name}{value}件{rest}。"
        self.say("overview", text, "table", f"{name}{value}", right=Decimal(value))

    def documents(self) -> None:
        made = self.figure("disclosure/normative/made")
        effective = self.figure("disclosure/normative/effective")
        if made:
            text = self.rng.choice(
                [f"本年制发行政规范性文件{made}件。", f"全年制定{made}件行政规范性文件。"]
            )
            self.say("overview", text, "table", str(made), right=Decimal(made))
        if effective:
            text = f"集中公开现行有效的行政规范性文件{effective}件。"
            self.say("overview", text, "table", str(effective), right=Decimal(effective))
        licences = self.figure("disclosure/licences/decisions")
        text = self.rng.choice(
            [f"全年作出行政许可决定{licences}件。", f"办理行政许可{licences}件。"]
        )
        self.say("overview", text, "table", str(licences), right=Decimal(licences))

    def cases(self) -> None:
        review = self.figure("proceedings/cases/review_total")
        direct = self.figure("proceedings/cases/direct_total")
        litigation = direct + self.figure("proceedings/cases/after_total")
        if review == litigation == 0:
            text = self.rng.choice(
                [
                    "未发生因政府信息公开引起的行政复议、行政诉讼案件。",
                    "没有因政府信息公开被申请行政复议、提起行政诉讼的情况。",
                ]
            )
            self.say("overview", text, "absence")
            return
        if review:
            text = f"因政府信息公开发生行政复议案件{review}件。"
            self.say("overview", text, "table", str(review), right=Decimal(review))
        if litigation:
            text = f"因政府信息公开发生行政诉讼{litigation}起。"
            self.say("overview", text, "table", str(litigation), right=Decimal(litigation))

    def lists(self) -> None:
        rng = self.rng
        total = rng.randint(40, 900)
        names = rng.sample(CLASSES, rng.randint(3, 6))
        parts = _split(rng, total, len(names) + 1)
        items = [f"{n}{p}条" for n, p in zip([*names, "其他类"], parts, strict=True)]
        comma = rng.choice(["，", "、"])
        joined = comma.join(items)
        whole = _number(rng, total)
        text = rng.choice(
            [
                f"全年主动公开政府信息{whole}条，其中{joined}。",
                f"全年公开各类信息{whole}条（{joined}）。",
                f"全年公布{joined}，共计{whole}条。",
                f"全年发布信息{whole}条，其中：{'；'.join(items)}。",
                f"累计公开政府信息{whole}条。其中，{joined}。",
            ]
        )
        self.say("overview", text, "sum", whole, right=Decimal(total))

    def shares(self) -> None:
        rng = self.rng
        total = rng.randint(50, 600)
        part = rng.randint(1, total - 1)
        share = (Decimal(part) / total * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        text = f"收到群众来信{total}封，其中咨询类{part}封，占{share}%。"
        self.say("overview", text, "percent", f"{share}%", right=share)

    def growth(self) -> None:
        rng = self.rng
        then, now = rng.randint(50, 200), rng.randint(201, 500)
        rate = (Decimal(now - then) / then * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        text = f"编发工作简报{now}期，比上年增加{now - then}期，增长{rate}%。"
        self.say("overview", text, "growth", f"{rate}%", right=rate)

    def asides(self) -> None:
        """True statements that a hasty reader could take for contradictions."""
        rng = self.rng
        big = rng.randint(200, 900)
        what, unit = rng.choice(ACTIVITIES)
        few = rng.randint(3, 9)
        options = [
            f"通过县政府网站公开{big}条、微信公众号公开{big // 2}条、公开栏公开{big // 3}条，同一条信息经几个渠道公开的分别计算。",
            f"全年发布信息{big}条，其中政策解读{big // 9}条、公示公告{big // 7}条等。",
            f"全年开展{what}{few}{unit}，组织培训{few + 2}次，印发材料{big}余份。",
            f"落实《{self.year - 1}年政务公开工作要点》（临政办发〔{self.year - 1}〕{few}号），比{self.year - 1}年更加注重实效。",
            f"开通热线电话0799-{rng.randint(6000000, 6999999)}，受理咨询{big}人次。",
            f"{self.year - 1}年收到申请{few}件，上半年收到申请1件，镇农业站收到申请2件。",
            f"通过网络收到申请{few}件的，均由专人登记。",
            f"清理行政规范性文件{big}件，其中继续有效{big - few}件。",
            f"将8大类{big}项事项纳入目录，事项办理时间由{few + 9}天减为{few}天。",
            f"召开专题会议{few}次，其中主要负责同志主持1次。",
            f"公开覆盖率达到100%，群众满意度为9{few}%，累计访问{big / 10}万人次。",
            f"对不予公开、不予处理的{few - 1}种情形逐一说明理由，没有发生因答复超期被纠正的情况。",
        ]
        for text in rng.sample(options, 4):
            self.say("overview", text, "aside")

    def rest(self) -> None:
        rng = self.rng
        year = self.year
        known = ["解读形式比较单一", "个别村公开栏更新不够及时", "业务培训不够经常", "信息检索不够方便",
             "政策解读的图文材料偏少", "部分栏目内容交叉", "与群众互动不多"]  # fmt: skip
        problems = rng.sample(known[year % 2 :: 2], 3)
        first, second, third = problems
        self.say(
            "problems",
            f"{year}年的工作还有不足：一是{first}；二是{second}；三是{third}。针对这些问题，镇里逐项明确了责任人和完成时限，"
            f"按季检查落实，{rng.choice(['已经有所改进', '多数已经解决', '仍在逐步完善'])}。",
            "text",
        )
        self.say(
            "problems",
            f"{year + 1}年，我们将进一步加强{rng.choice(['培训', '督查', '解读'])}。",
            "plan",
        )
        self.say("other", f"{year}年度，本机关未收取信息处理费。", "text")


_SKELETON = (
    "主动公开。坚持应公开尽公开，内容以惠农政策和办事指南为主。",
    "依申请公开。按规定的时限和程序办理政府信息公开申请。",
    "政府信息管理。落实信息发布审核和保密审查制度。",
    "平台建设。办好网站专栏和政务新媒体。",
    "监督保障。开展考核和社会评议，没有需要追究责任的情形。",
)


def _write(rng: random.Random, year: int, last: Report | None, unit: str) -> tuple[Report, _Writer]:
    about = About(unit=unit, year=year, form=FORM.id, date=f"{year + 1}年1月{rng.randint(5, 29)}日")
    bare = Report(about, (), _figures(rng, last))
    writer = _Writer(rng, year, bare, last)
    parts: list[Callable[[], None]] = [
        writer.requests, writer.documents, writer.cases, writer.lists, writer.shares,
        writer.growth, writer.asides,
    ]  # fmt: skip
    rng.shuffle(parts)
    for part in parts:
        part()
    writer.rest()
    return _assembled(bare, writer, unit, rng), writer


def _assembled(bare: Report, writer: _Writer, unit: str, rng: random.Random) -> Report:
    town = unit[3:-4] if unit.endswith("人民政府") else unit[3:-3]
    texts: dict[str, list[Paragraph]] = {
        "preamble": [
            Paragraph(
                f"本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{writer.year}年1月1日起至"
                f"{writer.year}年12月31日止。如有疑问，请与{town}党政办公室联系（电话：0799-6120035）。"
            )
        ],
        "overview": [Paragraph(_SKELETON[rng.randrange(0, 1)], 2)],
        "problems": [],
        "other": [],
    }
    texts["overview"] += [Paragraph(text, 2) for text in _SKELETON[1:]]
    for section, told in writer.told.items():
        texts[section] += [Paragraph(one.text) for one in told]
    sections = tuple(Section(s.id, s.title, tuple(texts.get(s.id, ()))) for s in FORM.spec.sections)
    return Report(bare.about, sections, bare.values)


def _made(seed: int) -> tuple[random.Random, Report, Report, _Writer]:
    rng = random.Random(seed)
    town = rng.choice(TOWNS)
    unit = f"临溪县{town}{'办事处' if town.endswith('街道') else '人民政府'}"
    while True:
        last, _ = _write(rng, 2023, None, unit)
        report, writer = _write(rng, 2024, last, unit)
        if not _jumps(report, last):
            return rng, report, last, writer


def _jumps(report: Report, last: Report) -> bool:
    """Whether a figure differs from last year's so much that a clerk would be asked why."""
    now, then = figures_of(report, FORM), figures_of(last, FORM)
    return any(
        max(now[i], then[i]) > 20 and not (now[i] <= then[i] * 10 and then[i] <= now[i] * 10)
        for i in now
    )


def consistent(seed: int) -> Case:
    """A report in which everything agrees, with last year's."""
    _, report, last, _ = _made(seed)
    return Case(report, last)


def planted(seed: int) -> Case:
    """The same report with a single fault, and what must be said of it."""
    rng, report, last, writer = _made(seed)
    faults = [_wrong_figure, _wrong_carried, _wrong_year, _wrong_period, _wrong_place, _left_blank]
    faults += [_wrong_statement] * 8
    return rng.choice(faults)(rng, report, last, writer)


def _wrong_statement(rng: random.Random, report: Report, last: Report, writer: _Writer) -> Case:
    choices = [t for t in writer.told["overview"] if t.number or t.kind == "absence"]
    told = rng.choice(choices)
    if told.kind == "absence":
        return _denied(rng, report, last, told)
    right = told.right
    digits = told.number.lstrip("自然人予以部分不公开无法提供处理")
    if told.kind in ("percent", "growth"):
        wrong = right + rng.choice([-1, 1]) * (3 + rng.randint(0, 9))
        wrong = abs(wrong) if wrong else Decimal(7)
        new = f"{wrong}%"
    else:
        wrong = right + rng.randint(1, 9)
        if told.kind == "table":
            wrong += 60  # what is received may be counted with what was carried in
        new = str(wrong)
    lead = told.number[: len(told.number) - len(digits)]
    pattern = rf"(?<!\d){re.escape(told.number)}(?![\d年])"
    text = re.sub(pattern, f"{lead}{new}", told.text, count=1)
    code = {"table": "P-TABLE", "sum": "P-LIST-SUM", "percent": "P-PERCENT", "growth": "P-GROWTH"}
    actual = new.rstrip("%")
    if told.kind in ("percent", "growth"):
        expected = format(right.normalize(), "f")
        actual = format(Decimal(actual).normalize(), "f")
    else:
        expected = str(right)
    return Case(
        _with_text(report, told.text, text), last, code[told.kind], new, expected, actual,
        also=(*told.also, *(("P-PART",) if told.kind == "table" else ())),
    )  # fmt: skip


def _denied(rng: random.Random, report: Report, last: Report, told: Told) -> Case:
    if "申请。" in told.text:
        cell = "applications/received/natural"
        values = {cell: Decimal(2), "applications/granted/natural": Decimal(2)}
        report = report.with_values(values)  # type: ignore[arg-type]
        return Case(report, last, "P-ABSENCE", "政府信息公开申请", "2", "0")
    cell = rng.choice(["proceedings/cases/review_upheld", "proceedings/cases/direct_other"])
    return Case(report.with_value(cell, Decimal(1)), last, "P-ABSENCE", "行政复议", "1", "0")


def _with_text(report: Report, old: str, new: str) -> Report:
    section = report.section("overview")
    assert section is not None
    assert any(p.text == old for p in section.paragraphs), old
    paragraphs = [Paragraph(new) if p.text == old else p for p in section.paragraphs]
    return report.with_paragraphs("overview", paragraphs)


def _wrong_figure(rng: random.Random, report: Report, last: Report, writer: _Writer) -> Case:
    column = rng.choice(COLUMNS)
    cell = f"applications/denied_security/{column}"
    handled = writer.now[f"applications/handled/{column}"]
    out = writer.now[f"applications/carried_out/{column}"]
    return Case(
        report.with_value(cell, Decimal(2)), last, "F-BALANCE", "", str(handled + out),
        str(handled + out + 2), also=("P-TABLE",),
    )  # fmt: skip


def _wrong_carried(rng: random.Random, report: Report, last: Report, writer: _Writer) -> Case:
    column = rng.choice(COLUMNS)
    cell = f"applications/carried_out/{column}"
    new = last.with_value(cell, (last.figure(cell) or Decimal(0)) + 1)
    now = report.figure(f"applications/carried_in/{column}")
    assert now is not None
    return Case(
        report, new, "Y-CARRIED", "", str(now + 1), str(now),
        (f"applications/carried_in/{column}",),
    )  # fmt: skip


def _wrong_year(rng: random.Random, report: Report, last: Report, writer: _Writer) -> Case:
    text = rng.choice(
        ["2023年，我们把公开工作列入考核，全年检查4次。", "截至2023年12月31日，各村均设公开栏。"]
    )
    text = text.replace("我们", "全" + report.unit[-5:-4]) if "我们" in text else text
    town = "全街道" if "街道" in report.unit else ("全乡" if "乡" in report.unit else "全镇")
    text = text.replace(text[6:8], town, 1) if text.startswith("2023年，") else text
    section = report.section("overview")
    assert section is not None
    report = report.with_paragraphs("overview", [*section.paragraphs, Paragraph(text)])
    return Case(report, last, "P-YEAR", "2023年", "2024", "2023")


def _wrong_period(rng: random.Random, report: Report, last: Report, writer: _Writer) -> Case:
    section = report.section("preamble")
    assert section is not None
    text = section.paragraphs[0].text.replace("2024年1月1日", "2023年1月1日")
    return Case(
        report.with_paragraphs("preamble", [Paragraph(text)]), last, "C-PERIOD", "2023年1月1日",
        "2024", "2023",
    )  # fmt: skip


def _wrong_place(rng: random.Random, report: Report, last: Report, writer: _Writer) -> Case:
    text = "报告电子版可向梅岭镇人民政府索取。"
    section = report.section("preamble")
    assert section is not None
    report = report.with_paragraphs("preamble", [*section.paragraphs, Paragraph(text)])
    return Case(report, last, "N-OTHER", "梅岭镇", "", "梅岭镇")


def _left_blank(rng: random.Random, report: Report, last: Report, writer: _Writer) -> Case:
    cell = rng.choice(["disclosure/coercion/decisions", "disclosure/rules/made"])
    return Case(report.with_value(cell, None), last, "C-BLANK", "", "", "", (cell,))
