"""The cells and words of lines that may be a table's: where they stand, and which are figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from giadesk.imports.families import Family
from giadesk.imports.figures import parse_figure
from giadesk.imports.glued import Vocabulary, vocabulary_of
from giadesk.imports.labels import bare

_CELLS = re.compile(r"[^|｜\t]+")
_WORD = re.compile(r"\S+")
_BLANKS = frozenset(["/", "-", "--", "—", "——", "–", "－", "／", "\\", "无", "零"])


class Token(msgspec.Struct, frozen=True):
    """A cell or a piece of one: its text, where it stands, whether it is a figure."""

    text: str
    line: int
    start: int
    stop: int
    figure: bool


def tokens_of(texts: Sequence[str], families: Sequence[Family]) -> list[Token]:
    """The cells of some lines in order; a line is cut at pipes, tabs and the spaces between cells."""
    heads = {name for f in families for name in f.heads}
    known = {name for f in families for name in f.rows} | heads
    vocabulary = vocabulary_of(tuple(families))
    tokens: list[Token] = []
    for line, text in enumerate(texts):
        for cell in _CELLS.finditer(text):
            compact = "".join(cell[0].split())
            if not compact:
                continue
            if bare(compact) in known or _is_figure(compact):
                tokens.append(Token(compact, line, cell.start(), cell.end(), _is_figure(compact)))
                continue
            for m in _WORD.finditer(cell[0]):
                tokens += _of_word(m[0], line, cell.start() + m.start(), vocabulary)
    return tokens


def _of_word(word: str, line: int, start: int, vocabulary: Vocabulary) -> Iterator[Token]:
    """The token that a word is, or those that ran together in it."""
    pieces = None if _is_figure(word) else vocabulary.pieces(word)
    if pieces and all(_is_figure(word[a:b]) for a, b, figure in pieces if figure):
        for a, b, figure in pieces:
            yield Token(word[a:b], line, start + a, start + b, figure)
    else:
        yield Token(word, line, start, start + len(word), _is_figure(word))


def _is_figure(text: str) -> bool:
    if len(text) > 24 or text[0] in "(（①②③④⑤" or text[-1] in ".．、)）":
        return False
    if text in _BLANKS:
        return True
    return any(c.isdecimal() for c in text) and parse_figure(text, "", "signed") is not None
