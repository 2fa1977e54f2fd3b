"""The power goes at any moment: nothing acknowledged is lost, and every library opens.

The last test takes the safety away and sees the simulator find the losses: it is not blind.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.errors import UserError
from giadesk.core.report import Paragraph, Report
from giadesk.store import Library, LibraryMissing, database
from giadesk.store.backups import verify
from giadesk.store.mending import mend
from giadesk.store.restoring import restore
from tests.databases.make import FOLDER
from tests.faults import disk as disks
from tests.faults.amount import rounds, seed
from tests.faults.disk import Disk
from tests.faults.power import PoweredDisk
from tests.store.sample import report

pytestmark = [
    pytest.mark.skipif(bool(disks.available()), reason=disks.available() or "-"),
    pytest.mark.timeout(0),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def _states(
    home: Path, log: list[disks.Operation], before: PoweredDisk, count: int, name: str
) -> Iterator[tuple[Path, list[object]]]:
    """So many folders as the power may leave them, each with what was said before the cut."""
    chance = random.Random(seed(name))
    target = home.parent / "after"
    moments = sorted(chance.randrange(len(log) + 1) for _ in range(count))
    said: list[object] = []
    done = 0
    for moment in moments:
        for operation in log[done:moment]:
            if operation[0] == "say":
                said.append(operation[1])
            else:
                before.feed(operation)
        done = moment
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        before.cut(chance, target)
        yield target, said


def _type(home: Path, disk: Disk, edits: int) -> tuple[str, list[Report]]:
    """Type into a library; what was stored after each acknowledged edit, said to the disk."""
    chance = random.Random(seed("typing"))
    states = [report()]
    with Library.open(home / "library.sqlite") as library:
        report_id = library.create(states[0])
        disk.say(0)
        for number in range(1, edits + 1):
            now = states[-1].with_value(f"t/r{chance.randrange(50)}/n", Decimal(number))
            if chance.random() < 0.3:
                pasted = {f"p/r{n}/n": Decimal(number) for n in range(chance.randrange(1, 150))}
                text = "字" * chance.randrange(4000)
                now = now.with_values(pasted).with_paragraphs("overview", [Paragraph(text)])
            states.append(now)
            library.save(report_id, now)
            disk.say(number)
            if number % 10 == 0:
                library.keep_backup()
            if number % 12 == 0:
                library.keep_version(report_id)
    return report_id, states


def _stored(folder: Path, report_id: str) -> Report | None:
    """The report in the library that the cut left; None where there is no library yet."""
    path = folder / "library.sqlite"
    for backup in (folder / "backups").glob("library-*.sqlite"):
        verify(backup)
    if not path.exists():
        return None
    with Library.open(path) as library:
        found = library.load(report_id).report if library.entries() else None
        checked = library.check()
        assert checked.whole, checked.damage
        return found


def test_typing_and_backing_up(home: Path) -> None:
    before = PoweredDisk(home)
    with disks.under(Disk()) as disk:
        report_id, states = _type(home, disk, rounds(20, 60, "power_edits"))
    count = rounds(250, 38_000, "power_typing")
    for folder, said in _states(home, disk.log, before, count, "power typing"):
        found = _stored(folder, report_id)
        assert _is_kept(found, said, states), f"{said[-1:]} was acknowledged"


def _is_kept(found: Report | None, said: list[object], states: list[Report]) -> bool:
    """Whether this is the last acknowledged state, or the one that was being written."""
    if not said:
        return found is None or found == states[0]
    acknowledged = said[-1]
    assert isinstance(acknowledged, int)
    return found in states[acknowledged : acknowledged + 2]


def test_migrating(home: Path) -> None:
    shutil.copy(FOLDER / "schema-0001.sqlite", home / "library.sqlite")
    before = PoweredDisk(home)
    with disks.under(Disk()) as disk, Library.open(home / "library.sqlite") as library:
        disk.say("done")
        stored = {e.id: library.load(e.id) for e in library.entries()}
    count = rounds(60, 6_000, "power_migrating")
    for folder, said in _states(home, disk.log, before, count, "power migrating"):
        with Library.open(folder / "library.sqlite") as library:
            assert {e.id: library.load(e.id) for e in library.entries()} == stored
            assert library.check().whole
            assert [b.reason for b in library.backups()] == ["upgrade-s1"] or said
        for backup in (folder / "backups").glob("library-*"):
            Library.open(backup, read_only=True).close()


@pytest.mark.parametrize("damaged", [False, True])
def test_restoring_and_mending(home: Path, damaged: bool) -> None:
    path = home / "library.sqlite"
    with Library.open(path) as library:
        report_id = library.create(report())
        backup = library.keep_backup().path
        library.save(report_id, report(2030))
    assert backup is not None
    if damaged:
        content = bytearray(path.read_bytes())
        content[4096 * 3 : 4096 * 4] = bytes(4096)
        path.write_bytes(content)
    before = PoweredDisk(home)
    with disks.under(Disk()) as disk:
        mend(path) if damaged else restore(backup, path)
        disk.say("done")
    count = rounds(40, 3_000, "power_restoring")
    for folder, said in _states(home, disk.log, before, count, f"power restoring {damaged}"):
        if said or not damaged:
            found = _stored(folder, report_id)
            assert found == report() if said and not damaged else found in (report(), report(2030))
        else:
            _assert_damaged_or_mended(folder / "library.sqlite")


def _assert_damaged_or_mended(path: Path) -> None:
    """A cut while mending: the damaged library is still there to be mended again, or it is done."""
    try:
        with Library.open(path) as library:
            whole = library.check().whole
    except LibraryMissing:
        raise
    except UserError:
        whole = False
    if not whole:
        mend(path)
    with Library.open(path) as library:
        assert library.check().whole
        assert len(library.entries()) == 1


_WEAK = {
    "nothing synced": ("journal_mode=TRUNCATE", "synchronous=OFF"),
    "as SQLite comes": ("journal_mode=DELETE", "synchronous=FULL"),
}


@pytest.mark.parametrize("name", _WEAK)
def test_the_simulator_finds_the_losses_of_weaker_settings(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [p for p in database.PRAGMAS if not p.startswith(("journal", "synchronous", "locking"))]
    weak = ("locking_mode=NORMAL", *kept, *_WEAK[name])
    before = PoweredDisk(home)
    with monkeypatch.context() as weakened, disks.under(Disk()) as disk:
        weakened.setattr(database, "PRAGMAS", weak)
        report_id, states = _type(home, disk, 20)
    lost = 0
    for folder, said in _states(home, disk.log, before, rounds(150, 3000, "power_weak"), name):
        try:
            found = _stored(folder, report_id)
            assert _is_kept(found, said, states)
        except (AssertionError, UserError, KeyError):
            lost += 1
    assert lost
