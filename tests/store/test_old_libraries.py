"""Libraries of every schema that was ever on a clerk's disk open today, with everything in them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from giadesk.core.errors import StorageFailed
from giadesk.core.report import Report
from giadesk.store import Library, header
from giadesk.store.migrations import upgrade
from tests.databases.make import FOLDER

_EVERY = sorted(FOLDER.glob("schema-*.sqlite"))
_OLD = [path for path in _EVERY if path.stem != f"schema-{header.SCHEMA:04}"]


@pytest.fixture(params=_OLD, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copy(request.param, tmp_path / "library.sqlite"))


def _assert_everything(library: Library, said: Path) -> None:
    expected = json.loads(said.read_text("utf-8"))
    for report_id, rows in expected["reports"].items():
        assert library.load(report_id).report == Report.unflatten(
            rows
        )  # fields may have come since
    town = expected["town"]
    assert library.load(town).last_id == expected["last"]
    assert {
        str(v.number): [v.reason, library.version(town, v.number)] for v in library.versions(town)
    } == {
        number: [reason, Report.unflatten(rows)]
        for number, (reason, rows) in expected["versions"].items()
    }
    past = library.past(town, "figures/applications/row3/natural")
    assert [p.content for p in past] == expected["past"]
    assert [e.id for e in library.recycled()] == expected["recycled"]
    assert library.profile() == expected["profile"]
    assert library.check().damage == ()


def test_every_schema_is_there() -> None:
    assert [int(path.stem.split("-")[1]) for path in _EVERY] == list(range(1, header.SCHEMA + 1))


def test_a_library_of_the_present_schema_opens_as_it_is(tmp_path: Path) -> None:
    """What today's clerks will have on their disks: should it change, it is a schema of its own."""
    path = Path(shutil.copy(_EVERY[-1], tmp_path / "library.sqlite"))
    before = path.read_bytes()
    with Library.open(path) as library:
        _assert_everything(library, _EVERY[-1].with_suffix(".json"))
        assert library.backups() == []
    assert path.read_bytes() == before


def test_an_old_library_opens_with_everything(old: Path, request: pytest.FixtureRequest) -> None:
    said = FOLDER / f"{request.node.callspec.id}.json"
    before = old.read_bytes()
    with Library.open(old) as library:
        _assert_everything(library, said)
        (backup,) = library.backups()
        assert backup.reason.startswith("upgrade-s")
        assert backup.path.read_bytes()[100:] == before[100:]  # the header counts changes
    with Library.open(old) as library:  # and is brought up to date only once
        assert len(library.backups()) == 1


def test_an_old_backup_can_be_looked_at_without_touching_it(
    old: Path, request: pytest.FixtureRequest
) -> None:
    before = old.read_bytes()
    with Library.open(old, read_only=True) as library:
        _assert_everything(library, FOLDER / f"{request.node.callspec.id}.json")
        with pytest.raises(StorageFailed):
            library.set_profile({"unit": "x"})
    assert old.read_bytes() == before


def test_a_migration_that_fails_at_every_start_backs_up_once(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()

    def fail(*_: object) -> None:
        raise StorageFailed("x")

    monkeypatch.setattr(upgrade, "run", fail)
    for _ in range(3):
        with pytest.raises(StorageFailed):
            Library.open(old)
    assert old.read_bytes() == before
    assert len(list((old.parent / "backups").iterdir())) == 1
