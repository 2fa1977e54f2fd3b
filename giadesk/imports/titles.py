"""The frame of a report: its title with unit and year, signature, date, attachments."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from giadesk.core.units import same_unit

YEAR = r"(?:20[0-4]\d|二[〇○零0OoＯ][〇○零一二三四][〇○零一二三四五六七八九])"
_FIND_YEAR = re.compile(YEAR)
_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○Oo0", "0")
KIND = r"(?:政府信息与政务|政府信息和政务|政府信息|政务信息|政务|信息)公开"
_TITLE = re.compile(
    rf"[^。；;！!？?]{{0,70}}{KIND}[^。；;，,！!？?]{{0,14}}(?:报告|年报|总结|年度报|告年度报|报告书)(?:[（(][^）)]*[）)])?\Z"
)
_SPLIT = re.compile(rf"(?P<before>.*?)(?P<year>{YEAR})\s*年?度?(?P<after>.*)\Z", re.DOTALL)
OFFICE = re.compile(
    r"(?:政府|办事处|委员会|管委会|办公室|党政办|局|厅|委|院|站|所|中心|街道|镇|乡|县|区|市|省|公司|大队|支队|社)\Z"
)
_DOCUMENT_NUMBER = re.compile(r"[\[〔【（(]\s*20\d\d\s*[\]〕】）)]\s*第?\s*\d*\s*号?\s*\Z")
_DATE = re.compile(
    rf"{YEAR}\s*年\s*(?:\d{{1,2}}|[〇○零一二三四五六七八九十元]{{1,3}})\s*月"
    r"(?:\s*(?:\d{1,2}|[〇○零一二三四五六七八九十廿]{1,4})\s*日)?"
)
_PERIOD = re.compile(rf"({YEAR})年?度?[^，。；]{{0,6}}1月1日")
_OWN_YEAR = re.compile(rf"({YEAR})年")
_ATTACHED = re.compile(
    r"附\s*(?:件|表)\s*(?P<number>\d{0,2}|[一二三四五六七八九十]?)\s*(?P<mark>[：:.、]?)\s*(?P<name>.*)\Z"
)
_ITEM = re.compile(r"(?P<number>\d{1,2})\s*[.．、]\s*(?P<name>\S.*)\Z")


NO_UNIT = frozenset(
    {"政府", "本级政府", "人民政府", "本机关", "本单位", "我镇", "我乡", "我局", "我街道"}
)


class Title(msgspec.Struct, frozen=True):
    """A printed title: the lines [start, stop) it stands in, its text, and what it says."""

    start: int
    stop: int
    text: str
    unit: str
    year: int


def year_in(text: str) -> int:
    """The first year 2000 to 2049 that a text names, in whatever digits; 0 for none."""
    match = _FIND_YEAR.search(unicodedata.normalize("NFKC", text))
    return _year(match[0]) if match else 0


def _year(digits: str) -> int:
    text = (
        digits if digits.isdecimal() else "".join("2" if c == "二" else _DIGITS[c] for c in digits)
    )
    return int(text)


def looks_like_title(text: str) -> bool:
    """Whether a line by itself is the title of a report."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if len(plain) > 80 or "本报告" in plain or re.search(r"[>＞»|]", plain):
        return False
    return bool(_TITLE.match(plain))


def find_title(lines: Sequence[str]) -> Title | None:
    """The title among the first lines, which may be printed over up to three of them.

    A page often names what it shows twice: the one that says unit and year is taken.
    """
    first: Title | None = None
    for title in _titles(lines):
        if title.unit and title.year:
            return title
        first = first or title
    return first


def _titles(lines: Sequence[str]) -> Iterator[Title]:
    for start in range(min(len(lines), 12)):
        for stop in range(start + 1, min(start + 3, len(lines)) + 1):
            joined = "".join(line.strip() for line in lines[start:stop])
            if not looks_like_title(joined):
                continue
            alone = stop - start == 1
            if not alone and any(_DOCUMENT_NUMBER.search(x) for x in lines[start:stop]):
                break
            if not alone and not _belongs(lines[start:stop]):
                break
            unit, year = unit_and_year(joined)
            yield Title(start, stop, joined, unit, year)
            break


def _belongs(lines: Sequence[str]) -> bool:
    """Whether lines are pieces of one title: an office above it, or words cut in the middle."""
    if any(len(line.strip()) > 45 or re.search(r"[。；：:|>]", line) for line in lines):
        return False
    if looks_like_title(lines[-1]):
        unit, year = unit_and_year(lines[-1])
        above = "".join("".join(line.split()) for line in lines[:-1])
        if not year and re.search(rf"{YEAR}年?度?\Z", above):
            return not unit
        return not unit and bool(OFFICE.search(above))
    return True


def unit_and_year(title: str) -> tuple[str, int]:
    """What a title says: 青石镇人民政府2024年…报告 → (青石镇人民政府, 2024); "" and 0 for not said."""
    plain = "".join(unicodedata.normalize("NFKC", title).split()).strip("《》")
    plain = re.sub(r"^关于", "", plain)
    match = _SPLIT.match(plain)
    year = _year(match["year"]) if match else 0
    before, after = (match["before"], match["after"]) if match else ("", plain)
    kinds = list(re.finditer(KIND, after))
    between = after[: kinds[-1].start()] if kinds else ""
    unit = before or between
    if before:
        kinds = list(re.finditer(KIND, before))
        unit = before[: kinds[0].start()] if kinds else before
    unit = re.sub(r"(?:关于|编制|发布|公布|年度)+\Z", "", unit.strip("（）()《》【】-—_ :："))
    unit = re.sub(r"^中共.{2,20}?委员会(?=.*(?:政府|办事处)\Z)", "", unit)
    if not unit and (closed := re.search(r"[（(]([^（）()]{2,20})[)）]\Z", plain)):
        unit = closed[1] if OFFICE.search(closed[1]) else ""
    if unit.endswith("人民"):
        unit += "政府"
    return ("" if unit in NO_UNIT else unit), year


def year_of_text(lines: Iterable[str]) -> int:
    """The year that a report without a titled year is about: its period, else the year most named."""
    counts: Counter[int] = Counter()
    for line in lines:
        plain = unicodedata.normalize("NFKC", line)
        if period := _PERIOD.search(plain):
            return _year(period[1])
        counts.update(_year(y) for y in _OWN_YEAR.findall(plain))
    return counts.most_common(1)[0][0] if counts else 0


def unit_of_file(name: str) -> tuple[str, int]:
    """Unit and year as the file's name says them; unit only where the name is a title."""
    stem = re.sub(r"\.\w{2,5}\Z", "", name)
    unit, year = unit_and_year(stem)
    if not re.search(KIND, stem) or not re.search(r"[\u4e00-\u9fff]{2}", unit):
        unit = ""
    return unit, year or year_in(stem)


def date_in(line: str) -> str:
    """The date that is all of a line; "" where the line is more or something else."""
    text = line.strip().strip("（）()")
    plain = unicodedata.normalize("NFKC", text)
    match = _DATE.match(plain)
    return line.strip() if match and not plain[match.end() :].strip() else ""


def signature_and_date(line: str) -> tuple[str, str] | None:
    """An office and a date on one line; None where the line is no such thing."""
    text = line.strip()
    if len(text) > 60 or re.search(r"[，。；：,;:]", text):
        return None
    for match in _DATE.finditer(text):
        office = text[: match.start()].strip()
        if match.end() == len(text) and OFFICE.search(office) and len(office) >= 3:
            return office, text[match.start() :]
    return None


def looks_like_signature(line: str, unit: str, align: str) -> bool:
    """Whether the line before a date is the office that signs."""
    text = line.strip()
    if not 2 <= len(text) <= 50 or re.search(r"[，。；：！？,;:!?]", text):
        return False
    compact = "".join(text.split())
    if compact == unit or align == "right" or OFFICE.search(compact):
        return True
    return len(line) - len(line.lstrip()) >= 8 or (
        len(compact) >= 3 and bool(unit) and same_unit(compact, unit)
    )


def attachment_names(lines: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """The attachments that begin with the first line: lines used, and their names.

    附件：1.甲 / 2.乙, 附件1：甲, and 附件 over a line that names it. None where the line is no such
    thing.
    """
    first = _ATTACHED.match(lines[0].strip()) if lines else None
    if first is None or len(lines[0].strip()) > 120:
        return None
    name = first["name"].strip()
    if name and not first["mark"] and not first["number"] and not lines[0].strip()[2:3].isspace():
        return None
    if not name:
        if len(lines) < 2 or len(lines[1].strip()) > 60 or re.search(r"[。；，]", lines[1]):
            return (1, ())
        item = _ITEM.match(lines[1].strip())
        if item is None:
            return (2, (lines[1].strip(),))
        used, names = 1, list[str]()
    else:
        item = _ITEM.match(name)
        used, names = 1, [item["name"] if item else name]
    for line in lines[used:]:
        text = line.strip()
        more, again = _ITEM.match(text), _ATTACHED.match(text)
        if len(text) > 120:
            break
        if item is not None and more and int(more["number"]) == len(names) + 1:
            names.append(more["name"].strip())
        elif first["number"] and again and again["name"] and again["number"]:
            names.append(again["name"].strip())
        else:
            break
        used += 1
    return used, tuple(names)
