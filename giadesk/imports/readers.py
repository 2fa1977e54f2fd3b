"""Which reader opens which kind of file."""

from __future__ import annotations

from pathlib import Path

from giadesk.core.blocks import Document
from giadesk.core.errors import InputRefused
from giadesk.imports.gate import read_file, sniff


def read(path: Path) -> Document:
    """The file's blocks. InputRefused, with a sentence, for whatever cannot be read."""
    data = read_file(path)
    name = path.name
    match sniff(data, name):
        case "docx":
            from giadesk.imports.docx import read_docx

            return read_docx(data, name)
        case "text":
            from giadesk.imports.text import read_text

            return read_text(data, name)
        case "html":
            from giadesk.imports.html import read_html

            return read_html(data, name)
        case "gia":
            raise InputRefused(
                f"无法读取“{name}”", "这是 GIADesk 的报送包", "请把文件名改回以 .gia 结尾后再打开"
            )
        case kind:
            raise InputRefused(
                f"无法读取“{name}”",
                f"暂不支持 {kind} 格式",
                "请用 WPS 或 Word 另存为 .docx 后再导入",
            )
