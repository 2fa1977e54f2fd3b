"""Work that the library could not take, put somewhere else until it can.

A rescue file holds one report whole. It is written when saving fails, replaced as typing goes on,
taken away when a save succeeds, and offered at the next start. No database is needed for any of it.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import msgspec

from giadesk.core.errors import StorageFailed
from giadesk.core.report import Report
from giadesk.store.failures import failure

_SUFFIX = ".giarescue"
_RESERVE = "reserve.bin"
_RESERVED = 1 << 20
"""Bytes held back on the library's disk: given up when the disk is full, so that there is room for
the rescue file itself."""


class Rescued(msgspec.Struct, frozen=True):
    """A report found in a rescue file.

    revision: of the stored state that it was typed onto. time: when it was written, by the clock.
    why: what the failed save said.
    """

    path: Path
    report_id: str
    report: Report
    revision: int
    time: datetime
    why: str


class _Content(msgspec.Struct, frozen=True):
    report_id: str
    revision: int
    time: datetime
    why: str
    rows: dict[str, str]


class _File(msgspec.Struct, frozen=True):
    giadesk_rescue: int
    digest: str
    content: msgspec.Raw


def rescue_places(home: Path) -> list[Path]:
    """Where rescue files go, the first that can be written: the library's own folder, the clerk's
    documents, the system's folder for temporary files (other disks, often)."""
    documents = [Path.home() / name for name in ("Documents", "文档", "桌面", "Desktop")]
    own = [folder / "GIADesk急救" for folder in documents if folder.is_dir()]
    return [home / "rescue", *own[:1], Path(tempfile.gettempdir()) / f"giadesk-{_who()}"]


def keep_reserve(home: Path) -> None:
    """Hold some space back for the day on which the disk is full. Never fails."""
    path = home / "rescue" / _RESERVE
    with suppress(OSError):
        if path.exists() and path.stat().st_size >= _RESERVED:
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(
                os.urandom(_RESERVED)
            )  # not zeros: a disk that compresses would hold nothing


def keep_rescue(
    home: Path,
    report_id: str,
    report: Report,
    revision: int,
    why: str,
    now: datetime | None = None,
    places: Iterable[Path] | None = None,
) -> Path:
    """Write the report whole to the first place that takes it, give the file.

    Called again for the same report it replaces what it wrote before. StorageFailed where no place
    takes it; the report then is only in memory, and the clerk must be told so.
    """
    content = msgspec.json.encode(
        _Content(report_id, revision, now or datetime.now(UTC), why, report.flatten())
    )
    packed = msgspec.json.encode(_File(1, _digest(content), msgspec.Raw(content)))
    name = f"{_safe(report.unit)}{report.year}-{_safe(report_id)}{_SUFFIX}"
    reasons = []
    for place in rescue_places(home) if places is None else places:
        for attempt in ("", "without the reserve"):
            if attempt and not _give_up_reserve(place):
                break
            try:
                return _write(place, name, packed)
            except OSError as error:
                said = failure(error, "未能写出急救文件")
                reasons.append(f"{place}：{said.why if said else error}")
    raise StorageFailed(
        "未能写出急救文件", "；".join(dict.fromkeys(reasons)), "请不要关闭程序，先清理磁盘再试"
    )


def find_rescued(home: Path, places: Iterable[Path] | None = None) -> list[Rescued]:
    """The rescue files of all places, the latest revision first; one that is not whole is left out."""
    found = []
    for place in rescue_places(home) if places is None else places:
        with suppress(OSError):
            if not _ours(place):
                continue
            for path in sorted(place.glob(f"*{_SUFFIX}")):
                rescued = read_rescue(path)
                if rescued is not None:
                    found.append(rescued)
    return sorted(found, key=lambda r: (r.revision, r.time), reverse=True)


def read_rescue(path: Path) -> Rescued | None:
    """A rescue file; None where it is not whole. It is then left where it is, for whoever can help."""
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        if file.digest != _digest(bytes(file.content)):
            return None
        content = msgspec.json.decode(file.content, type=_Content)
        report = Report.unflatten(content.rows)
    except (OSError, ValueError):
        return None
    return Rescued(path, content.report_id, report, content.revision, content.time, content.why)


def settle_rescue(home: Path, report_id: str, places: Iterable[Path] | None = None) -> None:
    """The library has the report again: take its rescue files away and hold the reserve back anew."""
    for place in rescue_places(home) if places is None else places:
        with suppress(OSError):
            for path in place.glob(f"*-{_safe(report_id)}{_SUFFIX}"):
                path.unlink()
    keep_reserve(home)


def _write(place: Path, name: str, content: bytes) -> Path:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _ours(place):  # somebody else's folder in /tmp is no place for a report
        raise PermissionError(errno.EPERM, "文件夹属于别人")
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=place)
    new = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        target = place / name
        new.replace(target)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    return target


def _give_up_reserve(place: Path) -> bool:
    reserve = place / _RESERVE
    if not reserve.exists():
        return False
    with suppress(OSError):
        reserve.unlink()
        return True
    return False


def _ours(place: Path) -> bool:
    return not hasattr(os, "getuid") or place.stat().st_uid == os.getuid()


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _safe(name: str) -> str:
    return re.sub(r"[^\w]+", "_", name)[:40]


def _who() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else _safe(os.environ.get("USERNAME", "x"))
