from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.difference import Run, difference, kept_share, runs_of

WORDS = st.lists(
    st.sampled_from(
        ["主动公开", "政府信息", "312", "298", "条", "，", "。", "其中", "1.5", "万元", "年"]
    ),
    max_size=25,
).map("".join)
PARAGRAPHS = st.lists(WORDS, max_size=8)


def shown(last: str, this: str) -> str:
    marks = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return "".join(marks[run.kind].format(run.text) for run in runs_of(last, this))


@given(WORDS, WORDS)
def test_the_runs_give_back_both_texts(last: str, this: str) -> None:
    runs = runs_of(last, this)
    assert "".join(r.text for r in runs if r.kind != "added") == last
    assert "".join(r.text for r in runs if r.kind != "removed") == this
    assert all(r.text for r in runs)
    kinds = [r.kind for r in runs]
    assert all(a != b for a, b in pairwise(kinds))
    assert ("added", "removed") not in pairwise(kinds)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_characters_at_all(last: str, this: str) -> None:
    runs = runs_of(last, this)
    assert "".join(r.text for r in runs if r.kind != "added") == last
    assert "".join(r.text for r in runs if r.kind != "removed") == this


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_is_in_one_pair_and_in_order(last: list[str], this: list[str]) -> None:
    pairs = difference(last, this)
    assert [p.last for p in pairs if p.last is not None] == list(range(len(last)))
    assert [p.this for p in pairs if p.this is not None] == list(range(len(this)))
    for pair in pairs:
        if pair.last is not None:
            assert pair.last_text == last[pair.last]
        if pair.this is not None:
            assert pair.this_text == this[pair.this]
        assert (pair.kind == "same") == (
            pair.last is not None and pair.this is not None and pair.last_text == pair.this_text
        )
        assert (pair.kind == "added") == (pair.last is None)
        assert (pair.kind == "removed") == (pair.this is None)


@given(PARAGRAPHS)
def test_nothing_differs_from_itself(paragraphs: list[str]) -> None:
    pairs = difference(paragraphs, paragraphs)
    assert {p.kind for p in pairs} <= {"same"}
    assert kept_share(pairs) == (1.0 if any(paragraphs) else 0.0)


@pytest.mark.parametrize(
    ("last", "this", "expected"),
    [
        ("公开信息312条。", "公开信息302条。", "公开信息[-312][+302]条。"),
        ("占9.5%，收费1,200元", "占9.8%，收费1,300元", "占[-9.5%][+9.8%]，收费[-1,200][+1,300]元"),
        ("抓网站，抓考核。", "抓网站，抓培训，抓考核。", "抓网站，[+抓培训，]抓考核。"),
        ("抓网站，抓培训，抓考核。", "抓网站，抓考核。", "抓网站，[-抓培训，]抓考核。"),
        ("收到申请15件。", "全年收到申请15件。", "[+全年]收到申请15件。"),
        ("组织开展培训2次", "先后组织业务培训3次", "[-组织开展][+先后组织业务]培训[-2][+3]次"),
        ("共12，5次", "共12，2，5次", "共12，[+2，]5次"),
        ("甲完成。", "甲完成。乙完成。", "甲完成。[+乙完成。]"),
        ("", "新写。", "[+新写。]"),
        ("删去。", "", "[-删去。]"),
    ],
)
def test_pieces_read_whole(last: str, this: str, expected: str) -> None:
    assert shown(last, this) == expected


def test_a_rewritten_passage_is_one_piece_and_not_confetti() -> None:
    runs = runs_of(
        "一是队伍力量不足，人员变动频繁，业务不熟。二是公开内容不够丰富。",
        "一是村级公开栏更新不及时，部分村季度才更新一次。二是公开内容不够丰富。",
    )
    assert runs == (
        Run("same", "一是"),
        Run("removed", "队伍力量不足，人员变动频繁，业务不熟"),
        Run("added", "村级公开栏更新不及时，部分村季度才更新一次"),
        Run("same", "。二是公开内容不够丰富。"),
    )


def test_rewritten_paragraphs_keep_their_partners() -> None:
    last = ["全年主动公开信息312条。", "收到申请15件，办结15件。", "举办培训2次，参加60人次。"]
    this = ["全年主动公开信息298条。", "新建公开专区1个。", "举办培训3次，参加75人次。"]
    pairs = difference(last, this)
    assert [(p.kind, p.last, p.this) for p in pairs] == [
        ("changed", 0, 0),
        ("removed", 1, None),
        ("added", None, 1),
        ("changed", 2, 2),
    ]


def test_a_paragraph_put_between_moves_nothing_else() -> None:
    last = ["甲段文字。", "乙段文字。"]
    pairs = difference(last, ["甲段文字。", "完全不同的新内容放在中间", "乙段文字。"])
    assert [p.kind for p in pairs] == ["same", "added", "same"]
    assert kept_share(pairs) == pytest.approx(10 / 22)


def test_many_rewritten_paragraphs_are_paired_piece_by_piece() -> None:
    last = [f"第{i}项工作已经完成，公开信息{i}条。" for i in range(500)]
    this = [text.replace("已经完成", "全部完成") for text in last]
    pairs = difference(last, this)
    assert len(pairs) == 500
    assert all(p.kind == "changed" and p.last == p.this for p in pairs)
