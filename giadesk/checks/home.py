"""The office's own place: the names it may be told of by, and those of its superiors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.counties import FORMERLY, bare_counties, codes_of
from giadesk.checks.naming import HAN
from giadesk.checks.own import abbreviates, own_names
from giadesk.checks.reading import passages
from giadesk.checks.registry import Case
from giadesk.core.units import level_of, places_in, short_name

TOWN_KIND = re.compile(r"(?:街道|苏木|[镇乡])$")
CHANGED = re.compile(r"撤[乡镇销并]|设[镇乡]|改[为设]|改街|更名|升格|区划调整|前身")


class Home:
    """The unit's own names, its superiors', and where it lies."""

    def __init__(self, case: Case) -> None:
        unit = case.report.unit
        self.short = short_name(unit)
        self.body = TOWN_KIND.sub("", self.short)
        self.level = level_of(unit)
        self.names = {*places_in(unit), self.short, *places_in(case.report.about.signature)}
        self.text = "\n".join(p.text for p in passages(case)) if self.short else ""
        if not any(map(codes_of, self.names)):
            self.names.update(self._placed_in_text())
        self.unique, self.codes = _codes_of_all(self.names)
        self.names.update(was for code in self.codes for was in FORMERLY.get(code, ()))
        self._owned: dict[str, bool] = {}
        self.department = self.short.removeprefix("".join(places_in(unit)))
        self.called = tuple(n for n in own_names(unit) if n[-1] in "局委办") or (unit,)

    def _placed_in_text(self) -> Iterator[str]:
        """The places that stand before the own name in the text, where the unit's name has none."""
        for match in re.finditer(re.escape(self.short), self.text):
            before = self.text[max(0, match.start() - 14) : match.start()]
            run = re.search(rf"{HAN}+$", before)
            if run:
                yield from places_in(run[0] + self.short)[:-1]

    def without_superiors(self, text: str) -> str:
        """The text without the names of superiors that it begins with."""
        for name in places_in(text)[:-1]:
            if not self.is_own(name):
                break
            text = text.removeprefix(name)
        return text

    def is_own(self, name: str) -> bool:
        """Whether the name is the unit's, a superior's, or may be one."""
        known = self._owned.get(name)
        if known is None:
            known = self._owned[name] = self._is_own(name)
        return known

    def _is_own(self, name: str) -> bool:
        if any(name in own or own.endswith(name) or name.endswith(own) for own in self.names):
            return True
        if name[0] == self.short[:1] and abbreviates(name, self.short):
            return True  # 广内街道 for 广安门内街道
        if len(self.body) > 1 and self.body in name:
            return True  # 活力安镇, the channel of 安镇街道
        if any(len(name) > 2 and name[:-1] == own[:-1] for own in self.names):
            return True  # 靖西县, which became 靖西市
        codes = codes_of(name) or bare_counties().get(name, ())
        if not codes:
            return False
        homes = [_within(home) for home in self.codes]
        # of a county's office another county is not the own one's because both lie in one province
        nearest = max(map(len, homes), default=0)
        return any(
            home.startswith(_within(code))
            or (len(home) == nearest and _within(code).startswith(home))
            for code in codes
            for home in homes
        )

    def is_misnamed(self, name: str) -> bool:
        """Whether it is the own town's with another kind (青石乡 for 青石镇), and no change is told of."""
        return (
            self.level == "township"
            and len(self.body) > 1
            and name != self.short
            and TOWN_KIND.sub("", name) == self.body != name
            and self.text.count(name) <= self.text.count(self.short)
            and CHANGED.search(self.text) is None
            and f"原{name}" not in self.text
        )


def _codes_of_all(names: set[str]) -> tuple[list[str], list[str]]:
    """The codes of the places of which there is but one, and all that the unit may lie in."""
    unique = [codes[0] for codes in map(codes_of, names) if len(codes) == 1]
    several = [c for codes in map(codes_of, names) if len(codes) > 1 for c in codes]
    if not unique:
        return [], several
    inside = [c for c in several if any(c.startswith(_within(home)) for home in unique)]
    return [*unique, *inside], [*unique, *inside]


def _within(code: str) -> str:
    """What the codes of all places in a place begin with."""
    significant = code.rstrip("0")
    return significant + "0" * (len(significant) % 2)
