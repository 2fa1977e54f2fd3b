"""本单位与设置: who we are, and how large the words are."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from giadesk.ui import dialogs, pieces, theme
from giadesk.ui.dialogs import Dialog
from giadesk.ui.welcome import office_fields


class SettingsDialog(Dialog):
    """Changes take effect with 确定; the zoom is shown at once and taken back by 取消."""

    def __init__(
        self, parent: QWidget | None, office: Mapping[str, str], settings: QSettings
    ) -> None:
        super().__init__(parent, "settingsDialog", "本单位与设置", "确定")
        self._settings = settings
        self._before = (kept_zoom(settings), kept_scheme(settings))
        self.body.addWidget(pieces.label("本单位资料", "officeTitle", "heading"))
        form = dialogs.form()
        self._fields = office_fields(form, office)
        self.body.addLayout(form)
        self.body.addWidget(pieces.line())
        self.body.addWidget(pieces.label("显示", "displayTitle", "heading"))
        display = dialogs.form()
        self.zoom = dialogs.combo_field(
            display, "字号", "zoom", [(f"{z}%", str(z)) for z in theme.ZOOMS]
        )
        self.zoom.setCurrentIndex(self.zoom.findData(str(self._before[0])))
        self.scheme = dialogs.combo_field(
            display, "配色", "scheme", [("浅色", "light"), ("深色", "dark")]
        )
        self.scheme.setCurrentIndex(self.scheme.findData(self._before[1]))
        self.body.addLayout(display)
        self.zoom.currentIndexChanged.connect(self._try)
        self.scheme.currentIndexChanged.connect(self._try)
        self.finish()
        self.set_width(37)

    @property
    def office(self) -> dict[str, str]:
        """本单位资料 as filled in."""
        return {name: edit.text().strip() for name, edit in self._fields.items()}

    def _try(self) -> None:
        self._show(int(self.zoom.currentData()), str(self.scheme.currentData()))

    def _show(self, zoom: int, scheme: str) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, zoom, "dark" if scheme == "dark" else "light")

    def accept(self) -> None:
        """Keep what was chosen."""
        self._settings.setValue("zoom", int(self.zoom.currentData()))
        self._settings.setValue("scheme", str(self.scheme.currentData()))
        super().accept()

    def reject(self) -> None:
        """Show it as it was before."""
        if (int(self.zoom.currentData()), str(self.scheme.currentData())) != self._before:
            self._show(*self._before)
        super().reject()


def kept_zoom(settings: QSettings) -> int:
    """The zoom that was chosen, in per cent."""
    try:
        zoom = int(str(settings.value("zoom", 100)))
    except ValueError:
        return 100
    return zoom if zoom in theme.ZOOMS else 100


def kept_scheme(settings: QSettings) -> str:
    """The colours that were chosen: light or dark."""
    return "dark" if settings.value("scheme") == "dark" else "light"


def step_zoom(settings: QSettings, by: int) -> int:
    """The next larger (1) or smaller (-1) zoom, 100 for 0; kept and shown at once."""
    steps = theme.ZOOMS
    place = steps.index(kept_zoom(settings))
    zoom = steps[max(0, min(len(steps) - 1, place + by))] if by else 100
    settings.setValue("zoom", zoom)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.apply(application, zoom, theme.scheme())
    return zoom
