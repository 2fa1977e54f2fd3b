import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.levels import typed_number
from giadesk.core.prose import number_text


@given(st.integers(1, 4), st.integers(1, 99), st.sampled_from(["主动公开。全年", "", "加强管理"]))
def test_every_number_the_program_writes_is_recognised(level: int, number: int, rest: str) -> None:
    found = typed_number(number_text(level, number) + rest)
    assert found is not None
    assert (found.level, found.number, found.rest) == (level, number, rest)
    assert found.text == number_text(level, number)


@pytest.mark.parametrize(
    ("text", "level", "number", "rest"),
    [
        ("(一)主动公开", 2, 1, "主动公开"),
        ("（ 二 ）、依申请", 2, 2, "依申请"),
        ("㈢平台建设", 2, 3, "平台建设"),
        ("　　（十二）监督", 2, 12, "监督"),
        ("1、加强学习", 3, 1, "加强学习"),
        ("１．加强学习", 3, 1, "加强学习"),
        ("12. 加强学习", 3, 12, "加强学习"),
        ("⒉加强学习", 3, 2, "加强学习"),
        ("(3)制度", 4, 3, "制度"),
        ("⑵制度", 4, 2, "制度"),
        ("2）制度", 4, 2, "制度"),
        ("三、总体情况", 1, 3, "总体情况"),
        ("二十一.总体情况", 1, 21, "总体情况"),
    ],
)
def test_what_people_type(text: str, level: int, number: int, rest: str) -> None:
    found = typed_number(text)
    assert found is not None
    assert (found.level, found.number, found.rest) == (level, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "1.5万元用于培训",
        "3.2%的申请",
        "1. 5万元",
        "2026.1.1起",
        "2026年全年",
        "1、2月份共公开",
        "三、四季度公开",
        "一、二级部门",
        "（2026）第三号",
        "一是加强学习",
        "第一，加强学习",
        "十十、乱写",
        "一二、乱写",
        "（0）乱写",
        "0.5万元",
        "①加强",
        "主动公开（一）",
        "",
        "（",
    ],
)
def test_figures_and_lists_are_no_numbers_of_headings(text: str) -> None:
    assert typed_number(text) is None


@given(st.text(max_size=40))
def test_nothing_of_the_text_is_lost(text: str) -> None:
    found = typed_number(text)
    if found is not None:
        assert found.text + found.rest == text
        assert 1 <= found.number <= 99
