"""Every operation of the disk fails once, for every k: a sentence, no harm, and work goes on after."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from giadesk.core.errors import StorageFailed, UserError
from giadesk.core.report import Paragraph, Report
from giadesk.store import Library
from giadesk.store.backups import verify
from giadesk.store.mending import mend
from giadesk.store.restoring import restore
from tests.databases.make import FOLDER
from tests.faults import disk as disks
from tests.faults.amount import LONG
from tests.faults.disk import Disk, Operation
from tests.store.sample import report

pytestmark = [
    pytest.mark.skipif(bool(disks.available()), reason=disks.available() or "-"),
    pytest.mark.timeout(0),
]

_ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES)
_errors = pytest.mark.parametrize("number", _ERRORS, ids=lambda number: errno.errorcode[number])
_lasting = pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
_STEP = 1 if LONG else 5
"""Every k in the long run; every fifth, beginning elsewhere for each error, in the quick one."""


class _Failing(Disk):
    """Fails the k-th operation, and all after it where that is asked for."""

    def __init__(self, k: int, number: int, lasting: bool) -> None:
        super().__init__()
        self.left = k
        self.hit = False
        self.fail = self._judge
        self._number, self._lasting = number, lasting

    def _judge(self, operation: Operation) -> int:
        self.left -= 1
        fails = self.left < 0 if self._lasting else self.left == -1
        self.hit |= fails
        return self._number if fails else 0


def _each_k(
    number: int, lasting: bool, prepare: Callable[[], None], scenario: Callable[[_Failing], None]
) -> None:
    """Run the scenario with the k-th operation failing, for every k until it is not reached."""
    for k in count(_ERRORS.index(number) % _STEP, _STEP):
        prepare()
        disk = _Failing(k, number, lasting)
        scenario(disk)
        if not disk.hit:
            assert k > 3
            return


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


def _grown() -> Report:
    """An edit that touches many pages."""
    pasted = {f"p/r{n}/n": Decimal(n) for n in range(120)}
    return report().with_values(pasted).with_paragraphs("overview", [Paragraph("字" * 3000)])


@_errors
@_lasting
def test_saving(tmp_path: Path, number: int, lasting: bool) -> None:
    folder = tmp_path / "home"
    path = folder / "library.sqlite"

    def scenario(disk: _Failing) -> None:
        with Library.open(path) as library:
            report_id = library.create(report())
            before = library.revision
        saved = False
        with disks.under(Disk()):
            library = Library.open(path)
        try:
            library.load(report_id)
            with disks.under(disk):
                try:
                    library.save(report_id, _grown())
                    saved = True
                except StorageFailed:
                    assert disk.hit
            stored = library.load(report_id)
            assert stored.report in ((_grown(),) if saved else (report(), _grown()))
            again = _grown().with_about(title="磁盘好了")
            assert library.save(report_id, again) > before
            assert library.load(report_id).report == again
        finally:
            library.close()
        with Library.open(path) as library:
            assert library.load(report_id).report == again
            assert library.check().whole

    _each_k(number, lasting, lambda: _clear(folder), scenario)


@_errors
def test_making_and_opening(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "home"
    path = folder / "library.sqlite"

    def scenario(disk: _Failing) -> None:
        try:
            with disks.under(disk), Library.open(path) as library:
                library.create(report())
        except UserError:
            assert disk.hit
        with Library.open(path) as library:
            assert library.check().whole
        left = {p.name for p in folder.iterdir()} - {"library.sqlite", "library.sqlite-journal"}
        assert not left

    _each_k(number, False, lambda: _clear(folder), scenario)


@_errors
@_lasting
def test_backing_up(tmp_path: Path, number: int, lasting: bool) -> None:
    folder = tmp_path / "home"
    path = folder / "library.sqlite"

    def scenario(disk: _Failing) -> None:
        second = folder / "U盘"
        second.mkdir()
        with disks.under(Disk()):
            library = Library.open(path)
        try:
            library.set_settings({"backup_place": str(second)})
            report_id = library.create(report())
            first = library.keep_backup().path
            assert first is not None
            library.save(report_id, _grown())
            with disks.under(disk):
                made = library.keep_backup()
            assert made.said or not disk.hit or made.second is not None
            assert first.exists()
            for backup in library.backups():
                verify(backup.path)
            assert library.load(report_id).report == _grown()
            assert library.keep_backup().said == ()
            assert len(library.backups()) == 4
        finally:
            library.close()

    _each_k(number, lasting, lambda: _clear(folder), scenario)


@_errors
@_lasting
def test_migrating(tmp_path: Path, number: int, lasting: bool) -> None:
    folder = tmp_path / "home"
    path = folder / "library.sqlite"
    old = FOLDER / "schema-0001.sqlite"

    def prepare() -> None:
        _clear(folder)
        shutil.copy(old, path)

    def scenario(disk: _Failing) -> None:
        try:
            with disks.under(disk):
                Library.open(path).close()
        except UserError:
            assert disk.hit
        with Library.open(path) as library:
            assert len(library.entries()) == 2
            assert library.check().whole
        for backup in (folder / "backups").glob("library-*"):
            Library.open(backup, read_only=True).close()

    _each_k(number, lasting, prepare, scenario)


@_errors
@pytest.mark.parametrize("mending", [False, True], ids=["restoring", "mending"])
def test_restoring_and_mending(tmp_path: Path, number: int, mending: bool) -> None:
    folder, ready = tmp_path / "home", tmp_path / "ready"
    path = folder / "library.sqlite"
    with Library.open(ready / "library.sqlite") as library:
        report_id = library.create(report())
        made = library.keep_backup().path
        assert made is not None
        library.create(report(2030))
    if mending:
        content = bytearray((ready / "library.sqlite").read_bytes())
        content[4096 * 3 : 4096 * 4] = bytes(4096)
        (ready / "library.sqlite").write_bytes(content)
    before = (ready / "library.sqlite").read_bytes()

    def prepare() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(ready, folder)

    def scenario(disk: _Failing) -> None:
        done = False
        try:
            with disks.under(disk):
                mend(path) if mending else restore(folder / "backups" / made.name, path)
            done = True
        except UserError:
            assert disk.hit
        if not done and path.read_bytes() != before:  # it failed after the new one had its place
            done = True
        with Library.open(path) if done or not mending else _mended(path) as library:
            assert library.load(report_id).report == report()
            assert library.check().whole
        assert not list(folder.glob(".new-*"))

    _each_k(number, False, prepare, scenario)


def _mended(path: Path) -> Library:
    mend(path)
    return Library.open(path)
