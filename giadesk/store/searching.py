"""Words found in the reports' units, titles and text.

A plain scan, not an index: over 2,000 reports of 5,000 characters it takes about 50 ms (measured),
finds words of one and two characters (SQLite's trigram index does not), costs a save nothing and
cannot disagree with the text.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from giadesk.core.blocks import Grid
from giadesk.core.report import Paragraph
from giadesk.store.records import Hit

_SCAN = """
SELECT report.id, value.path, value.content FROM report
CROSS JOIN value ON value.report_id = report.id
 AND (value.path >= 'prose/' AND value.path < 'prose0'
   OR value.path >= 'tables/' AND value.path < 'tables0')
WHERE report.recycled IS NULL AND value.content LIKE ? ESCAPE '\\'
"""
_AROUND = 24


def search(connection: Connection, words: str) -> list[Hit]:
    """Reports that have every one of these words, the one changed last first.

    Words stand apart by spaces; upper and lower case of Latin letters are the same. Removed reports
    and last year's text under a rewritten paragraph are not looked at.
    """
    sought = [word.casefold() for word in words.split()]
    if not sought:
        return []
    lines = connection.exec_driver_sql(
        "SELECT id, unit, year, title FROM report WHERE recycled IS NULL ORDER BY revision DESC"
    ).all()
    found: list[dict[str, Hit]] = []
    for word in sought:
        hits = _in_text(connection, word)
        for line in lines:
            name = f"{line.unit} {line.year}年 {line.title}"
            if word in name.casefold():
                hits[line.id] = Hit(line.id, "about/title", name.strip())
        found.append(hits)
    return [found[0][line.id] for line in lines if all(line.id in hits for hits in found)]


def _in_text(connection: Connection, word: str) -> dict[str, Hit]:
    stored = msgspec.json.encode(word).decode()[1:-1]
    for sign in "\\%_":
        stored = stored.replace(sign, "\\" + sign)
    hits: dict[str, Hit] = {}
    for report_id, path, content in connection.exec_driver_sql(_SCAN, (f"%{stored}%",)):
        if report_id in hits:
            continue
        for text in _texts(path, content):
            place = text.casefold().find(word)
            if place >= 0:
                hits[report_id] = Hit(report_id, path, _excerpt(text, place, len(word)))
                break
    return hits


def _texts(path: str, content: str) -> Iterable[str]:
    try:
        if path.startswith("prose/"):
            paragraphs = msgspec.json.decode(content, type=tuple[Paragraph, ...])
            return [paragraph.text for paragraph in paragraphs]
        return [cell.text for cell in msgspec.json.decode(content, type=Grid).cells]
    except (msgspec.MsgspecError, UnicodeError):  # damaged: `check` names it
        return []


def _excerpt(text: str, place: int, length: int) -> str:
    start, end = max(0, place - _AROUND), place + length + _AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
