"""Damaged files: noticed or harmless, mended as far as anything is intact, and never a crash."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.errors import UserError
from giadesk.core.report import Paragraph, Report
from giadesk.store import Library
from giadesk.store.mending import mend
from tests.faults.amount import rounds, seed
from tests.store.sample import report

pytestmark = pytest.mark.timeout(0)

_PAGE = 4096


class _Made:
    """A library with its backup, what is stored in it, and how its file was some edits ago."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "library.sqlite"
        self.stored: dict[str, Report] = {}
        with Library.open(self.path) as library:
            for year in (2022, 2023, 2024):
                text = Paragraph(f"{year}年，" + "政府信息公开" * 400)
                made = report(year, figures=60).with_paragraphs("overview", [text])
                self.stored[library.create(made)] = made
            library.set_profile({"unit": "示例县柳河镇人民政府"})
            library.keep_backup()
        self.older = self.path.read_bytes()
        with Library.open(self.path) as library:
            for number, report_id in enumerate(self.stored):
                for figure in range(8):
                    now = self.stored[report_id].with_value(f"x/r{figure}/n", Decimal(number))
                    self.stored[report_id] = now
                    library.save(report_id, now)
                library.keep_version(report_id)
        self.content = self.path.read_bytes()

    def damage(self, chance: random.Random) -> tuple[str, bytes]:
        """The file's content after damage of some kind, and what kind."""
        kind = chance.choice(list(_KINDS))
        return kind, bytes(_KINDS[kind](bytearray(self.content), chance, self))


def _flip(content: bytearray, chance: random.Random, _made: _Made) -> bytearray:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def _flip_in_header(content: bytearray, chance: random.Random, _made: _Made) -> bytearray:
    content[chance.randrange(100)] ^= 1 << chance.randrange(8)
    return content


def _noise(content: bytearray, chance: random.Random, _made: _Made) -> bytearray:
    at = chance.randrange(len(content) - 16)
    content[at : at + 16] = chance.randbytes(16)
    return content


def _pages(content: bytearray, chance: random.Random) -> tuple[int, int]:
    one, other = chance.sample(range(len(content) // _PAGE), 2)
    return one * _PAGE, other * _PAGE


def _zero_page(content: bytearray, chance: random.Random, _made: _Made) -> bytearray:
    at, _ = _pages(content, chance)
    content[at : at + _PAGE] = bytes(_PAGE)
    return content


def _swap_pages(content: bytearray, chance: random.Random, _made: _Made) -> bytearray:
    one, other = _pages(content, chance)
    page = content[one : one + _PAGE]
    content[one : one + _PAGE] = content[other : other + _PAGE]
    content[other : other + _PAGE] = page
    return content


def _old_page(content: bytearray, chance: random.Random, made: _Made) -> bytearray:
    """A write that never reached the disk although the disk said so."""
    at = chance.randrange(len(made.older) // _PAGE) * _PAGE
    content[at : at + _PAGE] = made.older[at : at + _PAGE]
    return content


def _cut_off(content: bytearray, chance: random.Random, _made: _Made) -> bytearray:
    return content[: chance.randrange(len(content))]


_KINDS: dict[str, Callable[[bytearray, random.Random, _Made], bytearray]] = {
    "bit": _flip,
    "header bit": _flip_in_header,
    "16 bytes": _noise,
    "zeroed page": _zero_page,
    "swapped pages": _swap_pages,
    "old page": _old_page,
    "cut off": _cut_off,
}


@pytest.fixture
def made(tmp_path: Path) -> _Made:
    folder = tmp_path / "报告库"
    folder.mkdir()
    return _Made(folder)


def _notices(path: Path, stored: dict[str, Report]) -> bool:
    """Whether damage is said; where it is not, everything must be as it was stored."""
    try:
        with Library.open(path) as library:
            if not library.check().whole:
                return True
            found = {entry.id: library.load(entry.id).report for entry in library.entries()}
            versions = [library.versions(report_id) for report_id in found]
    except UserError:
        return True
    assert found == stored
    assert all(len(one) == 1 for one in versions)
    return False


def test_damage_is_noticed_or_harmless(made: _Made) -> None:
    chance = random.Random(seed("damage"))
    noticed: Counter[str] = Counter()
    for _ in range(rounds(200, 20_000, "damage")):
        kind, content = made.damage(chance)
        made.path.write_bytes(content)
        noticed[kind] += _notices(made.path, made.stored)
    assert set(noticed) == set(_KINDS)
    assert noticed["zeroed page"]


@pytest.mark.parametrize("backup", [True, False], ids=["with a backup", "without"])
def test_damage_is_mended_and_what_is_not_is_named(made: _Made, backup: bool) -> None:
    chance = random.Random(seed("mending"))
    if not backup:
        shutil.rmtree(made.path.parent / "backups")
    exact = 0
    count = rounds(25, 1_500, "mending")
    for _ in range(count):
        kind, content = made.damage(chance)
        made.path.write_bytes(content)
        exact += _mend_and_compare(made, kind, backup)
        shutil.rmtree(made.path.parent / "replaced", ignore_errors=True)
        made.path.with_name(made.path.name + "-journal").unlink(missing_ok=True)
    assert exact > count // 2


def _mend_and_compare(made: _Made, kind: str, backup: bool) -> bool:
    """Whether everything is back exactly; what is not must be named."""
    try:
        mended = mend(made.path)
    except UserError:
        assert not backup, kind  # without a backup a header may be all there is
        assert kind in ("cut off", "header bit", "old page")
        return False
    named = {one.report_id: one for one in mended.reports}
    with Library.open(made.path) as library:
        assert library.check().whole
        found = {entry.id: library.load(entry.id).report for entry in library.entries()}
    for report_id, was in made.stored.items():
        one = named.get(report_id)
        if report_id not in found and mended.missing != 0:
            assert not backup
            continue
        if one is None or one.exact:
            assert found[report_id] == was, kind
        elif not one.lost and backup:
            rows, before = found[report_id].flatten(), was.flatten()
            different = {p for p in rows.keys() & before.keys() if rows[p] != before[p]}
            assert different <= set(one.doubtful), kind
    if backup:
        assert set(found) == set(made.stored), kind
    return found == made.stored


def test_a_foreign_journal_beside_the_file_does_no_silent_harm(made: _Made, tmp_path: Path) -> None:
    """A copy put in place by hand, with the journal of a crash of another file beside it."""
    chance = random.Random(seed("journal"))
    journal = made.path.with_name(made.path.name + "-journal")
    hot = _hot_journal(made.content)
    for _ in range(rounds(20, 500, "journal")):
        made.path.write_bytes(chance.choice((made.content, made.older)))
        content = bytearray(hot)
        if chance.random() < 0.5:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        journal.write_bytes(content)
        try:
            with Library.open(made.path) as library:
                whole = library.check().whole
                found = {e.id: library.load(e.id).report for e in library.entries() if whole}
        except UserError:
            continue
        if whole:
            assert found.keys() == made.stored.keys()


def _hot_journal(content: bytes) -> bytes:
    """A journal as a crash leaves it: a header that counts, and first pages as they were."""
    pages = [n for n in range(len(content) // _PAGE) if n % 3 == 0]
    nonce = 12345
    header = bytes.fromhex("d9d505f920a163d7") + b"".join(
        n.to_bytes(4, "big") for n in (len(pages), nonce, len(content) // _PAGE, 512, _PAGE)
    )
    made = header + bytes(512 - len(header))
    for page in pages:
        body = content[page * _PAGE : (page + 1) * _PAGE]
        total = nonce + sum(body[at] for at in range(_PAGE - 200, 0, -200))
        made += (page + 1).to_bytes(4, "big") + body + (total & 0xFFFFFFFF).to_bytes(4, "big")
    return made
