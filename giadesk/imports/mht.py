"""Reading .mht: a web page saved as one file by a browser, Word or WPS (RFC 2557).

The page is a part of a MIME message; pictures and styles beside it are left unread, and nothing that
it refers to is fetched.
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from giadesk.core.blocks import Document
from giadesk.core.errors import InputRefused
from giadesk.imports.gate import damaged
from giadesk.imports.html import MAX_HTML, read_html

_MAX_PARTS = 400
_DECLARED = re.compile(rb"charset\s*=", re.IGNORECASE)


def read_mht(data: bytes, name: str) -> Document:
    """The blocks of the page. InputRefused where there is none, or it is damaged or far too large."""
    if data.count(b"\n--") > 20 * _MAX_PARTS:
        raise InputRefused(
            f"无法读取“{name}”", "网页存档里的部件过多，不是一份报告", "请只保留报告本身后再导入"
        )
    try:
        page, charset = _page(BytesParser(policy=compat32).parsebytes(data))
    except (MessageError, RecursionError, ValueError, LookupError, TypeError) as error:
        raise damaged(name) from error
    if page is None:
        raise InputRefused(
            f"无法读取“{name}”",
            "网页存档里没有网页的文字",
            "请用浏览器打开它，全选后复制到 WPS 文字中，另存为 .docx 再导入",
        )
    if len(page) > MAX_HTML:
        raise InputRefused(f"无法读取“{name}”", "网页过大，不是一份年度报告", "请确认选对了文件")
    if charset and not _DECLARED.search(page[:4096]):
        page = f'<meta charset="{charset}">'.encode("ascii", "ignore") + page
    return read_html(page, name)


def _page(message: Message) -> tuple[bytes | None, str]:
    """The largest page among the parts, and the encoding that its part declares."""
    best: bytes | None = None
    charset = ""
    for count, part in enumerate(message.walk()):
        if count > _MAX_PARTS:
            break
        if part.is_multipart() or part.get_content_type() not in ("text/html", "text/plain"):
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and len(body) > len(best or b""):
            best, charset = body, part.get_content_charset() or ""
    return best, charset
