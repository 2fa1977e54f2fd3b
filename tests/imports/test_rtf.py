"""Reading .rtf without another program: characters in every way of writing them, rows, what is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.blocks import Document, Grid, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.imports import rtf
from giadesk.imports.rtf import read_rtf
from tests.imports.files import ends_well


def _read(body: str) -> Document:
    return read_rtf(f"{{\\rtf1\\ansi\\ansicpg936 {body}}}".encode("ascii"), "甲.rtf")


def _texts(body: str) -> list[str]:
    return [b.text for b in _read(body).blocks if isinstance(b, Paragraph)]


def _unicode(text: str) -> str:
    """The text as Word writes it: code numbers, negative above 32767, a ? for old readers behind."""
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2)]
    return "".join(f"\\u{c - 65536 if c > 32767 else c} ?" for c in codes)


def _pages(text: str) -> str:
    """The text as WPS writes it: the bytes of the code page."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def test_characters_by_number_and_by_code_page() -> None:
    assert _texts(f"{_unicode('银杏镇𠮷')}\\par {_pages('收到申请〇件')} 15\\par") == [
        "银杏镇𠮷",
        "收到申请〇件 15",
    ]


def test_as_many_bytes_are_passed_over_as_the_file_says() -> None:
    assert _texts(f"\\uc2\\u38134 {_pages('银')}\\uc0\\u26447 \\uc1\\u-27321 x\\par") == ["银杏镇"]


def test_fonts_pictures_headers_and_fields_are_no_text() -> None:
    body = (
        "{\\fonttbl{\\f0 SimSun;}}{\\info{\\title T}}{\\*\\generator X;}{\\header H\\par}"
        "{\\pict\\bin3 }}}ff}A{\\v hidden}{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}\\par"
    )
    assert _texts(body) == ["A7"]


def test_signs_and_lines() -> None:
    assert _texts("a\\tab b\\line c\\emdash\\~\\{d\\}\\par") == ["a\tb\nc—\u00a0{d}"]


def test_rows_of_a_table_and_the_text_around_it() -> None:
    body = (
        "above\\par\\trowd\\intbl x\\cell 1\\cell\\row\\trowd\\intbl y\\par z\\cell 2\\cell\\row"
        "\\pard below\\par"
    )
    above, grid, below = _read(body).blocks
    assert isinstance(grid, Grid)
    assert [[c.text if c else None for c in row] for row in grid.matrix()] == [
        ["x", "1"],
        ["y\nz", "2"],
    ]
    assert (above, below) == (Paragraph("above"), Paragraph("below"))


@pytest.mark.parametrize("body", ["", "{\\info{\\title T}}"])
def test_nothing_to_read_is_a_sentence(body: str) -> None:
    with pytest.raises(InputRefused) as caught:
        _read(body)
    assert ".docx" in caught.value.remedy


def test_depth_and_length_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputRefused):
        _read("{" * 3000)
    monkeypatch.setattr(rtf, "_MAX_TEXT", 100)
    with pytest.raises(InputRefused) as caught:
        _read("x" * 101)
    assert "过多" in caught.value.why


@given(
    st.lists(
        st.sampled_from(["{", "}", "\\par", "\\cell", "\\row", "\\'b0", "\\u-9 ", "x", "\\bin9 "])
    )
)
def test_any_order_of_words_is_read_or_refused(pieces: list[str]) -> None:
    assert ends_well(read_rtf, ("{\\rtf1 " + "".join(pieces)).encode())
