"""Places that are known to harm a library are told apart from those that are not."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from giadesk.store.surroundings import cloud_of, is_share, why_unsafe

_MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/办公 /mnt/\345\212\236\345\205\254\040\345\205\261\344\272\253 cifs rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the mounts of other systems")
@pytest.mark.parametrize(
    ("path", "share"),
    [
        ("/var/lib/giadesk/library.db", False),
        ("/mnt/办公 共享/library.db", True),
        ("/mnt/办公/library.db", False),
        ("/home/wang/.local/share/GIADesk/library.db", True),
        ("/home/local/library.db", False),
        ("/homes/library.db", False),
    ],
)
def test_a_share_is_told_by_the_longest_mount(path: str, share: bool) -> None:
    assert is_share(Path(path), _MOUNTS) is share
    assert ("网络共享" in why_unsafe(Path(path), _MOUNTS)) is share


@pytest.mark.parametrize(
    ("path", "cloud"),
    [
        (PureWindowsPath(r"C:\Users\王\OneDrive - 某单位\GIADesk\library.db"), "OneDrive"),
        (PureWindowsPath(r"D:\我的坚果云\library.db"), "坚果云"),
        (PureWindowsPath(r"E:\BaiduSyncdisk\library.db"), "百度网盘"),
        (PurePosixPath("/home/wang/Dropbox/library.db"), "Dropbox"),
        (PurePosixPath("/home/wang/onedriver/library.db"), ""),
        (PurePosixPath("/home/wang/文档/library.db"), ""),
    ],
)
def test_a_synchronised_folder_is_told_by_its_name(path: PurePosixPath, cloud: str) -> None:
    assert cloud_of(path) == cloud


def test_nothing_is_said_of_this_machines_own_disk(tmp_path: Path) -> None:
    assert why_unsafe(tmp_path / "library.db", "/dev/sda1 / ext4 rw 0 0\n") == ""
