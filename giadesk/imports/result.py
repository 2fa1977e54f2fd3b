"""What reading a file gives: the report, the form it was read in, what was mended and what is left."""

from __future__ import annotations

from typing import Literal

import msgspec

from giadesk.core.form import Form
from giadesk.core.report import Report

What = Literal["numbering", "table", "text", "form"]


class Repair(msgspec.Struct, frozen=True):
    """One thing that was mended: of what sort, where, what stood there, what stands there now."""

    what: What
    where: str
    was: str
    now: str


class Recognised(msgspec.Struct, frozen=True):
    """A report as it was recognised in a file.

    repairs: what was mended, in reading order. unplaced: text and table rows of the input that are
    in no section, cell or label of the report; nothing of the input is anywhere else.
    """

    report: Report
    form: Form
    repairs: tuple[Repair, ...] = ()
    unplaced: tuple[str, ...] = ()
