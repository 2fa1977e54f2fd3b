"""A web page's text as a tree of its elements, without recursion and without trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from giadesk.core.errors import InputRefused

MAX_DEPTH = 200
_MAX_NODES = 80_000
_DECLARATION = re.compile(r"<!(?!--)[^<>]*>|<\?[^<>]*>")
_VOID = frozenset(
    {
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "col",
        "base",
        "area",
        "source",
        "wbr",
        "embed",
        "param",
        "track",
    }
)
_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "select",
        "option",
        "button",
        "textarea",
        "iframe",
        "object",
        "svg",
        "head",
        "template",
        "audio",
        "video",
        "canvas",
        "map",
        "nav",
        "footer",
    }
)
BLOCKS = frozenset(
    {
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "main",
        "header",
        "aside",
        "form",
        "center",
        "pre",
        "blockquote",
        "table",
        "caption",
        "fieldset",
        "address",
        "body",
        "html",
        "figure",
        "figcaption",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "hr",
    }
)
_CLOSES: dict[str, frozenset[str]] = {
    "p": frozenset({"p"}),
    "li": frozenset({"li", "p"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tbody": frozenset({"tr", "td", "th", "p", "thead", "tbody"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
}
_P_CLOSERS = frozenset(
    {
        "div",
        "table",
        "ul",
        "ol",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "pre",
        "hr",
        "center",
        "blockquote",
    }
)
_SCOPES = frozenset({"table", "td", "th", "body", "div", "ul", "ol", "dl"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Node:
    """An element: its tag, attributes that matter, children, and how much running text is in it."""

    __slots__ = ("attributes", "children", "mass", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: Node | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node | str] = []
        self.parent = parent
        self.mass = 0


class _TooDeepError(Exception):
    pass


class _Builder(HTMLParser):
    """A tree of elements and texts, with what authors leave unclosed closed as browsers do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("html", {}, None)
        self.here = self.root
        self.depth = self.nodes = 0
        self.skipping = ""
        self.nested = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping:
            self.nested += tag == self.skipping
            return
        if tag in _SKIPPED:
            if tag != "head":
                self.skipping, self.nested = tag, 1
            return
        if tag in ("html", "body"):
            return
        self._close_open(tag)
        attributes = {k: v or "" for k, v in attrs if k in _KEPT}
        self.nodes += 1
        if self.nodes > _MAX_NODES:
            raise _TooDeepError
        node = Node(tag, attributes, self.here)
        self.here.children.append(node)
        if tag in _VOID:
            return
        self.here = node
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeepError

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            return
        self.handle_starttag(tag, attrs)
        # <o:p/> and the like are closed at once; <p/> and <div/> are not, as in browsers
        if tag not in _VOID and tag not in BLOCKS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping:
                self.nested -= 1
                if not self.nested:
                    self.skipping = ""
            return
        node: Node | None = self.here
        steps = 0
        while node is not None and node.tag != tag:
            if node.tag in ("table", "td", "th") and tag not in (
                "table",
                "tr",
                "tbody",
                "td",
                "th",
            ):
                return
            node, steps = node.parent, steps + 1
        if node is not None and node.parent is not None:
            self.here = node.parent
            self.depth -= steps + 1

    def handle_data(self, data: str) -> None:
        if not self.skipping and data:
            self.here.children.append(data)

    def _close_open(self, tag: str) -> None:
        closing = _CLOSES.get(tag) or (frozenset({"p"}) if tag in _P_CLOSERS else frozenset())
        node: Node | None = self.here
        steps, last, last_steps = 0, None, 0
        while node is not None and node.parent is not None:
            if node.tag in closing:
                last, last_steps = node, steps + 1
            elif node.tag in _SCOPES and not (tag == "tr" and node.tag in ("td", "th")):
                break
            node, steps = node.parent, steps + 1
        if last is not None and last.parent is not None:
            self.here = last.parent
            self.depth -= last_steps


_KEPT = frozenset({"rowspan", "colspan", "align", "style", "type", "start", "id", "class"})


def _without_comments(text: str) -> str:
    """The page without comments. One that has no end is text: many of them would take an age."""
    pieces: list[str] = []
    place = 0
    while (start := text.find("<!--", place)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return "".join(pieces) + text[place:].replace("<!--", "")
        pieces.append(text[place:start])
        place = end + 3
    return "".join(pieces) + text[place:]


def parse_page(text: str, name: str) -> Node:
    """The page's tree. InputRefused where it is far too large or too deep."""
    builder = _Builder()
    try:
        if text.count("<") > 4 * _MAX_NODES:
            raise _TooDeepError
        builder.feed(_DECLARATION.sub("", _without_comments(text)))
        builder.close()
    except _TooDeepError as error:
        raise InputRefused(
            f"无法读取“{name}”",
            "网页的嵌套层次过深或内容过多",
            "请把报告正文复制到 WPS 中，另存为 .docx 后导入",
        ) from error
    except (AssertionError, ValueError, OverflowError) as error:
        raise InputRefused(
            f"无法读取“{name}”",
            "网页的代码已损坏",
            "请把报告正文复制到 WPS 中，另存为 .docx 后导入",
        ) from error
    return builder.root


def walk(node: Node) -> Iterator[Node]:
    """The element and all inside it, in reading order."""
    waiting = [node]
    while waiting:
        item = waiting.pop()
        yield item
        waiting.extend(c for c in reversed(item.children) if isinstance(c, Node))


def is_hidden(node: Node) -> bool:
    """Whether an element itself says that it is not shown."""
    return bool(_HIDDEN.search(node.attributes.get("style", "")))
