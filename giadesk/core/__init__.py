"""The field itself: forms, reports, totals, prose. No I/O but form loading, no Qt, no SQL."""
