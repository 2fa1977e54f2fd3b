"""How the window looks: colours by name, the font, the palette, a few lines of style sheet.

Widgets take colours only from `colour` and fonts from the application. Nothing here needs more than
QtGui and QtWidgets: the first paint waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

Scheme = Literal["light", "dark"]

FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "AR PL UKai CN",
    "sans-serif",
)
"""Font families, the first that is installed wins."""

POINTS = 10.5
"""The smallest size anything is written in."""

ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)
"""The steps of the zoom, in per cent."""

CELL = 5
"""Pixels between the edge of a cell of a list and its words."""

_LIGHT: Mapping[str, str] = {
    "text": "#1f2329",  # words
    "muted": "#59616d",  # second-rank words, last year's figures
    "must": "#b3261e",  # what blocks
    "verify": "#855700",  # what is to be explained
    "hint": "#46597a",  # advice
    "good": "#1d6b3b",  # done
    "accent": "#1f5da6",  # links, main buttons, the present section
    "focus": "#2f6fc4",  # the ring around what has the focus
    "base": "#ffffff",  # what is written on
    "window": "#f3f4f6",  # around it
    "panel": "#fafbfc",  # the columns at the sides
    "head": "#eaeef3",  # head and label cells of tables
    "grid": "#bcc3cd",  # lines of tables and frames
    "edge": "#767e89",  # round fields and boxes: where one writes, clicks, ticks
    "computed": "#eff1f3",  # cells that the program adds up
    "locked": "#e4e7eb",  # cells that cannot be written
    "unchanged": "#fff4d6",  # text that still is last year's
    "selection": "#d3e4fa",  # selected cells and lines
    "field": "#2f6fc4",  # selected words of a field; its edge is made of that where it has the focus
    "field_text": "#ffffff",
    "must_soft": "#fdeceb",
    "verify_soft": "#fdf3de",
    "hint_soft": "#eef2f8",
    "good_soft": "#e8f4ec",
}

_DARK: Mapping[str, str] = {
    "text": "#e6e8eb",
    "muted": "#a9b1bd",
    "must": "#ff8f86",
    "verify": "#e8b45a",
    "hint": "#a9bfe0",
    "good": "#7fcf9b",
    "accent": "#8ab8f2",
    "focus": "#6aa4ee",
    "base": "#1f2226",
    "window": "#17191c",
    "panel": "#1b1e21",
    "head": "#2b2f35",
    "grid": "#4a515b",
    "edge": "#7b8590",
    "computed": "#2a2d32",
    "locked": "#33373d",
    "unchanged": "#3d3620",
    "selection": "#263c59",
    "field": "#6aa4ee",
    "field_text": "#14171a",
    "must_soft": "#44221f",
    "verify_soft": "#3d3018",
    "hint_soft": "#252d3a",
    "good_soft": "#1d3526",
}

_EDGED = (
    "QLineEdit",
    "QAbstractSpinBox",
    "QComboBox",
    "QCheckBox",
    "QRadioButton",
    "QPushButton",
    "QToolButton",
    "QTextEdit",
    "QPlainTextEdit",
)
"""Classes whose edge must be seen in either scheme. Fusion makes it of the colour of the window."""

_LINES = ("QLineEdit", "QAbstractSpinBox")
"""Those of them whose edge Fusion makes of the colour of selected words, where they have the focus."""

_FILLED = ("QProgressBar",)
"""Classes that Fusion fills with the colour of what is selected: too near to the ground for a bar."""

_SCHEMES: Mapping[Scheme, Mapping[str, str]] = {"light": _LIGHT, "dark": _DARK}
_present: Scheme = "light"
_turn = 0
_held: list[QWidget] = []
"""Windows that are not painted until they are dressed."""


def colour(name: str) -> QColor:
    """The colour of that name in the present scheme. KeyError for a name that is not in the table."""
    return QColor(_SCHEMES[_present][name])


def names() -> tuple[str, ...]:
    """Every name that `colour` knows."""
    return tuple(_LIGHT)


def scheme() -> Scheme:
    """The scheme in use."""
    return _present


def font(zoom: int = 100) -> QFont:
    """The application's font at a zoom in per cent."""
    result = QFont()
    result.setFamilies(list(FAMILIES))
    result.setPointSizeF(POINTS * zoom / 100)
    result.setStyleHint(QFont.StyleHint.SansSerif)
    return result


def apply(app: QApplication, zoom: int = 100, in_scheme: Scheme = "light") -> None:
    """Give the application the style, palette, font and style sheet; again after a change of zoom."""
    _undress(app, zoom, in_scheme)
    _dress(app, zoom)


def change(app: QApplication, zoom: int, in_scheme: Scheme) -> None:
    """The same under a clerk's hands: in two turns of the event loop, each of half the work.

    Nothing is painted between them. Of changes that come faster than that the last is dressed.
    """
    for window in app.topLevelWidgets():
        if window.isVisible() and window.updatesEnabled():
            window.setUpdatesEnabled(False)
            _held.append(window)
    _undress(app, zoom, in_scheme)
    turn = _turn
    # not at once: timers that are due together are one turn
    QTimer.singleShot(1, app, lambda: _dress(app, zoom) if turn == _turn else None)


def _undress(app: QApplication, zoom: int, in_scheme: Scheme) -> None:
    """Everything but the style sheet: there is none now, as changing one for another goes through
    all widgets five times as long."""
    global _present, _turn
    _present = in_scheme
    _turn += 1
    if app.property("giadeskStyle") is None:  # a style sheet hides the name of the style
        app.setStyle("Fusion")
        app.setProperty("giadeskStyle", "Fusion")
    app.setStyleSheet("")
    if app.property("giadeskScheme") != in_scheme:  # what the system draws follows: title bars
        app.setProperty("giadeskScheme", in_scheme)
        dark = Qt.ColorScheme.Dark if in_scheme == "dark" else Qt.ColorScheme.Light
        app.styleHints().setColorScheme(dark)
    app.setPalette(palette())
    for edge, classes in (("edge", _EDGED), ("grid", ("QAbstractItemView",))):
        for name in classes:
            app.setPalette(edged(edge), name)  # type: ignore[arg-type]  # the stubs want bytes
    lines = edged()
    lines.setColor(QPalette.ColorRole.Highlight, colour("field"))
    lines.setColor(QPalette.ColorRole.HighlightedText, colour("field_text"))
    for name in (*_LINES, *_FILLED):
        app.setPalette(lines, name)  # type: ignore[arg-type]
    # an item view too, and painted with that colour
    app.setPalette(palette(), "QHeaderView")  # type: ignore[arg-type]
    app.setFont(font(zoom))


def _dress(app: QApplication, zoom: int) -> None:
    app.setStyleSheet(style_sheet(zoom))
    for window in _held:
        if isValid(window):
            window.setUpdatesEnabled(True)
    _held.clear()


def edged(by: str = "edge") -> QPalette:
    """The palette of widgets whose edge is of that colour."""
    found = palette()
    found.setColor(
        QPalette.ColorRole.Window, colour(by).lighter(140)
    )  # Fusion draws it darker by that
    return found


def palette() -> QPalette:
    """The palette of the present scheme."""
    result = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "base"),
        (role.AlternateBase, "panel"),
        (role.Text, "text"),
        (role.Button, "window"),
        (role.ButtonText, "text"),
        (role.ToolTipBase, "base"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "selection"),
        (role.HighlightedText, "text"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Accent, "accent"),
    ):
        result.setColor(which, colour(name))
    dim = colour("muted")
    dim.setAlphaF(0.75)
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, dim)
    return result


def style_sheet(zoom: int = 100) -> str:
    """The few rules that the palette cannot say; by dynamic property `kind`, never by position."""
    c = _SCHEMES[_present]
    large = POINTS * 1.35 * zoom / 100
    box = round(6 + 8 * zoom / 100)
    bar = round(8 + 6 * zoom / 100)
    return f"""
QToolTip {{ color: {c["text"]}; background: {c["base"]}; border: 1px solid {c["grid"]}; padding: 4px; }}
*[kind="title"] {{ font-size: {large:.2f}pt; font-weight: 600; }}
*[kind="heading"] {{ font-weight: 600; }}
*[kind="muted"] {{ color: {c["muted"]}; }}
*[kind="warning"] {{ color: {c["must"]}; }}
*[kind="good"] {{ color: {c["good"]}; }}
QHeaderView::section {{ background: {c["head"]}; color: {c["text"]}; border: none;
  border-bottom: 1px solid {c["grid"]}; padding: 5px 7px; }}
QTableView[showGrid="false"]::item, QTableWidget::item {{ padding: 0 {CELL}px; }}
QTableView#library::item {{ padding-right: 0; }}
QAbstractItemView {{ outline: 1px solid {c["focus"]}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{
  width: {box}px; height: {box}px; }}
QAbstractScrollArea::corner {{ background: {c["window"]}; }}
QScrollBar {{ background: {c["window"]}; border: none; }}
QScrollBar:vertical {{ width: {bar}px; }}
QScrollBar:horizontal {{ height: {bar}px; }}
QScrollBar::handle {{ background: {c["edge"]}; border-radius: {bar // 2 - 3}px; margin: 3px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {c["muted"]}; }}
QScrollBar::handle:vertical {{ min-height: {2 * bar}px; }}
QScrollBar::handle:horizontal {{ min-width: {2 * bar}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QTabBar::tab:selected {{ color: {c["accent"]}; }}
QTabBar::tab:!selected {{ color: {c["muted"]}; }}
QFrame[kind="card"] {{ background: {c["base"]}; border: 1px solid {c["grid"]}; border-radius: 4px; }}
QFrame[kind="panel"] {{ background: {c["panel"]}; }}
QScrollArea[kind="pages"] {{ background: {c["locked"]}; }}
QFrame[kind="line"] {{ background: {c["grid"]}; border: none; }}
QPushButton[kind="main"] {{
  background: {c["accent"]}; color: {c["base"]}; border: 1px solid {c["accent"]};
  border-radius: 3px; padding: 5px 16px; outline: none; }}
QPushButton[kind="main"]:focus {{ border: 2px solid {c["text"]}; padding: 4px 15px; }}
QPushButton[kind="main"]:disabled {{ background: {c["locked"]}; color: {c["muted"]};
  border-color: {c["grid"]}; }}
"""
