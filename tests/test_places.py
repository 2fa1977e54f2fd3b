"""Where things lie, and writing a file whole: the old one or the new one, never half of one."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from giadesk import places
from giadesk.core.errors import InputRefused, StorageFailed
from giadesk.places import could_not_write, home, own_forms, replacing, shipped

OLD, NEW = b"old", b"new" * 1000

_WRITE = """
import os, resource, signal, sys
from pathlib import Path
from giadesk.core.errors import StorageFailed
from giadesk.places import replacing
target, limit, user = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
if user:
    os.setuid(user)
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with replacing(target) as temporary:
        temporary.write_bytes(b"n" * 100_000)
except StorageFailed as error:
    sys.stdout.buffer.write(f"{error.what}|{error.why}|{error.remedy}".encode())
    sys.exit(4)
"""


def _write_apart(target: Path, *, limit: int = 0, user: int = 0) -> tuple[int, str]:
    """Write in a process of its own, with a limit of size or as another user."""
    done = subprocess.run(
        [sys.executable, "-c", _WRITE, str(target), str(limit), str(user)],
        capture_output=True,
        cwd=Path(__file__).parents[1],
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def _interrupted(target: Path, error: BaseException) -> None:
    with replacing(target) as temporary:
        temporary.write_bytes(NEW)
        raise error


def _only(folder: Path, *names: str) -> None:
    assert sorted(p.name for p in folder.iterdir()) == sorted(names)


def test_a_new_file_and_an_old_one_are_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    for content in (OLD, NEW):
        with replacing(target) as temporary:
            assert temporary.parent == tmp_path
            assert temporary.suffix == ".docx"
            temporary.write_bytes(content)
        assert target.read_bytes() == content
        _only(tmp_path, "报告.docx")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_file_can_be_read_by_others_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    with replacing(tmp_path / "target") as temporary:
        temporary.write_bytes(NEW)
    assert (tmp_path / "target").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_that_stands_keeps_its_rights_and_the_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(OLD)
    (tmp_path / "real").chmod(0o600)
    (tmp_path / "link").symlink_to("real")
    with replacing(tmp_path / "link") as temporary:
        temporary.write_bytes(NEW)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == NEW
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_or_a_device_is_no_target(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StorageFailed, match="不是普通文件"), replacing(tmp_path / "pipe"):
        raise AssertionError("nothing is written")
    assert (tmp_path / "pipe").is_fifo()
    _only(tmp_path, "pipe")


@pytest.mark.parametrize(
    "error", [RuntimeError("own"), KeyboardInterrupt(), InputRefused("不是报告")], ids=repr
)
def test_whatever_is_raised_the_old_file_stays_and_nothing_is_left(
    tmp_path: Path, error: BaseException
) -> None:
    target = tmp_path / "a.gia"
    target.write_bytes(OLD)
    with pytest.raises(type(error)) as caught:
        _interrupted(target, error)
    assert caught.value is error
    assert target.read_bytes() == OLD
    _only(tmp_path, "a.gia")


def test_a_full_disk_in_the_middle_of_writing(tmp_path: Path) -> None:
    target = tmp_path / "a.gia"
    target.write_bytes(OLD)
    with pytest.raises(StorageFailed) as caught:
        _interrupted(target, OSError(errno.ENOSPC, "No space left on device"))
    assert (caught.value.why, caught.value.remedy) == (
        "磁盘已满",
        "请清理磁盘空间，或换一个位置保存",
    )
    assert caught.value.exit_status == 4
    assert target.read_bytes() == OLD
    _only(tmp_path, "a.gia")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 KB; skipped where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.name == "nt" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full(tiny_disk: Path) -> None:
    target = tiny_disk / "a.gia"
    target.write_bytes(OLD)
    status, said = _write_apart(target)
    assert (status, said.split("|")[1]) == (4, "磁盘已满")
    assert target.read_bytes() == OLD
    _only(tiny_disk, "a.gia")


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_file_that_grows_over_the_systems_limit(tmp_path: Path) -> None:
    target = tmp_path / "a.gia"
    target.write_bytes(OLD)
    status, said = _write_apart(target, limit=4096)
    assert (status, said.split("|")[1]) == (4, "文件大小超过了磁盘或系统的限制")
    assert target.read_bytes() == OLD
    _only(tmp_path, "a.gia")


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_folder_without_permission() -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "locked"
        folder.mkdir()
        target = folder / "a.gia"
        target.write_bytes(OLD)
        folder.chmod(0o555)
        # root may write everywhere: it is done as nobody
        status, said = _write_apart(target, user=65534 if os.geteuid() == 0 else 0)
        folder.chmod(0o755)
        assert (status, said.split("|")[1]) == (4, "没有写入权限，或文件正被 WPS、Word 打开")
        assert target.read_bytes() == OLD
        _only(folder, "a.gia")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed) as caught, replacing(tmp_path / "x" / "a.gia"):
        pytest.fail("nothing may be begun")
    assert caught.value.why == "文件夹不存在"
    _only(tmp_path)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(OLD)
    with pytest.raises(StorageFailed) as caught, replacing(tmp_path / "x" / "a.gia"):
        pytest.fail("nothing may be begun")
    assert caught.value.why == "文件夹不存在"


def test_a_target_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.gia").mkdir()
    (tmp_path / "a.gia" / "inside").write_bytes(OLD)
    with pytest.raises(StorageFailed) as caught, replacing(tmp_path / "a.gia") as temporary:
        temporary.write_bytes(NEW)
    assert caught.value.why == "该名称是一个文件夹"
    assert (tmp_path / "a.gia" / "inside").read_bytes() == OLD
    _only(tmp_path, "a.gia")


def _held(monkeypatch: pytest.MonkeyPatch, times: int, number: int) -> list[Path]:
    """Windows' answer, so many times, to a file that shall take a place; the tries are noted."""
    real, tries = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) <= times:
            error = PermissionError(13, "held", str(self))
            error.winerror = number  # type: ignore[attr-defined,unused-ignore]
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(places, "_WAITS", (0.0,) * 6)
    return tries


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_that_windows_holds_for_a_moment_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target = tmp_path / "报告.docx"
    target.write_text("old", "utf-8")
    tries = _held(monkeypatch, 6, number)
    with replacing(target) as temporary:
        temporary.write_text("new", "utf-8")
    assert target.read_text("utf-8") == "new"
    assert len(tries) == 7


@pytest.mark.parametrize(("number", "most"), [(32, 7), (112, 1)])
def test_a_file_that_stays_held_is_a_sentence_and_the_old_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, most: int
) -> None:
    target = tmp_path / "报告.docx"
    target.write_text("old", "utf-8")
    tries = _held(monkeypatch, 99, number)
    with pytest.raises(StorageFailed, match="WPS"), replacing(target) as temporary:
        temporary.write_text("new", "utf-8")
    assert target.read_text("utf-8") == "old"
    assert len(tries) == most
    assert [path.name for path in tmp_path.iterdir()] == ["报告.docx"]


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed) as caught, replacing(tmp_path / ("长" * 200)) as temporary:
        temporary.write_bytes(NEW)
    assert caught.value.why == "文件名过长"
    _only(tmp_path)


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS, errno.EIO]
)
def test_every_cause_is_said_with_what_to_do(number: int) -> None:
    failed = could_not_write(Path("/x/报告.docx"), OSError(number, "English"))
    assert "报告.docx" in str(failed)
    assert failed.why
    assert failed.remedy.startswith("请")


def test_the_library_lies_where_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIADESK_HOME", str(tmp_path / "家"))
    assert home() == tmp_path / "家"
    assert own_forms() == tmp_path / "家" / "forms"
    monkeypatch.delenv("GIADESK_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home().name == "GIADesk"


def test_shipped_forms_are_found() -> None:
    assert (shipped("forms") / "gia-2021.yaml").is_file()
