"""The gate before the readers: what a file really is, and whether it is safe to open.

The kind is told by content, never by the name's ending: a `.doc` from a web site is often HTML. A zip
(.docx, .xlsx, .gia) is inflated once, under limits, with the real sizes and not the declared ones.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from giadesk.core.errors import InputRefused, system_says

Kind = Literal["docx", "xlsx", "xls", "doc", "html", "mht", "pdf", "rtf", "text", "gia"]

MAX_FILE = 50 << 20
MAX_PART = 64 << 20
MAX_ALL = 200 << 20
MAX_RATIO = 200
MAX_KEPT = 40 << 20
MAX_MEMBERS = 2000
_SMALL = 1 << 20
"""Below this a part's ratio says nothing: an empty table compresses very well."""
_CHUNK = 1 << 18

_XML = re.compile(r"\.(xml|rels|vml)\Z", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_HTML = re.compile(
    r"<(!doctype\s+html|html|head|body|meta|title|table|tbody|div|span|p|h[1-6]|font|article|section)\b",
    re.IGNORECASE,
)
_MHT = re.compile(
    r"\s*(?:MIME-Version:|From:[^\n]*\n(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*?MIME-Version:"
    r"|Content-Type:\s*multipart/related)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u203b\t\n\r -~]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)
"""What the zip library raises at damaged zips (measured by fuzzing)."""

_RESAVE = "请用 WPS 或 Word 打开它，另存为 .docx 后再导入"


def read_file(path: Path) -> bytes:
    """The whole file. InputRefused where it cannot be opened, is empty or too large."""
    what = f"无法读取“{path.name}”"
    try:
        if path.is_dir():
            raise InputRefused(what, "这是一个文件夹", "请选择其中的一个文件")
        if path.exists() and not path.is_file():  # reading a pipe would wait for ever
            raise InputRefused(what, "它不是普通文件", "请复制成文件后再导入")
        size = path.stat().st_size
        if size > MAX_FILE:
            why = f"文件有 {size >> 20} MB，超过 {MAX_FILE >> 20} MB 的上限"
            raise InputRefused(what, why, "请删去其中的图片等内容，另存后再导入")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputRefused(what, "文件不存在", "请检查路径，重新选择文件") from error
    except PermissionError as error:
        raise InputRefused(
            what, "没有读取权限，或文件正被其他程序占用", "请关闭打开该文件的程序后再试"
        ) from error
    except (OSError, ValueError) as error:
        why = system_says(error) if isinstance(error, OSError) else "文件名不正确"
        raise InputRefused(what, why, "请把文件复制到本机后再试") from error
    if not data.strip(b"\x00\r\n\t "):
        raise InputRefused(what, "文件是空的", "请换一个有内容的文件")
    return data


def sniff(data: bytes, name: str) -> Kind:
    """What the bytes are. InputRefused for what no reader can open; `name` is for the message."""
    if data[:2] == b"PK":
        return _zip_kind(data, name)
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    if data.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    start = _text_start(data)
    if start is None:
        raise InputRefused(f"无法读取“{name}”", "不是文档、表格、网页或文本文件", _RESAVE)
    if _MHT.match(start) and "content-type:" in start[:4096].lower():
        return "mht"
    return "html" if _HTML.search(start) else "text"


def _text_start(data: bytes) -> str | None:
    """The first part of the file as text, for looking at; None where it is binary."""
    head = data[:65536]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    if b"\x00" in head:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = head[:4000].decode(encoding, "replace")
            if len(_PLAIN.findall(text)) > 0.9 * len(text):
                return head.decode(encoding, "replace")
        return None
    control = sum(1 for b in head if b < 32 and b not in b"\t\n\r\x0c\x0b\x1a\x1b")
    return None if control > len(head) // 50 else head.decode("latin-1")


def _ole_kind(data: bytes, name: str) -> Kind:
    """A compound file: told by the names of its streams, which stand in UTF-16 in its directory."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise InputRefused(
            f"无法读取“{name}”", "文件设有打开密码", "请用 WPS 或 Word 打开，取消密码后另存再导入"
        )
    if has("WordDocument"):
        return "doc"
    if has("Workbook") or has("Book\x00"):
        return "xls"
    raise InputRefused(f"无法读取“{name}”", "不是 Word、WPS 文字或表格的文件，或已损坏", _RESAVE)


def _zip_kind(data: bytes, name: str) -> Kind:
    import io

    _count_members(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except BROKEN_ZIP as error:
        raise damaged(name) from error
    if "word/document.xml" in names or any(n.startswith("word/") for n in names):
        return "docx"
    if any(n.startswith("xl/") for n in names):
        return "xlsx"
    if "manifest.json" in names and "report.json" in names:
        return "gia"
    if "content.xml" in names:
        why = "这是 OpenDocument 文件"
        raise InputRefused(f"无法读取“{name}”", why, _RESAVE)
    why = "这是一个压缩包，里面没有 Word 或 WPS 文档"
    raise InputRefused(f"无法读取“{name}”", why, "请先解压，再导入其中的报告")


def _count_members(data: bytes, name: str) -> None:
    """Refuse a zip of too many members before its directory is read: each takes half a kilobyte then.

    The count is of the records themselves, whatever number the directory's end says.
    """
    count = data.count(b"PK\x01\x02")
    if count > MAX_MEMBERS:
        raise hostile(name, f"里面有 {count} 个部件，超过 {MAX_MEMBERS} 个的上限")


def damaged(name: str) -> InputRefused:
    """The sentence for a file that is broken or was not copied whole."""
    return InputRefused(
        f"无法读取“{name}”",
        "文件已损坏或不完整",
        "请重新复制或下载这个文件；能用 WPS 打开的，另存后再导入",
    )


def hostile(name: str, why: str) -> InputRefused:
    """The sentence for a file that no office program writes."""
    return InputRefused(
        f"已拒绝打开“{name}”",
        why,
        "这不像办公软件正常保存的文件，请向来源核实；确认无误的，用 WPS 另存后再导入",
    )


def parts_of(data: bytes, name: str, wanted: re.Pattern[str]) -> dict[str, bytes]:
    """The parts of a zip whose names match `wanted`, inflated under the limits.

    Every part is inflated and measured, wanted or not, since the declared sizes may lie. InputRefused
    for too many or too large parts, for encryption, for a DOCTYPE in any XML part, and for damage.
    """
    import io

    kept: dict[str, bytes] = {}
    total = held = 0
    _count_members(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                if member.flag_bits & 1:
                    raise InputRefused(
                        f"无法读取“{name}”", "文件设有密码", "请取消密码后另存，再导入"
                    )
                if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    # others may ask for a window of gigabytes, and no office program writes them
                    raise hostile(name, "里面的部件用了办公软件不用的压缩方式")
                keep = wanted.match(member.filename) is not None
                size, part = _inflate(archive, member, name, MAX_ALL - total, keep)
                total += size
                if keep:
                    held += size
                    if held > MAX_KEPT:
                        raise hostile(name, "正文部分过大，不是一份报告")
                    kept.setdefault(member.filename, part)
    except BROKEN_ZIP as error:
        raise damaged(name) from error
    return kept


def _inflate(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, room: int, keep: bool
) -> tuple[int, bytes]:
    """A part's real size, and its bytes where they are to be kept."""
    limit = min(MAX_PART, room)
    packed = max(member.compress_size, 1)
    xml = _XML.search(member.filename) is not None
    pieces = []
    size = 0
    tail = b""
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > limit or (size > _SMALL and size > packed * MAX_RATIO):
                raise hostile(name, "解压后的内容过大，疑为压缩炸弹")
            if xml and has_doctype(tail + piece if tail else piece, first=not tail):
                raise hostile(name, "里面的 XML 带有 DOCTYPE 声明")
            tail = piece[-40:]
            if keep:
                pieces.append(piece)
    return size, b"".join(pieces)


def has_doctype(part: bytes, *, first: bool = True) -> bool:
    """Whether an XML part declares a document type or an entity, in whatever encoding it stands."""
    if _DOCTYPE.search(part):
        return True
    if b"\x00" in part and _DOCTYPE.search(part.replace(b"\x00", b"")):
        return True
    if not first:
        return False
    # the declaration of an encoding in which < is another byte (EBCDIC, UTF-7) has no place here
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([^\"']+)", part[:200])
    return declared is not None and declared[1].lower() not in (
        b"utf-8",
        b"utf8",
        b"us-ascii",
        b"ascii",
        b"iso-8859-1",
        b"windows-1252",
        b"utf-16",
        b"gb2312",
        b"gbk",
        b"gb18030",
        b"unicode",
    )
