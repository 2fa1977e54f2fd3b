"""What the world did, said so that a clerk can act on it.

A `UserError` is the environment's or the input's fault: a full disk, a file open in WPS, a file
that is no report. Everything else that is raised is our own bug and goes to the crash dialog.
"""

from __future__ import annotations

import errno

_SYSTEM = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘已满",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘是只读的",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "文件或文件夹不存在",
    errno.EISDIR: "它是一个文件夹",
    errno.EEXIST: "同名的文件已经存在",
    errno.ENAMETOOLONG: "路径过长",
    errno.EFBIG: "文件大小超过了磁盘或系统的限制",
    errno.EIO: "读写磁盘时出错",
    errno.ENODEV: "磁盘或 U 盘已断开",
    errno.ENXIO: "磁盘或 U 盘已断开",
    errno.EBUSY: "正被其他程序占用",
    errno.ENOMEM: "内存不足",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.ELOOP: "链接指向了自己",
    errno.ETIMEDOUT: "磁盘没有回应",
    errno.ESTALE: "网络上的文件夹已断开",
    errno.EINVAL: "名称或位置不正确",
}


def system_says(error: OSError) -> str:
    """Why the system refused, as a clerk would say it; a number where no words are known."""
    return _SYSTEM.get(error.errno or 0, f"系统错误 {error.errno or type(error).__name__}")


class UserError(Exception):
    """A fault of the input or the surroundings, in three Chinese sentences without their marks.

    what: what did not happen (`无法读取“x.docx”`); why: the cause; remedy: what the clerk does now.
    """

    exit_status = 3

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        super().__init__(what, why, remedy)
        self.what = what
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        """One line: 什么：原因。怎么办。"""
        line = self.what + (f"：{self.why}" if self.why else "")
        return f"{line}。{self.remedy}。" if self.remedy else f"{line}。"


class UsageError(UserError):
    """The command line was used in a way it does not offer (exit status 2)."""

    exit_status = 2


class InputRefused(UserError):
    """The input cannot be read or is refused: damaged, no report, too large, hostile (exit 3)."""


class StorageFailed(UserError):
    """The disk or the library failed; nothing is half-written (exit status 4)."""

    exit_status = 4
