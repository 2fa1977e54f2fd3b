"""Where a library lies, and whether that place is known to harm such files.

A share of another computer may forget locks and writes; a program that synchronises a folder may put
an older copy in the library's place while it is open (reliability-ux.md A.2, A.6).
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PurePath

_SHARES = (
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs",
    "fuse.davfs", "fuse.sshfs", "fuse.rclone",
)  # fmt: skip
_CLOUDS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "iclouddrive": "iCloud",
    "google drive": "Google Drive",
    "nutstore": "坚果云",
    "坚果云": "坚果云",
    "我的坚果云": "坚果云",
    "wpsdrive": "WPS云盘",
    "wps云盘": "WPS云盘",
    "wps cloud files": "WPS云盘",
    "baidusyncdisk": "百度网盘",
    "百度网盘同步空间": "百度网盘",
    "weiyun": "腾讯微云",
    "微云同步助手": "腾讯微云",
    "天翼云盘": "天翼云盘",
    "阿里云盘": "阿里云盘",
}
_REMOTE_DRIVE = 4


def why_unsafe(path: Path, mounts: str | None = None) -> str:
    """What the clerk should know of the library's place; "" where nothing is known against it.

    mounts: the text of /proc/mounts, None for that of this machine.
    """
    cloud = cloud_of(path)
    remedy = "建议把报告库放在本机磁盘，并在设置中选一个第二备份位置。"
    if cloud:
        return f"报告库放在{cloud}的同步文件夹里，同步程序可能用旧文件替换它。{remedy}"
    if is_share(path, mounts):
        return f"报告库放在网络共享上，断网或多人同时使用时可能受损。{remedy}"
    return ""


def cloud_of(path: PurePath) -> str:
    """The name of the program that synchronises this folder, by the folders' names; "" for none."""
    for part in path.parts:
        name = part.lower()
        for sign, cloud in _CLOUDS.items():
            if name == sign or name.startswith((f"{sign} - ", f"{sign}-", f"{sign}(", f"{sign}（")):
                return cloud
    return ""


def is_share(path: Path, mounts: str | None = None) -> bool:
    """Whether the path lies on another computer's disk."""
    if os.name == "nt":
        return _is_share_of_windows(path)
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text("utf-8", "surrogateescape")
        except OSError:
            return False
    kind, longest = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = fields[1].encode("utf-8", "surrogateescape").decode("unicode_escape", "replace")
        place = place.encode("latin-1", "replace").decode("utf-8", "replace")
        inside = path.is_relative_to(place)
        if inside and len(place) >= longest:
            kind, longest = fields[2], len(place)
    return kind in _SHARES


def _is_share_of_windows(path: Path) -> bool:
    import ctypes

    if path.drive.startswith("\\\\"):
        return True
    with suppress(AttributeError, OSError):
        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
        return bool(kernel.GetDriveTypeW(f"{path.drive}\\") == _REMOTE_DRIVE)
    return False
