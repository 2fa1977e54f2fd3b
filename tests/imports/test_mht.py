"""Reading .mht: the page among its parts, in whatever encoding its part says."""

from __future__ import annotations

import base64
import quopri

import pytest

from giadesk.core.blocks import Paragraph
from giadesk.core.errors import InputRefused
from giadesk.imports.gate import sniff
from giadesk.imports.mht import read_mht

_PAGE = "<html><body><p>银杏镇人民政府</p><p>全年答复〇件。</p></body></html>"


def _archive(*parts: tuple[str, str, bytes]) -> bytes:
    """A message of parts, each with its type, how it is written, and its body."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_b"\r\n\r\n'
    message = head.encode()
    for kind, coding, body in parts:
        message += (
            f"--=_b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode()
        )
        message += body + b"\r\n"
    return message + b"--=_b--\r\n"


def _texts(data: bytes) -> list[str]:
    return [b.text for b in read_mht(data, "甲.mht").blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_page_is_decoded_as_its_part_says(encoding: str) -> None:
    body = quopri.encodestring(_PAGE.encode(encoding))
    data = _archive((f"text/html; charset={encoding}", "quoted-printable", body))
    assert sniff(data, "甲.mht") == "mht"
    assert _texts(data) == ["银杏镇人民政府", "全年答复〇件。"]


def test_the_largest_page_is_taken_and_pictures_are_left() -> None:
    frame = b"<html><body><p>menu</p></body></html>"
    data = _archive(
        ("image/png", "base64", base64.b64encode(b"\x89PNG" + b"0" * 4000)),
        ("text/html; charset=utf-8", "base64", base64.b64encode(frame)),
        ("text/html; charset=utf-8", "base64", base64.b64encode(_PAGE.encode())),
    )
    assert _texts(data) == ["银杏镇人民政府", "全年答复〇件。"]


def test_an_archive_without_a_page_says_what_to_do() -> None:
    with pytest.raises(InputRefused) as caught:
        read_mht(_archive(("image/png", "base64", b"AAAA")), "甲.mht")
    assert "没有网页的文字" in caught.value.why
    assert ".docx" in caught.value.remedy


def test_far_too_many_parts_are_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        read_mht(_archive(*[("text/html", "7bit", b"x")] * 9000), "甲.mht")
    assert "过多" in caught.value.why
