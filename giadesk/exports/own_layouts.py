"""Layout profiles that an office makes for itself: listed, written, removed, handed on as files.

They lie as TOML files in `layout` of the user's folder, where `load_profile` finds them by name, for
the window and for `giadesk export --profile` alike. What is written rests on a shipped profile and
gives only what differs from it, so that the file can be read and is right on another machine too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from giadesk import places
from giadesk.core.errors import InputRefused, UserError
from giadesk.exports.profile import DEFAULT, Profile, load_profile, parse_profile, profile_names

LARGEST = 200_000
"""Bytes that a layout file has at most: a shipped one has 3,000."""
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Listed(NamedTuple):
    """A profile as it is listed. own: it can be changed and removed. yields: 22 行 × 28 字.

    fault: why its file cannot be used, "" where it can; then `yields` is empty.
    """

    id: str
    name: str
    own: bool
    yields: str
    fault: str = ""


def listed() -> list[Listed]:
    """Every profile there is, the default first; a broken file is listed with its fault."""
    found = []
    for name in profile_names():
        try:
            profile = load_profile(name)
        except UserError as error:
            found.append(Listed(name, name, is_own(name), "", str(error)))
        else:
            found.append(Listed(name, profile.about.name, is_own(name), profile.yields))
    return found


def is_own(name: str) -> bool:
    """Whether the profile of that id is the office's own; a shipped one stays as it is."""
    return not _shipped(name).is_file()


def base_of(profile: Profile) -> Profile:
    """The shipped profile that one rests on, or the default: what 恢复 goes back to."""
    name = profile.about.based_on
    return load_profile(name if name and not is_own(name) else DEFAULT)


def judged(values: Mapping[str, Any], name: str) -> Profile:
    """The profile of these values (a table each section). InputRefused with every fault."""
    return parse_profile(_toml(values), name)


def values_of(profile: Profile) -> dict[str, Any]:
    """The values of a profile as its file would give them, section by section."""
    values: dict[str, Any] = msgspec.to_builtins(profile)
    values.pop("id")
    return values


def profile_text(profile: Profile) -> str:
    """The file of a profile: what differs from the shipped one it rests on."""
    base = base_of(profile)
    below = values_of(base)
    own: dict[str, Any] = {}
    for section, value in values_of(profile).items():
        if section == "about":
            own[section] = {**value, "based_on": base.id}
        elif section == "fonts" or not isinstance(value, dict):
            own |= {section: value} if value != below.get(section) else {}
        else:
            differing = {k: v for k, v in value.items() if v != below[section].get(k)}
            own |= {section: differing} if differing else {}
    return _toml(own)


def save_own(profile: Profile) -> Profile:
    """Write an own profile under its id, judged once more as it will be read; the one written.

    InputRefused where it is faulty or its id is that of a shipped profile; StorageFailed where it
    cannot be written.
    """
    if not is_own(profile.id):
        raise InputRefused(f"“{profile.id}”是随程序提供的版式", "不能改动", "请另存为本单位的版式")
    text = profile_text(profile)
    made = parse_profile(text, profile.id)
    _write(_own(profile.id), text)
    return made


def new_id(name: str) -> str:
    """An id that is free, made of a name as the clerk writes it."""
    stem = _UNFIT.sub("_", name).strip(" .")[:40] or "本单位版式"
    taken = {one.lower() for one in profile_names()}
    number = 1
    found = stem
    while found.lower() in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def remove_own(name: str) -> None:
    """Remove an own profile. InputRefused for a shipped one; none is left where there was none."""
    if not is_own(name):
        raise InputRefused(f"“{name}”是随程序提供的版式", "不能删除")
    path = _own(name)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise places.could_not_write(path, error) from error


def import_own(path: Path) -> Profile:
    """Take over a layout file that somebody handed on, as an own profile under a free id.

    InputRefused where it is no layout file, with all its faults; StorageFailed as `save_own`.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputRefused(
                f"“{path.name}”太大", "版式文件只有几千个字节", "请选一个 .toml 版式文件"
            )
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "不是文字文件" if isinstance(error, UnicodeDecodeError) else str(error)
        raise InputRefused(f"无法读取“{path.name}”", why, "请选一个 .toml 版式文件") from error
    profile = parse_profile(text, path.stem)
    return save_own(msgspec.structs.replace(profile, id=new_id(path.stem)))


def export_layout(name: str, target: Path) -> None:
    """Write the profile's file to be handed on. StorageFailed where it cannot be written."""
    _write(target, profile_text(load_profile(name)))


def _shipped(name: str) -> Path:
    return places.shipped("resources") / "layout" / f"{name}.toml"


def _own(name: str) -> Path:
    return places.home() / "layout" / f"{name}.toml"


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise places.could_not_write(path, error) from error
    with places.replacing(path) as temporary:
        temporary.write_text(text, "utf-8")


def _toml(values: Mapping[str, Any]) -> str:
    """The values as TOML: single values first, then a table each."""
    lines = [f"{_key(k)} = {_value(v)}" for k, v in values.items() if not isinstance(v, Mapping)]
    for section, value in values.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{_key(section)}]", *_entries(value)]
    return "\n".join(lines).strip() + "\n"


def _entries(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return repr(value)
