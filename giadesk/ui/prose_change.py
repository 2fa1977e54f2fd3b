"""Where two versions of a paragraph differ, so that only that is written into the document. No Qt."""

from __future__ import annotations

from giadesk.core.prose import LIVE_FIGURE


def unequal(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at their head and at their tail; no live figure is cut."""
    figures = [list(LIVE_FIGURE.finditer(text)) for text in (old, new)]
    shorter = min(len(old), len(new))
    head = _common(old, new, shorter)
    for found in figures:
        head = next((m.start() for m in found if m.start() < head < m.end()), head)
    tail = _common(old[::-1], new[::-1], shorter - head)
    for found, text in (*zip(figures, (old, new), strict=True),) * 2:
        cut = len(text) - tail
        tail = next((len(text) - m.end() for m in found if m.start() < cut < m.end()), tail)
    return head, tail


def _common(one: str, other: str, most: int) -> int:
    """The length of the common head, at most `most`; by halving, so that it costs no loop in text."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
