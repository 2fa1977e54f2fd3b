"""What the world did, said so that a clerk can act on it.

A `UserError` is the environment's or the input's fault: a full disk, a file open in WPS, a file
that is no report. Everything else that is raised is our own bug and goes to the crash dialog.
"""

from __future__ import annotations


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
