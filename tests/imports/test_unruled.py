"""Tables printed without lines: words and columns from where letters stand, cells from words."""

from __future__ import annotations

from giadesk.core.blocks import Grid
from giadesk.imports.letters import Letters, printed
from giadesk.imports.unruled import split_pages

_SIZE = 12.0
_RIGHT = 560.0


def _line(top: float, *pieces: tuple[float, str], page: int = 0) -> Letters:
    """A printed line: texts with where each begins; Chinese letters are 12 wide, others 6."""
    marks = []
    for x, text in pieces:
        for letter in text:
            width = _SIZE / 2 if letter.isascii() else _SIZE
            marks.append((x, x + width, letter))
            x += width
    return Letters(marks, top, top + _SIZE, _SIZE, page)


def _texts(lines: list[Letters]) -> list[list[str]]:
    return [[w.text for w in line.words] for line in printed(lines)]


def _rows(lines: list[Letters]) -> list[list[list[str]]]:
    """The rows of each table found, the texts of their cells from the left, blanks left out."""
    found = []
    for piece in split_pages(printed(lines), _RIGHT):
        if isinstance(piece, Grid):
            rows = ([c.text for c in row if c and c.text] for row in piece.matrix())
            found.append([row for row in rows if row])
    return found


def test_a_gap_parts_words_and_digits_stay_with_their_letters() -> None:
    assert _texts([_line(0, (50, "集市改造"), (150, "37"), (190, "0"))]) == [
        ["集市改造", "37", "0"]
    ]
    assert _texts([_line(0, (50, "共"), (63, "37"), (76, "处集市"))]) == [["共37处集市"]]


def test_a_narrow_gap_parts_where_other_lines_begin_a_column() -> None:
    narrow = _line(0, (50, "摊位登记"), (101, "租期"))
    assert _texts([narrow]) == [["摊位登记租期"]]
    wide = [_line(20 * n, (50, "集市"), (101, "合计"), (200, "5")) for n in range(1, 4)]
    assert _texts([narrow, *wide])[0] == ["摊位登记", "租期"]


def test_a_figure_close_to_its_label_counts_where_others_stand_in_its_column() -> None:
    rows = [
        _line(0, (50, "集市"), (150, "18")),
        _line(20, (50, "摊位"), (150, "240")),
        _line(40, (50, "新修的公共厕所"), (138, "万元"), (165, "6")),
        _line(60, (50, "沿街的消防取水点"), (150, "9")),
    ]
    assert printed([rows[3]])[0].figures == []
    assert [w.text for w in printed(rows)[3].figures] == ["9"]
    (table,) = _rows(rows)
    assert table[0] == ["集市", "18"]
    assert table[-1] == ["沿街的消防取水点", "9"]


def test_a_number_at_the_end_of_a_sentence_makes_no_table() -> None:
    lines = [
        _line(0, (50, "本年新修沿街的消防取水点和公共厕所，一共有"), (306, "27")),
        _line(20, (50, "处，由各村自行看管。")),
    ]
    assert _rows(lines) == []


def test_a_long_label_over_two_lines_does_not_end_the_table() -> None:
    lines = [
        _line(0, (50, "固定摊位"), (400, "1"), (440, "2"), (480, "3")),
        _line(20, (50, "流动摊位"), (400, "4"), (440, "5"), (480, "6")),
        _line(40, (50, "节日摊位（临时的，只计一次，")),
        _line(47, (400, "7"), (440, "8"), (480, "9")),
        _line(54, (50, "不计其他）")),
        _line(76, (50, "撤销摊位"), (400, "0"), (440, "0"), (480, "0")),
    ]
    (table,) = _rows(lines)
    assert table[2] == ["节日摊位（临时的，只计一次，不计其他）", "7", "8", "9"]
    assert table[3] == ["撤销摊位", "0", "0", "0"]


def test_a_sentence_below_a_table_is_no_label() -> None:
    lines = [
        _line(0, (50, "固定摊位"), (400, "1"), (440, "2"), (480, "3")),
        _line(20, (50, "流动摊位"), (400, "4"), (440, "5"), (480, "6")),
        _line(60, (50, "以上由市场所统计，每季核对，年底汇总。")),
    ]
    pieces = list(split_pages(printed(lines), _RIGHT))
    assert isinstance(pieces[0], Grid)
    assert pieces[1:] == [2]
