"""Older schemas brought up to the present one by Alembic; loaded only when a library needs it."""
