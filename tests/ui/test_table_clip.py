"""Tables on the clipboard: TSV and HTML as Excel, WPS, LibreOffice and the web write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.errors import InputRefused
from giadesk.ui.table_clip import (
    MAX_CELLS,
    Clip,
    Span,
    parse_html,
    parse_tsv,
    read_clip,
    to_html,
    to_tsv,
)

cell_texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters='\n\t"'), max_size=12
).filter(lambda text: not text.startswith("'"))


def rectangles(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=6
        )
    )


def texts_of(clip: Clip | None) -> list[list[str]]:
    assert clip is not None
    return clip.texts()


def test_tsv_rows_and_cells() -> None:
    assert texts_of(parse_tsv("11\t3\r\n2\t0\r\n")) == [["11", "3"], ["2", "0"]]


def test_the_trailing_empty_row_is_dropped_and_only_that() -> None:
    assert texts_of(parse_tsv("1\n\n2\n")) == [["1"], [""], ["2"]]
    assert texts_of(parse_tsv("1\t2\n\t\n")) == [["1", "2"], ["", ""]]


def test_a_quoted_cell_keeps_its_line_breaks_and_doubled_quotes() -> None:
    text = '"第一行\n第""二""行"\t5\n"6"\t7\n'
    assert texts_of(parse_tsv(text)) == [['第一行\n第"二"行', "5"], ["6", "7"]]


def test_a_quote_inside_a_cell_is_a_quote() -> None:
    assert texts_of(parse_tsv('5"\t"左\t右"x\n')) == [['5"', '"左', '右"x']]


def test_short_rows_are_filled_up() -> None:
    assert texts_of(parse_tsv("1\t2\n3\n")) == [["1", "2"], ["3", ""]]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(newline: str) -> None:
    assert texts_of(parse_tsv(f"1\t2{newline}3\t4{newline}")) == [["1", "2"], ["3", "4"]]


def test_html_of_excel_with_the_figure_behind_the_display() -> None:
    clip = parse_html(
        "<html xmlns:x='urn:x'><head><style><!--table {mso-x:1}--></style></head><body><table>"
        "<!--StartFragment--><col width=64><tr height=19><td class=xl65 x:num='2.6'>3</td>"
        "<td x:num>7</td><td x:num='12345.678'>12,345.68</td></tr><!--EndFragment--></table></body>"
    )
    assert clip is not None
    assert [cell.figure_text for cell in clip.rows[0]] == ["2.6", "7", "12345.678"]
    assert clip.texts() == [["3", "7", "12,345.68"]]


def test_html_of_libreoffice_and_of_web_sheets() -> None:
    clip = parse_html(
        '<table><tr><td sdval="1234567" sdnum="2052;">1.23E+06</td>'
        '<td data-sheets-value=\'{"1":3,"3":12.25}\'>12.3</td><td sdval="5">###</td></tr></table>'
    )
    assert clip is not None
    assert [cell.figure_text for cell in clip.rows[0]] == ["1234567", "12.25", "5"]


def test_a_date_or_a_percentage_is_not_its_serial_number() -> None:
    clip = parse_html(
        '<table><tr><td sdval="45292">2024-01-01</td><td sdval="0.12">12%</td>'
        '<td sdval="251000">25.1</td></tr></table>'
    )
    assert clip is not None
    assert [cell.figure_text for cell in clip.rows[0]] == ["2024-01-01", "12%", "25.1"]


def test_merged_cells_are_opened_up() -> None:
    clip = parse_html(
        "<table><tr><td rowspan=2 colspan=2>合并</td><td>1</td></tr><tr><td>2</td></tr>"
        "<tr><td>3<td>4<td>5</table>"
    )
    assert clip is not None
    assert clip.texts() == [["合并", "", "1"], ["", "", "2"], ["3", "4", "5"]]
    assert [[cell.covered for cell in row] for row in clip.rows] == [
        [False, True, False],
        [True, True, False],
        [False, False, False],
    ]


def test_hidden_rows_and_cells_are_left_out() -> None:
    clip = parse_html(
        "<table><tr><td>1</td><td style='DISPLAY: none'>x</td><td>2</td></tr>"
        "<tr style='mso-height:0;display:none'><td>9</td><td>9</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert texts_of(clip) == [["1", "2"], ["3", "4"]]


def test_paragraphs_breaks_spaces_and_entities_in_a_cell() -> None:
    clip = parse_html(
        "<table><tr><td>\n <p>甲 \n 乙</p>\n<p>丙&lt;丁</p></td><td>1<br>2</td><td>&nbsp;5</td></tr></table>"
    )
    assert texts_of(clip) == [["甲 乙\n丙<丁", "1\n2", "\u00a05"]]


def test_the_largest_table_of_a_web_page_is_taken() -> None:
    page = (
        "<p>栏目</p><table><tr><td>菜单<table><tr><td>1</td><td>2</td></tr></table></td></tr></table>"
        "<script>var a='<table>'</script><table><tr><td>3"
    )
    assert texts_of(parse_html(page)) == [["1", "2"]]


def test_no_table_is_none() -> None:
    assert parse_html("<p>12</p>") is None
    assert parse_tsv("") is None
    assert read_clip("", "") is None
    assert parse_html("<table></table>") is None


def test_html_wins_where_both_have_the_same_shape() -> None:
    clip = read_clip("3\n", '<table><tr><td sdval="2.6">3</td></tr></table>')
    assert clip is not None
    assert clip.rows[0][0].figure_text == "2.6"


def test_the_text_wins_where_the_html_has_another_shape() -> None:
    clip = read_clip("1\t2\n3\t4\n", "<table><tr><td>导航</td></tr></table>")
    assert texts_of(clip) == [["1", "2"], ["3", "4"]]


def test_html_alone_and_text_alone() -> None:
    assert texts_of(read_clip("", "<table><td>1</table>")) == [["1"]]
    assert texts_of(read_clip("7", "<b>7</b>")) == [["7"]]


def test_a_clip_larger_than_any_form_is_refused_in_words() -> None:
    with pytest.raises(InputRefused, match="超过"):
        parse_tsv("1\t" * (MAX_CELLS + 1))
    with pytest.raises(InputRefused):
        parse_tsv("1" * 5_000_000)
    with pytest.raises(InputRefused):
        parse_html("<table>" + "<tr><td>1</td></tr>" * (MAX_CELLS + 1) + "</table>")
    with pytest.raises(InputRefused):
        parse_html("<table><td>" + "x" * 2_000_000 + "</table>")
    with pytest.raises(InputRefused):
        parse_html(
            "<table><tr>" + "<td rowspan=1000 colspan=1000>1</td>" * 3 + "<tr>" * 1000 + "</table>"
        )
    assert texts_of(read_clip("1\t2\n", "<table><td>" + "x" * 2_000_000 + "</table>")) == [
        ["1", "2"]
    ]


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<td x='", "<!--", "<!", "<?", "</", "&", "<td>", "<table><td>", "\t\n<td a=b "],
)
def test_hostile_markup_ends_quickly(piece: str) -> None:
    try:
        clip = parse_html("<table>" + piece * 30_000)
    except InputRefused:
        return
    assert clip is None or clip.height * clip.width <= MAX_CELLS


@given(rectangles(cell_texts))
def test_tsv_comes_back(rows: list[list[str]]) -> None:
    back = texts_of(parse_tsv(to_tsv(rows)))
    guarded = [[cell.removeprefix("'") for cell in row] for row in back]
    kept = [[cell.removeprefix("'") for cell in row] for row in rows]
    assert guarded == kept


@given(rectangles(cell_texts.map(lambda text: " ".join(text.split()))))
def test_html_comes_back(rows: list[list[str]]) -> None:
    spans = [
        Span(r, c, text, head=True) for r, row in enumerate(rows) for c, text in enumerate(row)
    ]
    assert texts_of(parse_html(to_html(spans))) == rows


def test_html_keeps_merged_cells() -> None:
    spans = [Span(0, 0, "合并", rows=2, columns=2, head=True), Span(0, 2, "1"), Span(1, 2, "2")]
    clip = parse_html(to_html(spans))
    assert clip is not None
    assert clip.texts() == [["合并", "", "1"], ["", "", "2"]]
    assert clip.rows[1][1].covered


def test_copied_words_can_be_no_formula() -> None:
    assert to_tsv([["=1+1", "-3", "@a", "+x"]]) == "'=1+1\t-3\t'@a\t'+x\r\n"
    assert "mso-number-format" in to_html([Span(0, 0, "=1+1", head=True)])
    assert to_html([Span(0, 0, "<b>&", head=True)]).count("<b>") == 0


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_clipboard_is_a_rectangle_none_or_refused(text: str, markup: str) -> None:
    for html in (markup, f"<table><tr><td>{markup}", f"<table>{markup}</table>"):
        clip = read_clip(text, html)
        if clip is not None:
            assert clip.height >= 1
            assert len({len(row) for row in clip.rows}) == 1
