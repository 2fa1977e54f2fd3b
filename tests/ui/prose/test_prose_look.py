"""No foreign font, colour, picture or table ever enters a section, whatever is pasted or dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextBlockFormat, QTextCharFormat, QTextDocument

from giadesk.core.prose import clean_text
from giadesk.core.report import Paragraph
from giadesk.ui.prose_objects import FIGURE, OBJECT, TABLE, object_of

STYLES = st.sampled_from(
    [
        "", "color:red", "background:#ff0", "font-family:'Comic Sans MS';font-size:40pt",
        "font-weight:bold;text-decoration:underline", "mso-list:l0 level1 lfo1", "display:none",
        "background-image:url(file:///etc/hostname)", "margin-left:80pt;text-align:center",
    ]
)  # fmt: skip
TAGS = st.sampled_from(
    ["p", "span", "b", "i", "u", "font", "h1", "h2", "li", "ul", "ol", "div", "td", "tr", "table",
     "a", "pre", "blockquote", "s", "sup", "o:p", "w:sdt", "center", "strong"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["（一）主动公开。", "全年312条", "1.", "结果", "&nbsp;", "&#xFFFC;", "{applications/received/total}",
     "\n", "　　", "<br>", "<hr>", "<img src='data:image/png;base64,iVBORw0KGgo='>",
     "<img src=file:///x.png width=9>", "<svg><text>字</text></svg>", "<video src=x></video>",
     "<style>p{color:red}</style>", "<script>x</script>", "<!--[if gte mso 9]>甲<![endif]-->"]
)  # fmt: skip


def _element(tag: str, style: str, inner: list[str]) -> str:
    face = f" style=\"{style}\" face=宋体 color=red class=MsoNormal href='http://x/'"
    return f"<{tag}{face}>{''.join(inner)}</{tag}>"


MARKUP = st.recursive(
    WORDS,
    lambda inner: st.builds(_element, TAGS, STYLES, st.lists(inner, max_size=4)),
    max_leaves=14,
)


def _looks_clean(document: QTextDocument) -> None:
    """Every piece has the looks of plain text, or is one of the two objects that we put in."""
    plain, block_plain = QTextCharFormat(), QTextBlockFormat()
    frame = document.rootFrame()
    assert frame.childFrames() == []  # no table, no floating frame
    block = document.begin()
    while block.isValid():
        looks = block.blockFormat()
        assert block.textList() is None
        assert looks.background() == block_plain.background()
        assert looks.leftMargin() == looks.rightMargin() == looks.indent() == 0
        assert not looks.hasProperty(QTextBlockFormat.Property.PageBreakPolicy)
        pieces = block.begin()
        while not pieces.atEnd():
            fragment = pieces.fragment()
            form = fragment.charFormat()
            kind, value_id = object_of(form)
            if OBJECT in fragment.text():
                assert kind in (FIGURE, TABLE)
                assert value_id
            else:
                assert not kind
            assert not form.fontFamilies()
            assert not form.hasProperty(QTextCharFormat.Property.FontPointSize)
            assert not form.hasProperty(QTextCharFormat.Property.FontWeight)
            assert not form.fontUnderline()
            assert not form.fontItalic()
            assert not form.fontStrikeOut()
            assert form.foreground() == plain.foreground()
            assert form.background() == plain.background()
            assert not form.isImageFormat()
            assert not form.isAnchor()
            assert not form.isTableFormat()
            pieces += 1
        block = block.next()
    assert "<img" not in document.toHtml()


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(markup=st.lists(MARKUP, min_size=1, max_size=5), place=st.integers(0, 12), size=st.integers(0, 6))  # fmt: skip
def test_no_foreign_look_ever_enters(make_desk: Any, markup: list[str], place: int, size: int) -> None:  # fmt: skip
    desk = _desk(make_desk)
    before = desk.paragraphs
    cursor = desk.text.textCursor()
    last = desk.text.prose.characterCount() - 1
    cursor.setPosition(min(place, last))
    cursor.setPosition(min(place + size, last), cursor.MoveMode.KeepAnchor)
    desk.text.setTextCursor(cursor)
    data = QMimeData()
    data.setHtml("<html><body>" + "".join(markup) + "</body></html>")
    data.setText("纯文字")
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    data.setColorData(QColor("red"))
    data.setData("application/x-qrichtext", QByteArray(b"<p style='color:red'>x</p>"))
    desk.text.insertFromMimeData(data)
    _looks_clean(desk.text.prose)
    desk.check()
    for paragraph in desk.paragraphs:
        assert clean_text(paragraph.text) == paragraph.text
        assert OBJECT not in paragraph.text
    assert len(desk.steps) - _desk_steps[0] <= 1  # one paste is one step
    if len(desk.steps) > _desk_steps[0]:
        desk.undo()
    assert desk.paragraphs == before


_desks: list[Any] = []
_desk_steps = [0]


def _desk(make_desk: Callable[..., Any]) -> Any:
    """The one editor of this test, emptied: making one for each example takes most of the time."""
    if not _desks or _desks[0][0] is not make_desk:
        _desks[:] = [(make_desk, make_desk("总起。{applications/received/total}件", "第二段"))]
    desk = _desks[0][1]
    _desk_steps[0] = len(desk.steps)
    return desk


def test_typing_keys_of_rich_text_do_nothing(make_desk: Callable[..., Any]) -> None:
    desk = make_desk("甲乙丙")
    desk.put_cursor(0, 0, to=(0, 2))
    for key in (Qt.Key.Key_B, Qt.Key.Key_I, Qt.Key.Key_U):
        desk.key(key, Qt.KeyboardModifier.ControlModifier)
    _looks_clean(desk.text.prose)
    assert desk.paragraphs == (Paragraph("甲乙丙"),)


def test_a_picture_alone_is_no_text(make_desk: Callable[..., Any]) -> None:
    desk = make_desk("甲")
    data = QMimeData()
    data.setHtml("<img src='x.png'><p></p>")
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    desk.text.insertFromMimeData(data)
    data = QMimeData()
    data.setUrls([QUrl("file:///tmp/x.png")])
    desk.text.insertFromMimeData(data)
    _looks_clean(desk.text.prose)
    assert "".join(p.text for p in desk.paragraphs) == "甲"
