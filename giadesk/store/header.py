"""What a library's file says of itself before anything else is read."""

from __future__ import annotations

SCHEMA = 2
"""The number of the present schema: the file's user_version and the last migration's name."""

APPLICATION_ID = 0x47494144
"""Marks the file as ours in its header: the letters GIAD."""
