"""Which reader opens which kind of file, and which of them work in a process of their own."""

from __future__ import annotations

from pathlib import Path

from giadesk.core.blocks import Document
from giadesk.core.errors import InputRefused
from giadesk.imports.gate import Kind, read_file, sniff

_APART: frozenset[Kind] = frozenset({"xlsx", "xls", "pdf", "mht"})
"""Parsers of others in Rust and C, or of formats without an end; the rest is ours and measured."""
_LARGE = 2 << 20
"""A file above this is read apart whatever its kind: a report has some ten kilobytes."""


def read(path: Path) -> Document:
    """The file's blocks. InputRefused, with a sentence, for whatever cannot be read."""
    data = read_file(path)
    kind = sniff(data, path.name)
    if kind in _APART or (len(data) > _LARGE and kind not in ("doc", "rtf")):
        from giadesk.imports.worker import read_apart

        return read_apart(path)
    return _read(data, kind, path.name)


def read_here(path: Path) -> Document:
    """The same in this process, whatever the kind: what the worker does."""
    data = read_file(path)
    return _read(data, sniff(data, path.name), path.name)


def _read(data: bytes, kind: Kind, name: str) -> Document:
    match kind:
        case "docx":
            from giadesk.imports.docx import read_docx

            return read_docx(data, name)
        case "text":
            from giadesk.imports.text import read_text

            return read_text(data, name)
        case "html":
            from giadesk.imports.html import read_html

            return read_html(data, name)
        case "mht":
            from giadesk.imports.mht import read_mht

            return read_mht(data, name)
        case "xlsx":
            from giadesk.imports.xlsx import read_xlsx

            return read_xlsx(data, name)
        case "xls":
            from giadesk.imports.xlsx import read_xls

            return read_xls(data, name)
        case "pdf":
            from giadesk.imports.pdf import read_pdf

            return read_pdf(data, name)
        case "doc" | "rtf":
            from giadesk.imports.legacy import read_legacy

            return read_legacy(data, name, kind)
        case "gia":
            raise InputRefused(
                f"无法读取“{name}”",
                "这是 GIADesk 的报送包",
                "请把文件名改回以 .gia 结尾后再打开",
            )
