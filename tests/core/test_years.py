"""Which years are the report's own, as tables of cases; and that nothing else is ever touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.years import shift_title, shift_years, years_in

# what a report for 2024 says, and what it says in the draft for 2025
MOVED = [
    (
        "数据统计期限自2024年1月1日起至2024年12月31日止。",
        "数据统计期限自2025年1月1日起至2025年12月31日止。",
    ),
    ("2024年1月1日至12月31日期间", "2025年1月1日至12月31日期间"),
    ("2024年1月1日——2024年12月31日", "2025年1月1日——2025年12月31日"),
    ("自2024年1月1日起，至2024年12月31日止", "自2025年1月1日起，至2025年12月31日止"),
    ("统计时限为2024.1.1-2024.12.31", "统计时限为2025.1.1-2025.12.31"),
    ("2024年1月至2024年12月", "2025年1月至2025年12月"),
    ("2024年1-12月", "2025年1-12月"),
    ("2024年1月—6月", "2025年1月—6月"),
    ("二○二四年一月一日至二○二四年十二月三十一日", "二○二五年一月一日至二○二五年十二月三十一日"),
    ("二〇二四年，我镇", "二〇二五年，我镇"),
    ("二零二四年度", "二零二五年度"),
    ("２０２４年度", "２０２５年度"),
    ("2024 年，我镇", "2025 年，我镇"),
    ("2024年度主动公开信息58条", "2025年度主动公开信息58条"),
    ("截至2024年12月31日，累计", "截至2025年12月31日，累计"),
    ("截至2024年底", "截至2025年底"),
    ("2024年以来", "2025年以来"),
    ("2024年全年、2024年上半年、2024年第三季度", "2025年全年、2025年上半年、2025年第三季度"),
    ("2024年前三季度", "2025年前三季度"),
    ("2024年起草文件3件", "2025年起草文件3件"),
    ("2024年制定了3项制度", "2025年制定了3项制度"),
    ("2024年比2023年增加12条", "2025年比2023年增加12条"),
    ("于2024年1月1日至12月31日收到", "于2025年1月1日至12月31日收到"),
    ("对照2024年政务公开工作要点", "对照2025年政务公开工作要点"),
    ("2025年，我镇将继续完善", "2026年，我镇将继续完善"),
    ("2025年6月底前完成", "2026年6月底前完成"),
    ("截至2025年1月20日", "截至2026年1月20日"),
    ("年度报告（2024年）", "年度报告（2025年）"),
]

# what stays, and why
LEFT = [
    ("国办公开办函〔2024〕30号", ""),
    ("镇政发[2024]30号、镇政发（2024）31号、镇政发(2024)32号", ""),
    ("公告〔2024年〕第3号", "文件名称、文号中的年份"),
    ("2024年第3号公告", "编号"),
    ("政府公报2024年第12期", "编号"),
    ("印发《2024年政务公开工作要点》", "文件名称、文号中的年份"),
    ("《关于做好〈2024年计划〉的通知》", "文件名称、文号中的年份"),
    ("2024年修订的《条例》", "法规、文件的年份"),
    ("《办法》（2024年修订）", "法规、文件的年份"),
    ("自2024年5月1日起施行", "法规、文件的年份"),
    ("目录（2024年版）", "法规、文件的年份"),
    ("2024年印发的《工作规范》", "法规、文件的年份"),
    ("比2024年提高", "与该年比较"),
    ("较2024年同期", "与该年比较"),
    ("与2024年相比", "与该年比较"),
    ("自2024年起实行", "自该年起或者以该年为界"),
    ("2024年以前形成的", "自该年起或者以该年为界"),
    ("2021年至2024年", "年份区间"),
    ("2024年—2026年三年行动", "年份区间"),
    ("成立于2024年", "某一年的事"),
    ("荣获2024年度先进单位", "荣誉的年份"),
    ("被评为“2024年度先进集体”", "荣誉的年份"),
    ("2024年5月，县政府检查", "某一天或者某一月的事"),
    ("2024年12月10日召开会议", "某一天或者某一月的事"),
    ("二○二四年五月十二日", "某一天或者某一月的事"),
    ("力争到2025年建成", "远期目标的年份"),
    ("较2023年增长12%，同比增长", ""),
    ("2019年修订的《条例》、2021年格式", ""),
    ("2024条、电话20245678、邮编202400", ""),
    ("http://example/2024/01/15/t.html", ""),
    ("2021—2025年规划", "年份区间"),
]


@pytest.mark.parametrize(("text", "moved"), MOVED)
def test_the_reports_own_years_move(text: str, moved: str) -> None:
    assert shift_years(text, 2024, 2025) == moved


@pytest.mark.parametrize(("text", "why"), LEFT)
def test_other_years_stay_and_the_reason_is_given(text: str, why: str) -> None:
    assert shift_years(text, 2024, 2025) == text
    reasons = {year.why for year in years_in(text, 2024) if year.meaning == "left"}
    assert reasons == ({why} if why else set())


def test_a_decade_is_crossed_in_the_signs_of_the_text() -> None:
    assert (
        shift_years("二○二九年、２０２９年、2029年", 2029, 2030) == "二○三○年、２０３０年、2030年"
    )
    assert shift_years("二〇一二年", 2012, 2025) == "二〇二五年"


def test_years_know_their_place() -> None:
    text = "自2024年12月31日止，《2024年要点》，比2023年"
    found = [(y.start, y.text, y.meaning) for y in years_in(text, 2024)]
    assert found == [(1, "2024", "own"), (15, "2024", "left"), (25, "2023", "other")]


@pytest.mark.parametrize(
    ("title", "moved"),
    [
        ("青山镇2024年政府信息公开工作年度报告", "青山镇2025年政府信息公开工作年度报告"),
        ("青山镇2024政府信息公开年度报告", "青山镇2025政府信息公开年度报告"),
        ("青山镇二○二四年政府信息公开工作报告", "青山镇二○二五年政府信息公开工作报告"),
        ("关于2024年5月工作的报告", "关于2025年5月工作的报告"),
        ("报告〔2024〕3号", "报告〔2024〕3号"),
        ("青山镇2023年报告", "青山镇2023年报告"),
        ("青山镇报告", "青山镇报告"),
    ],
)
def test_titles(title: str, moved: str) -> None:
    assert shift_title(title, 2024, 2025) == moved


def test_a_title_of_its_own_year_stays() -> None:
    assert shift_title("2024年报告", 2024, 2024) == "2024年报告"


# years later than next year's are other years' business in the first step and next year's in the
# second; goals (到2025年) stand still as next years and move as own ones: neither is in these texts
_PIECES = st.sampled_from(
    [text for text, _ in (*MOVED, *LEFT) if "2026" not in text and "到2025" not in text]
)
_TEXTS = st.lists(_PIECES | st.text("年月日年2024〔〕《》镇，。", max_size=6), max_size=6).map(
    "，".join
)


@given(_TEXTS)
def test_shifting_twice_is_shifting_by_two(text: str) -> None:
    if re.search(r"2026|2025\s*年?\s*[至到—-]", text):
        return
    twice = shift_years(shift_years(text, 2024, 2025), 2025, 2026)
    assert twice == shift_years(text, 2024, 2026)


@given(_TEXTS, st.integers(2008, 2040), st.integers(2008, 2040))
def test_only_the_signs_of_years_change_and_the_length_stays(text: str, own: int, to: int) -> None:
    moved = shift_years(text, own, to)
    assert len(moved) == len(text)
    signs = "0123456789０１２３４５６７８９〇○零一二三四五六七八九"
    assert [c for c in moved if c not in signs] == [c for c in text if c not in signs]
    assert shift_years(text, own, own) == text


@given(
    _TEXTS,
    st.sampled_from(["〔{}〕30号", "[{}]8号", "（{}）117号", "({})2号", "［{}］5号", "【{}】1号"]),
    st.integers(2023, 2025),
)
def test_document_numbers_are_never_touched(text: str, pattern: str, year: int) -> None:
    number = "镇政办发" + pattern.format(year)
    assert number in shift_years(f"{text}，{number}，{text}", 2024, 2025)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    for year in years_in(text, 2024):
        assert text[year.start : year.start + len(year.text)] == year.text
