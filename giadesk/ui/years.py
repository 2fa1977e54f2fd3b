"""The years of one office in the library: read in a job, one report a year. No widgets here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from giadesk.core.errors import UserError
from giadesk.core.report import Report
from giadesk.core.trend import YearReport, one_a_year
from giadesk.core.units import same_office, short_name

if TYPE_CHECKING:
    from giadesk.store.records import Entry
    from giadesk.ui.desk import Desk

_RANK = {"final": 0, "review": 1, "draft": 2}

Say = Callable[[str, float], None]


class Years(msgspec.Struct, frozen=True):
    """What the library has of one office.

    years: the earliest first, of each year the report that counts. units: every office of the
    library, the one with most reports first. left_out: why a report could not be read, in words.
    """

    unit: str
    units: tuple[str, ...] = ()
    years: tuple[YearReport, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[int, ...]:
        """Years between the first and the last of which the library has no report."""
        own = {y.year for y in self.years}
        return tuple(y for y in range(min(own), max(own)) if y not in own) if own else ()


class OpenReport(NamedTuple):
    """A report that is open in the window: what it holds now counts, stored or not."""

    id: str
    report: Report


def load_years(
    desk: Desk,
    unit: str,
    present: OpenReport | None = None,
    say: Say = lambda _text, _part: None,
) -> Years:
    """The years of that office ("": of the one with most reports). Runs in a job.

    Of several reports of one year counts the open one, else the one furthest on (定稿, 待审, 草稿), of
    those the one changed last.
    """
    entries = desk.library.entries()
    units = offices(entries)
    unit = unit or (units[0] if units else "")
    own = [e for e in entries if same_office(e.unit, unit)]
    open_id = present.id if present is not None else ""
    own.sort(key=lambda e: (-e.year, e.id != open_id, _RANK.get(e.status, 3), -e.revision))
    chosen: list[YearReport] = []
    left_out: list[str] = []
    for number, entry in enumerate(own):
        if any(y.year == entry.year for y in chosen):
            continue
        say(f"正在读取{entry.year}年的报告", number / len(own))
        try:
            opened = desk.open(entry.id, skip_damaged=True)
        except KeyError:
            continue  # put into the 回收站 meanwhile
        except (UserError, ValueError) as error:
            left_out.append(f"{entry.year}年的报告打不开（{getattr(error, 'why', '') or error}）")
            continue
        report = present.report if present and entry.id == open_id else opened.report
        if opened.damaged:
            left_out.append(f"{entry.year}年的报告有{len(opened.damaged)}处受损，受损的数没有列入")
        chosen.append(YearReport(report, opened.form))
    names = {e.unit for e in own}
    units = tuple(u for u in units if u not in names or same_office(u, unit))
    return Years(unit, units, one_a_year(chosen), tuple(left_out))


def offices(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Each office of the library once, the longest of its names, most reports first."""
    counts = Counter(entry.unit for entry in entries if entry.unit.strip())
    alike: dict[str, list[list[str]]] = {}  # two names of one office end alike
    for unit in sorted(counts, key=len, reverse=True):  # the names with their county first
        groups = alike.setdefault(short_name(unit)[-2:], [])
        group = next((g for g in groups if same_office(g[0], unit)), None)
        if group is None:
            groups.append([unit])
        else:
            group.append(unit)
    found = [group for groups in alike.values() for group in groups]
    found.sort(key=lambda group: -sum(counts[unit] for unit in group))
    return tuple(max(group, key=len) for group in found)
