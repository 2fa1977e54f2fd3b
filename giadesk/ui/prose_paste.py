"""What is pasted into prose, as clean paragraphs: levels kept, looks left behind.

Nothing here needs Qt. HTML is read by a scanner of our own, because the standard library's takes
minutes for a megabyte of open comments: ours is linear, does not recurse and loads nothing. Foreign
fonts, colours, pictures, scripts and hidden text never get beyond it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from html import unescape

import msgspec

from giadesk.core.levels import typed_number
from giadesk.core.prose import clean_text
from giadesk.core.report import Paragraph

MIME_TYPE = "application/x-giadesk-prose"
"""Our own clipboard format: paragraphs with level, live figures and origin, for a round trip."""

LONGEST = 100_000
"""Characters that are taken at most; a section has some thousand."""
_LONGEST_HTML = 600_000
"""HTML beyond this is not read; its plain text is taken in its place."""

_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# joiners and marks of direction, soft hyphens, what Qt uses inside documents, private-use bullets
_UNSEEN = re.compile(
    "[\u00ad\u200e\u200f\u202a-\u202e\u2061-\u206f\ufdd0-\ufdef\ufff9-\ufffc\uf000-\uf0ff]"
)
_EDGES = " \t\u00a0\u3000\u2002\u2003"
_BULLET = re.compile(r"[•●■◆▪◦○◇►▶➢✓·\-–—*]\s+(?=\S)")
_DEEPEST = 4


class _Line(msgspec.Struct):
    """A paragraph while it is read. rank: 1 to 6 of an HTML heading, 0 for none."""

    text: str
    rank: int = 0
    level: int = 0


def paragraphs_of_text(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of plain text: a line each, empty ones left out, typed numbers made levels."""
    return _levelled(_Line(line) for line in _BREAKS.split(text))


def paragraphs_of_html(html: str) -> tuple[Paragraph, ...]:
    """The paragraphs of HTML as Word, WPS or a browser puts it on the clipboard.

    Headings and numbered lists become levels, rows of tables lines. Empty for HTML without text, or
    with more of it than is read.
    """
    start, end = html.find("<!--StartFragment"), html.rfind("<!--EndFragment")
    html = html[max(start, 0) : end if end > start else None]
    if len(html) > _LONGEST_HTML:
        return ()
    reader = _Reader()
    _scan(html, reader)
    return _levelled(reader.lines())


def clean_line(text: str) -> str:
    """One paragraph's text without what a report may not hold, and without spaces at its edges."""
    return _UNSEEN.sub("", clean_text(_BREAKS.sub("\n", text))).replace("\xa0", " ").strip(_EDGES)


def clean_typed(text: str) -> str:
    """Text that is typed or inserted: as `clean_line`, but the spaces at its edges stay."""
    return _UNSEEN.sub("", clean_text(_BREAKS.sub("\n", text))).replace("\xa0", " ")


def packed(paragraphs: Sequence[Paragraph]) -> bytes:
    """The paragraphs in our own clipboard format."""
    return msgspec.json.encode(paragraphs)


def unpacked(data: bytes, tables: Container[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of our own clipboard format; empty where it is none.

    tables: the places of tables that may stand in this section; others are left out.
    """
    try:
        given = msgspec.json.decode(data, type=tuple[Paragraph, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ()
    taken = []
    for paragraph in given:
        if paragraph.table:
            if paragraph.table in tables:
                taken.append(Paragraph(table=paragraph.table))
            continue
        level = paragraph.level if paragraph.level in (2, 3, 4) else 0
        taken.append(Paragraph(clean_typed(paragraph.text), level, paragraph.inherited))
    return tuple(taken)


def _levelled(lines: Iterable[_Line]) -> tuple[Paragraph, ...]:
    """Lines with their levels: of the typed number, of the list, of the heading's rank."""
    found: list[_Line] = []
    ranks: set[int] = set()
    for line in lines:
        text = _BULLET.sub("", clean_line(line.text), count=1)
        number = typed_number(text)
        if number is not None:
            line.level, line.rank, text = number.level, 0, clean_line(number.rest)
        line.text = text.replace("\t", " ").replace("\n", " ").strip(_EDGES)
        if line.text:
            found.append(line)
            ranks.add(line.rank)
    order = sorted(ranks - {0})
    # 一、 is the section itself: where a paste brings its own, everything under it goes one deeper
    deeper = 1 if any(line.level == 1 for line in found) else 0
    return tuple(Paragraph(line.text, _level(line, order, deeper)) for line in found)


def _level(line: _Line, ranks: list[int], deeper: int) -> int:
    if line.level:
        return min(line.level + deeper, _DEEPEST)
    if line.rank:
        return min(2 + ranks.index(line.rank), _DEEPEST)
    return 0


_SKIPPED = frozenset(
    re.findall(
        r"\w+",
        "head title script style xml svg math noscript template object applet iframe select "
        "datalist audio video canvas del strike rt rp",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div h1 h2 h3 h4 h5 h6 li tr table ul ol dl dt dd blockquote pre section article header "
        "footer main aside nav figure figcaption address form fieldset center hr br caption body",
    )
)
_CELLS = frozenset(("td", "th"))
_VOID = frozenset(
    re.findall(r"\w+", "br hr img input meta link col area base embed source track wbr param")
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_SEAM = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:]*)")
_RAW_END = re.compile(r"</(?:script|style)", re.IGNORECASE)
_STYLE = re.compile(r"""\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def _scan(html: str, reader: _Reader) -> None:
    """Give the reader the tags and the text of the HTML, in one pass."""
    place, size = 0, len(html)
    while place < size:
        begin = html.find("<", place)
        if begin < 0:
            begin = size
        reader.text(unescape(html[place:begin]))
        if begin == size:
            return
        if html.startswith("<!--", begin):
            end = html.find("-->", begin)
            place = size if end < 0 else end + 3
            continue
        tag = _TAG.match(html, begin)
        if tag is None and html[begin + 1 : begin + 2] not in ("!", "?", "/"):
            reader.text("<")
            place = begin + 1
            continue
        end = _end_of_tag(html, begin)
        place = end + 1
        if tag is None:
            continue
        name = tag[1].lower()
        if html[begin + 1] == "/":
            reader.end(name)
        else:
            style = _STYLE.search(html, tag.end(), end)
            reader.start(name, (style[1] or style[2] or "") if style else "")
            if name in ("script", "style"):  # inside, < is no tag
                closing = _RAW_END.search(html, place)
                place = closing.start() if closing else size


def _end_of_tag(html: str, begin: int) -> int:
    """Where the tag ends that begins there; a > between quotes does not end it."""
    end = html.find(">", begin)
    if end < 0:
        return len(html)
    if html.count('"', begin, end) % 2:
        quote = html.find('"', end)
        beyond = html.find(">", quote) if quote >= 0 else -1
        if 0 <= beyond < end + 5000:
            return beyond
    return end


class _Reader:
    """Collects lines of text from the tags and the text of HTML."""

    def __init__(self) -> None:
        self._done: list[_Line] = []
        self._parts: list[str] = []
        self._rank = 0
        self._list_level = 0
        self._lists: list[str] = []
        self._skipping: list[str] = []
        self._skipped: Counter[str] = Counter()
        self._marker: list[str] | None = None
        self._marker_depth = 0

    def lines(self) -> list[_Line]:
        """What was read, a line each."""
        self._end_line()
        return self._done

    def start(self, tag: str, style: str) -> None:
        """A tag begins."""
        if self._skipping or tag in _SKIPPED or (style and _HIDDEN.search(style)):
            if tag not in _VOID:
                self._skipping.append(tag)
                self._skipped[tag] += 1
            return
        if tag == "span":
            if self._marker is not None:
                self._marker_depth += 1
            elif "mso-list" in style and "ignore" in style.lower():
                self._marker, self._marker_depth = [], 1
        if tag in _CELLS and self._parts:
            self._parts.append("\u3000")
        if tag in _BLOCKS:
            self._end_line()
            self._begin_block(tag)

    def _begin_block(self, tag: str) -> None:
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._rank = int(tag[1])
        elif tag in ("ul", "ol"):
            self._lists.append(tag)
        elif tag == "li":
            depth = sum(kind == "ol" for kind in self._lists[-_DEEPEST:])
            numbered = bool(self._lists) and self._lists[-1] == "ol"
            self._list_level = min(2 + depth, _DEEPEST) if numbered else 0

    def end(self, tag: str) -> None:
        """A tag ends, and with it what was left open inside."""
        if self._skipping:
            while self._skipped[tag]:
                inner = self._skipping.pop()
                self._skipped[inner] -= 1
                if inner == tag:
                    break
            return
        if tag == "span" and self._marker is not None:
            self._marker_depth -= 1
            if self._marker_depth <= 0:
                self._take_marker()
        if tag in _BLOCKS:
            self._end_line()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            if tag[0] == "h":
                self._rank = 0
            if tag == "li":
                self._list_level = 0

    def text(self, data: str) -> None:
        """Text between tags."""
        if self._skipping or not data:
            return
        if self._marker is not None:
            self._marker.append(data)
        else:
            self._parts.append(data)

    def _take_marker(self) -> None:
        """The number that Word made for a list item; a bullet is dropped."""
        marker = clean_line("".join(self._marker or ()))
        self._marker = None
        if typed_number(marker + "字") is not None:
            self._parts.append(marker)

    def _end_line(self) -> None:
        self._marker = None
        text = _unwrapped("".join(self._parts))
        self._parts.clear()
        if text.strip(_EDGES):
            self._done.append(_Line(text, self._rank, self._list_level))
            self._list_level = 0


def _unwrapped(text: str) -> str:
    """White space as HTML means it; a line break of the source between Chinese characters is none."""

    def seam(match: re.Match[str]) -> str:
        around = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        broken = "\n" in match[0] or "\r" in match[0]
        return "" if broken and all(c and _WIDE.match(c) for c in around) else " "

    return _SEAM.sub(seam, text)
