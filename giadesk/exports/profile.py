"""Layout profiles: how a report looks on paper, as data files that are judged when loaded.

A profile is a TOML file in resources/layout (or `layout` in the user's folder). It may be based on
another and then gives only what differs. Lengths are in mm, sizes in pt, indents in characters.
The numbers of `gbt9704` are measured (GB/T 9704-2012: 22 lines of 28 characters on 156 x 225 mm).
"""

from __future__ import annotations

import difflib
import tomllib
import typing
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import Meta

from giadesk import places
from giadesk.core.errors import InputRefused
from giadesk.exports.annexes import ANNEX_KINDS, AnnexKind

DEFAULT = "gbt9704"

_TWIPS_PER_MM = 1440 / 25.4
_PAGE_WIDTH, _PAGE_HEIGHT = 11906, 16838  # A4 in twips, as Word writes it
_REMEDY = "请改正版式文件后再试"

Margin = Annotated[float, Meta(ge=5, le=80)]
Size = Annotated[float, Meta(ge=5, le=72)]
OwnSize = Annotated[float, Meta(ge=0, le=72)]
Characters = Annotated[float, Meta(ge=0, le=20)]
Lines = Annotated[int, Meta(ge=0, le=10)]
FontName = Annotated[str, Meta(min_length=1, max_length=31, pattern=r"^[^\"<>&;]+$")]


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """name: as the window lists it. source: the rule that prescribes it. based_on: another's id."""

    name: Annotated[str, Meta(min_length=1)]
    source: str = ""
    based_on: str = ""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Margins of an A4 page in mm, as Word's 页面设置 shows them."""

    top: Margin
    bottom: Margin
    left: Margin
    right: Margin


class Lattice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The grid of a full page.

    line: line pitch in pt; 0 takes the largest that gives `lines`. spacing: added to each character
    in pt; 0 takes the largest that gives `characters`. snap: write Word's line grid (行网格), which
    is done only where `line` is the grid's own pitch.
    """

    lines: Annotated[int, Meta(ge=10, le=60)]
    characters: Annotated[int, Meta(ge=10, le=60)]
    line: Annotated[float, Meta(ge=0, le=100)] = 0
    spacing: Annotated[float, Meta(ge=-5, le=5)] = 0
    snap: bool = True


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body text. latin: face of letters and digits, "" for the Chinese face."""

    font: FontName
    size: Size
    latin: Annotated[str, Meta(max_length=31, pattern=r"^[^\"<>&;]*$")] = "Times New Roman"
    first_line: Characters = 2
    justify: bool = True


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """line: pitch in pt. break_lines: where the title is longer than a line, break it by its words."""

    font: FontName
    size: Size
    line: Size
    bold: bool = False
    break_lines: bool = True
    lines_after: Lines = 1


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """size 0: that of the body."""

    font: FontName
    size: OwnSize = 0
    bold: bool = False


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tables. The largest of `size`, 12, 10.5, 9 down to `min_size` that suits the table is used.

    keep_whole: a table that fits on one page is not broken (else heads and labels are repeated).
    """

    font: FontName
    head_font: FontName
    size: Size = 12
    min_size: Size = 9
    row_height: Annotated[float, Meta(ge=0, le=30)] = 7
    cell_margin: Annotated[float, Meta(ge=0, le=5)] = 1
    border: Annotated[float, Meta(ge=0.25, le=6)] = 0.5
    keep_whole: bool = True


class PageNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """below: mm from the text's lower edge to the dash. inset: characters from the edge."""

    font: FontName
    size: Size = 14
    style: Literal["mirrored", "center", "right", "none"] = "mirrored"
    pattern: Annotated[str, Meta(pattern=r"^[^{}]*\{n\}[^{}]*$")] = "— {n} —"
    inset: Characters = 1
    below: Annotated[float, Meta(ge=0, le=30)] = 7


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """sealed: 加盖印章 (date 4 characters in, signature centred over it), else 2 characters in."""

    sealed: bool = False
    lines_before: Lines = 1


class Annexes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The annexes that are printed where nobody says which: 审签单, 核实说明, 统计表."""

    signoff: bool = False
    explanations: bool = False
    tables: bool = False

    @property
    def wanted(self) -> tuple[AnnexKind, ...]:
        """The kinds that are printed."""
        return tuple(kind for kind in ANNEX_KINDS if getattr(self, kind))


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A layout. `id` is the file's name; `fonts` lists for each face what may stand in for it."""

    about: About
    page: Page
    grid: Lattice
    body: Body
    title: Title
    heading1: Heading
    heading2: Heading
    heading3: Heading
    heading4: Heading
    table: Table
    page_number: PageNumber
    signature: Signature = Signature()
    annexes: Annexes = Annexes()
    fonts: dict[str, tuple[str, ...]] = {}
    id: str = ""

    def heading(self, level: int) -> Heading:
        """The heading of level 1 to 4, its size filled in."""
        found = cast(Heading, getattr(self, f"heading{level}"))
        return found if found.size else msgspec.structs.replace(found, size=self.body.size)

    @property
    def for_sheet(self) -> Profile:
        """The same for a sheet with a form to be signed: larger type, high rows, no page number."""
        replace = msgspec.structs.replace
        table = replace(self.table, size=14, min_size=min(self.table.min_size, 14), row_height=14)
        return replace(self, table=table, page_number=replace(self.page_number, style="none"))

    @property
    def text_width(self) -> int:
        """Width of the 版心 in twips."""
        return _PAGE_WIDTH - twips(self.page.left) - twips(self.page.right)

    @property
    def text_height(self) -> int:
        """Height of the 版心 in twips."""
        return _PAGE_HEIGHT - twips(self.page.top) - twips(self.page.bottom)

    @property
    def line(self) -> int:
        """Line pitch in twips: as given, or the largest of which `lines` go on a page."""
        return round(self.grid.line * 20) or self.text_height // self.grid.lines

    @property
    def spacing(self) -> int:
        """What is added to each character in twips: as given, or so that `characters` fit.

        Rounded down: one twip too much in each of 28 characters costs the 28th.
        """
        given = round(self.grid.spacing * 20)
        return given or self.text_width // self.grid.characters - round(self.body.size * 20)

    @property
    def lines(self) -> int:
        """Lines that a full page really holds."""
        return self.text_height // self.line

    @property
    def characters(self) -> int:
        """Characters that a full line really holds."""
        return self.text_width // (round(self.body.size * 20) + self.spacing)

    @property
    def yields(self) -> str:
        """What the profile gives, for the clerk: 22 行 × 28 字, with why where it misses its aim."""
        text = f"{self.lines} 行 × {self.characters} 字"
        over = self.line * self.grid.lines - self.text_height
        if self.lines < self.grid.lines:
            text += f"（{_number(self.line / 20)} 磅 × {self.grid.lines} 行超出版心 {_number(over / 20)} 磅）"
        elif self.text_height - self.line * self.lines >= self.line // 2:
            rest = (self.text_height - self.line * self.lines) / _TWIPS_PER_MM
            text += f"（版心下部空 {_number(rest)} 毫米）"
        return text


def twips(mm: float) -> int:
    """Millimetres as whole twips, as Word rounds them."""
    return round(mm * _TWIPS_PER_MM)


def profile_names() -> list[str]:
    """The ids of all profiles, the default first; the user's own after the shipped ones."""
    names = {path.stem: None for folder in _folders() for path in sorted(folder.glob("*.toml"))}
    return sorted(names, key=lambda name: name != DEFAULT)


def load_profile(name: str = DEFAULT) -> Profile:
    """The profile of that name. InputRefused where there is none, or with all faults of its file."""
    path = _path(name)
    return _load_cached(path, path.stat().st_mtime_ns)


def parse_profile(text: str, name: str) -> Profile:
    """The profile that the TOML text holds, for a file of that name. InputRefused with all faults."""
    raw = _raw(text, name, ())
    errors: list[str] = []
    _judge(raw, Profile, "", errors)
    if not errors:
        profile = msgspec.structs.replace(msgspec.convert(raw, Profile), id=name)
        _judge_sense(profile, errors)
    if errors:
        raise _refused(name, errors)
    return profile


def _folders() -> list[Path]:
    folders = (places.shipped("resources") / "layout", places.home() / "layout")
    return [folder for folder in folders if folder.is_dir()]


def _path(name: str) -> Path:
    for folder in _folders():
        path = folder / f"{name}.toml"
        if path.parent == folder and path.is_file():
            return path
    names = profile_names()
    close = difflib.get_close_matches(name, names, n=1)
    raise InputRefused(
        f"没有名为“{name}”的版式",
        f"现有：{'、'.join(names)}",
        f"是不是“{close[0]}”" if close else "请从中选一个",
    )


@lru_cache(maxsize=32)
def _load_cached(path: Path, _stamp: int) -> Profile:
    return parse_profile(_read(path), path.stem)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(f"无法读取版式文件“{path.name}”", str(error), _REMEDY) from error


def _raw(text: str, name: str, above: tuple[str, ...]) -> dict[str, Any]:
    """The file's tables laid over those of the profile it is based on."""
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(name, [f"不是正确的 TOML：{error}"]) from error
    about = own.get("about")
    base = about.get("based_on") if isinstance(about, dict) else ""
    if not base:
        return own
    if base in (name, *above):
        raise _refused(name, [f"about.based_on：“{base}”互相引用"])
    merged = _raw(_read(_path(str(base))), str(base), (*above, name))
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = (
            {**below, **value} if isinstance(below, dict) and isinstance(value, dict) else value
        )
    return merged


def _refused(name: str, errors: list[str]) -> InputRefused:
    return InputRefused(f"版式文件“{name}.toml”有{len(errors)}处错误", "；".join(errors), _REMEDY)


def _judge(raw: Any, kind: type[msgspec.Struct], place: str, errors: list[str]) -> None:
    """Say every fault of a table against its struct, each with its place and what is allowed."""
    if not isinstance(raw, dict):
        errors.append(f"{place}：应为一节 [{place}]")
        return
    fields = {f.name: f for f in msgspec.structs.fields(kind) if f.name != "id"}
    hints = typing.get_type_hints(kind, include_extras=True)
    for key in raw:
        if key not in fields:
            close = difflib.get_close_matches(key, fields, n=1)
            hint = f"（是不是“{close[0]}”）" if close else ""
            errors.append(f"{_join(place, key)}：没有这一项，可以有 {'、'.join(fields)}{hint}")
    for name, field in fields.items():
        if name not in raw:
            if field.required:
                errors.append(f"{_join(place, name)}：缺少")
        elif isinstance(hints[name], type) and issubclass(hints[name], msgspec.Struct):
            _judge(raw[name], hints[name], _join(place, name), errors)
        else:
            try:
                msgspec.convert(raw[name], hints[name])
            except msgspec.ValidationError:
                found = text if len(text := str(raw[name])) <= 40 else text[:40] + "…"
                allowed = _allowed(hints[name])
                errors.append(f"{_join(place, name)}：是“{found}”，应为{allowed}")


def _judge_sense(profile: Profile, errors: list[str]) -> None:
    """What is right item by item and still cannot be printed."""
    if profile.line < profile.body.size * 20:
        errors.append(
            f"grid.line：行距 {_number(profile.line / 20)} 磅小于正文字号 {_number(profile.body.size)} 磅"
        )
    if profile.title.line < profile.title.size:
        errors.append(f"title.line：行距小于标题字号 {_number(profile.title.size)} 磅")
    if profile.table.min_size > profile.table.size:
        errors.append("table.min_size：大于 table.size")
    errors.extend(
        f"heading{level}.size：大于行距 {_number(profile.line / 20)} 磅"
        for level in range(1, 5)
        if profile.line < profile.heading(level).size * 20
    )


def _allowed(kind: Any) -> str:
    """What a field takes, in words."""
    info = msgspec.inspect.type_info(kind)
    match info:
        case msgspec.inspect.FloatType() | msgspec.inspect.IntType():
            name = "整数" if isinstance(info, msgspec.inspect.IntType) else "数"
            if info.ge is None or info.le is None:
                return name
            return f" {_number(info.ge)} 至 {_number(info.le)} 的{name}"
        case msgspec.inspect.BoolType():
            return " true 或 false"
        case msgspec.inspect.LiteralType():
            return "、".join(str(value) for value in info.values) + " 之一"
        case msgspec.inspect.StrType():
            if info.pattern and "n" in info.pattern and "{" in info.pattern[:8]:
                return "含有一个 {n} 的文字"
            return "文字，不超过31字，不含引号和尖括号" if info.max_length else "文字"
        case _:
            return '字体名的列表，如 仿宋_GB2312 = ["仿宋"]'


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
