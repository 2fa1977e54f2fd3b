"""常用语: sentences an office writes every year, by section, with the figures of the table in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from giadesk.core.form import Form
from giadesk.core.prose import LIVE_FIGURE, clean_text, live_ids
from giadesk.places import home, shipped

FILE = "phrases.yaml"


class PhraseGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases under a title. sections: ids of the sections they fit, empty for every one."""

    title: str
    phrases: tuple[str, ...]
    sections: tuple[str, ...] = ()


def phrases_for(form: Form, section_id: str, year: int, unit: str) -> list[PhraseGroup]:
    """The groups that fit a section, its own first; {year} and {unit} are filled in.

    A phrase with a live figure that the form does not have is left out. The office's own file in
    its folder comes before the shipped one; one that cannot be read is passed over.
    """
    found = []
    for group in (*_read(home() / FILE), *_read(shipped("resources") / FILE)):
        if group.sections and section_id not in group.sections:
            continue
        texts = tuple(
            clean_text(phrase).replace("{year}", str(year)).replace("{unit}", unit)
            for phrase in group.phrases
            if all(value_id in form.indicators for value_id in live_ids(phrase))
        )
        if texts:
            found.append(msgspec.structs.replace(group, phrases=texts))
    return sorted(found, key=lambda group: not group.sections)


def caption(phrase: str, length: int = 26) -> str:
    """A phrase for a menu: live figures as a blank, cut short."""
    text = " ".join(LIVE_FIGURE.sub("〔数据〕", phrase).split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _read(path: Path) -> tuple[PhraseGroup, ...]:
    import yaml

    try:
        given: Any = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        return msgspec.convert(given, tuple[PhraseGroup, ...])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError):
        return ()
