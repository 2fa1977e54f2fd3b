"""Two time zones, very long paths, hardly any memory: a sentence at most, and no harm."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.errors import StorageFailed
from giadesk.store import Library
from giadesk.store.mending import mend
from giadesk.store.restoring import restore
from tests.store.sample import report

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of a process cannot be changed here")

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def test_a_library_goes_round_the_world(tmp_path: Path, in_zone: Callable[[str], None]) -> None:
    """Written in one time zone, used in others: the order, the moments and the backups stay."""
    path = tmp_path / "library.db"
    moments = [
        datetime(2026, 1, 31, 15, 30, tzinfo=UTC),  # 23:30 in Beijing, the last evening
        datetime(
            2026, 1, 31, 16, 30, tzinfo=UTC
        ),  # 00:30 there, another month; 08:30 in California
        datetime(2026, 3, 8, 10, 30, tzinfo=UTC),  # in the hour that summer time leaves out
        datetime(2026, 11, 1, 9, 30, tzinfo=UTC),  # in the hour that comes twice
    ]
    zones = ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Shanghai"]
    report_id, revisions = "", []
    for number, (zone, moment) in enumerate(zip(zones, moments, strict=True)):
        in_zone(zone)
        with Library.open(path, clock=lambda m=moment: m) as library:  # type: ignore[misc]
            if not report_id:
                report_id = library.create(report())
            edited = report().with_value("a/b/c", Decimal(number))
            revisions.append(library.save(report_id, edited))
            assert library.keep_backup("timer").said == ()
            (entry,) = library.entries()
            assert entry.edited == moment
            assert library.check().whole
            assert library.backups()[0].time == moment
    assert revisions == sorted(set(revisions))
    for zone in ("America/Los_Angeles", "Asia/Shanghai"):
        in_zone(zone)
        with Library.open(path) as library:
            assert [b.time for b in library.backups()] == moments[::-1]
            assert [p.content for p in library.past(report_id, "figures/a/b/c")] == [
                "2", "1", "0", None,
            ]  # fmt: skip
            days = {version.time for version in library.versions(report_id)}
            assert days <= set(moments)
            assert days


@pytest.mark.parametrize("length", [255, 259, 260, 261, 300])
def test_a_long_path_with_spaces_and_characters(tmp_path: Path, length: int) -> None:
    """Of so many characters; some of them Chinese, as many as the system's own limit allows."""
    folder = tmp_path / "柳河镇 人民政府" / "年度 报告"
    while len(str(folder / "library.db")) < length:
        folder /= "f" * max(1, min(40, length - len(str(folder / "library.db")) - 1))
    path = folder / "library.db"
    assert len(str(path)) in (length, length + 1)
    with Library.open(path) as library:
        report_id = library.create(report())
        made = library.keep_backup("hand")
        assert made.said == ()
        library.save(report_id, report().with_value("a/b/c", Decimal(1)))
    assert made.path is not None
    restore(made.path, path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 4096 // 2 * 4096])
    mend(path)
    with Library.open(path) as library:
        assert library.load(report_id).report == report()


@pytest.mark.skipif(sys.platform == "win32", reason="counts characters, not bytes")
def test_a_path_longer_than_the_database_takes_is_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder).encode()) < 500:
        folder /= "很长的文件夹名称"
    for path in (folder / "library.db", tmp_path / ("长" * 200) / "library.db"):
        with pytest.raises(StorageFailed, match="路径过长"):
            Library.open(path)
    assert not folder.exists()


_HUNGRY = """
import resource, sys
from decimal import Decimal
from giadesk.core.errors import UserError
from giadesk.core.report import Paragraph
from giadesk.store import Library
from tests.store.sample import report

with Library.open(sys.argv[1]) as library:
    report_id = library.create(report())
    library.save(report_id, report().with_value("a/b/c", Decimal(1)))
    library.check()
    paragraphs = [Paragraph(f"{n}" + "字" * 3000) for n in range(300)]
    much = report().with_value("a/b/c", Decimal(1)).with_paragraphs("overview", paragraphs)
    print("acknowledged", flush=True)
    pages = int(open("/proc/self/statm").read().split()[0])
    least = pages * resource.getpagesize() + int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (least, resource.RLIM_INFINITY))
    try:
        library.save(report_id, much)
        said = "saved"
    except UserError as error:
        said = f"refused {error}"
    except MemoryError:
        said = "refused 内存不足"
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(said, flush=True)
    library.save(report_id, much.with_value("a/b/c", Decimal(2)))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="limits of memory as on Linux")
def test_hardly_any_memory_does_no_harm(tmp_path: Path) -> None:
    """A sentence, or at worst the program's end: the encoder of a library below ours may crash where
    no memory is given to it. What was acknowledged is there either way."""
    said = []
    for number, kilobytes in enumerate((0, 300, 1000, 2000, 4000, 8000, 400_000)):
        path = tmp_path / f"{number}.db"
        done = subprocess.run(
            [sys.executable, "-c", _HUNGRY, str(path), str(kilobytes << 10)],
            cwd=_ROOT, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, -signal.SIGSEGV), done.stderr
        assert done.stdout.startswith("acknowledged\n")
        rest = done.stdout.removeprefix("acknowledged\n")
        said.append(rest)
        assert rest in ("", "saved\n") or "内存不足" in rest
        with Library.open(path) as library:
            assert library.check().whole
            (entry,) = library.entries()
            figure = library.load(entry.id).report.values["a/b/c"]
            assert figure == (2 if done.returncode == 0 else 1)
    assert said[-1] == "saved\n"
    assert any("内存不足" in words for words in said)
