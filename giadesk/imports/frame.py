"""The frame of a report: what stands around its sections.

The page's own lines (menus, dates of publication), a printed table of contents, the title with unit
and year in it or in the first sentences, and behind the text signature, date and attachments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from giadesk.imports.annexed import first_annex
from giadesk.imports.chrome import is_chrome, is_page_table
from giadesk.imports.items import UNIT_NAME, Item
from giadesk.imports.lines import Line
from giadesk.imports.numbered import Head
from giadesk.imports.office import guessed_unit, named_unit
from giadesk.imports.result import Repair
from giadesk.imports.sections import Ledger
from giadesk.imports.titles import (
    Title,
    attachment_names,
    date_in,
    find_title,
    looks_like_signature,
    looks_like_title,
    signature_and_date,
    unit_and_year,
    unit_of_file,
    year_of_text,
)

_CONTENTS = re.compile(r"(?:[.．…·]{3,}|\t)\s*\d{1,3}\Z")
_SHEET_TITLE = re.compile(r"20\d\d年.{0,6}信息公开.{0,10}表\Z")
"""A sheet's title: 青石镇2016年政府信息公开情况统计表."""
_LEAD = 30
"""Lines before the first heading that are looked through for the page's own."""
_END = 14


class Frame:
    """Takes the frame off the items; what it takes goes to the ledger or into its attributes."""

    def __init__(self, items: list[Item], name: str, ledger: Ledger) -> None:
        self.items = items
        self.name = name
        self.ledger = ledger
        self.attachments: tuple[str, ...] = ()
        self.date = ""
        self.signature = ""
        self._said: list[str] = []

    def drop_page(self) -> None:
        """The page's own lines above the text and below it: kept, but not as text."""
        headed = [
            i.place for i in self.items if isinstance(i, Line) and i.mark and i.mark.level == 1
        ]
        lead = [i for i in self.items[:_LEAD] if not headed or i.place < headed[0]]
        tail = [i for i in self.items[-_END:] if not headed or i.place > headed[-1]]
        gone: set[int] = set()
        for item in (*lead, *tail):
            if isinstance(item, Line):
                if not is_chrome(item.text) or UNIT_NAME.match(item.text):
                    continue
                self._said.append(item.text)
                self._put_aside(item.text)
            elif is_page_table(item.grid):
                rows: dict[int, list[str]] = {}
                for cell in item.grid.cells:
                    rows.setdefault(cell.row, []).append(cell.text.strip())
                self._said += ["：".join(pair) for row in rows.values() for pair in pairwise(row)]
                for row in rows.values():
                    self._put_aside(" | ".join(filter(None, row)))
            else:
                continue
            gone.add(item.place)
        self.items = [i for i in self.items if i.place not in gone]

    def _put_aside(self, text: str) -> None:
        if text:
            self.ledger.unplaced.append(text)
            self.ledger.repairs.append(
                Repair("text", "网页", text[:40], "报告以外的文字，未放入正文")
            )

    def drop_contents(self) -> None:
        """A printed table of contents repeats the headings: it is kept, but not as text."""
        kept: list[Item] = []
        for item in self.items:
            if isinstance(item, Line) and len(item.text) < 80 and _CONTENTS.search(item.raw):
                self.ledger.unplaced.append(item.text)
            else:
                kept.append(item)
        if len(kept) + 2 <= len(self.items):
            for item in list(kept[:20]):
                if isinstance(item, Line) and compact(item.text) in ("目录", "目次"):
                    kept.remove(item)
                    self.ledger.unplaced.append(item.text)
        self.items = kept

    def title(self) -> Title | None:
        lines: list[Line] = []
        for item in self.items:
            if not isinstance(item, Line) or (item.mark and item.mark.level == 1):
                break
            lines.append(item)
        title = find_title([line.text for line in lines])
        if title is None:
            return None
        gone = {line.place for line in lines[title.start : title.stop]}
        gone |= self._above(lines, title) | self._again(lines, title)
        for item in self.items:
            # pages and sheets print the title above the text and again in it
            again = isinstance(item, Line) and compact(item.text) == compact(title.text)
            if again and isinstance(item, Line) and item.place not in gone:
                gone.add(item.place)
                self.ledger.consumed.append(item.text)
        self.items = [i for i in self.items if i.place not in gone]
        return title

    def _above(self, lines: Sequence[Line], title: Title) -> set[int]:
        """What stands over the title: the site's name, the number of the document."""
        above = lines[: title.start]
        if any(len(line.text) >= 60 or "。" in line.text for line in above):
            return set()
        for line in above:
            self._said.append(line.text)
            self._put_aside(line.text)
        return {line.place for line in above}

    def _again(self, lines: Sequence[Line], title: Title) -> set[int]:
        """Lines below the title that print it once more in other words or over two lines."""
        gone: set[int] = set()
        behind = list(lines[title.stop : title.stop + 8])
        for start in range(len(behind)):
            for stop in range(start + 1, min(start + 3, len(behind)) + 1):
                pieces = behind[start:stop]
                joined = compact("".join(p.text for p in pieces))
                if len(joined) > 60 or not looks_like_title(joined):
                    continue
                unit, year = unit_and_year(joined)
                if year not in (0, title.year) or (unit and unit not in title.text):
                    continue
                if joined == compact(title.text):
                    self.ledger.consumed.append(joined)
                elif not gone & {p.place for p in pieces}:
                    self._put_aside(joined)
                gone |= {p.place for p in pieces}
                break
        return gone

    def unit_and_year(self, title: Title | None) -> tuple[str, int]:
        unit, year = (title.unit, title.year) if title else ("", 0)
        file_unit, file_year = unit_of_file(self.name)
        lines = [i.text for i in self.items if isinstance(i, Line)]
        if not unit:
            named = [m["unit"] for text in lines if (m := UNIT_NAME.match(text))]
            titled = (unit_and_year(t)[0] for t in lines if len(t) < 60 and _SHEET_TITLE.search(t))
            unit = named[0] if named else file_unit or next(filter(None, titled), "")
        if not unit:
            unit = named_unit([*("".join(t[:400].split()) for t in lines[:8]), *self._said])
        if not year:
            for item in self.items:
                texts = (
                    [item.text] if isinstance(item, Line) else [c.text for c in item.grid.cells[:3]]
                )
                year = next((y for t in texts if len(t) < 60 and (y := unit_and_year(t)[1])), 0)
                if year or item.place > 4:
                    break
            year = year_of_text(lines) or file_year or year
            if year and not title:
                self.ledger.repairs.append(Repair("text", "年份", "", str(year)))
        return unit, year

    def guess_unit(self) -> str:
        """The office where neither title nor signature names one, which is said; "" for none."""
        unit = guessed_unit([i.text for i in self.items if isinstance(i, Line)])
        if unit:
            self.ledger.repairs.append(Repair("text", "单位", "标题、落款中没有", unit))
        return unit

    def tail(self, heads: list[Head], unit: str) -> None:
        """Signature, date and attachments behind the last section's text."""
        first = max((h.place for h in heads), default=-1)
        tail = [i for i in self.items if i.place > first]
        tail = tail[: first_annex(tail, unit)]  # an annex has dates and names of its own
        gone: set[int] = set()
        for index, item in enumerate(tail):
            if not isinstance(item, Line) or not item.text.startswith("附"):
                continue
            if self._attached(tail[index:], gone):
                break
        rest = [i for i in tail if isinstance(i, Line) and i.place not in gone]
        if not self.date:
            self._signed(rest, unit, gone)
        self.items = [i for i in self.items if i.place not in gone]

    def _attached(self, tail: Sequence[Item], gone: set[int]) -> bool:
        lines = [i for i in tail if isinstance(i, Line)]
        found = attachment_names([line.text for line in lines])
        if found is None:
            return False
        used, names = found
        if used == 2 and not isinstance(tail[1], Line):
            used, names = 1, ()
        behind = [line.text for line in lines[used:] if not UNIT_NAME.match(line.text)]
        if sum(map(len, behind)) > 160:
            return False
        gone.update(line.place for line in lines[:used])
        self.attachments = names
        self.ledger.consumed.append(rest_of("".join(line.text for line in lines[:used]), names))
        return True

    def _signed(self, lines: Sequence[Line], unit: str, gone: set[int]) -> None:
        for index in range(len(lines) - 1, max(len(lines) - 6, -1), -1):
            line = lines[index]
            if both := signature_and_date(line.text):
                self.signature, self.date = both
                gone.add(line.place)
                return
            if not (date := date_in(line.text)):
                continue
            self.date = date
            gone.add(line.place)
            if index and looks_like_signature(lines[index - 1].raw, unit, lines[index - 1].align):
                if lines[index - 1].mark is None:
                    self.signature = lines[index - 1].text
                    gone.add(lines[index - 1].place)
            elif index + 1 < len(lines) and looks_like_signature(lines[index + 1].raw, unit, ""):
                self.signature = lines[index + 1].text
                gone.add(lines[index + 1].place)
            return


def compact(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())


def rest_of(text: str, names: Sequence[str]) -> str:
    """What of a text is left when the names are taken out of it."""
    for name in names:
        text = text.replace(name, "", 1)
    return text
