"""本单位与设置: who we are, how our files look and are called, which hints are on, how large words are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from giadesk.checks.switches import PROFILE_KEY, hints_off, profile_entry, switches
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports import own_layouts
from giadesk.exports.naming import (
    DEFAULT_PATTERN,
    PATTERN_KEY,
    PLACES,
    faults_of_pattern,
    file_name,
)
from giadesk.exports.profile import DEFAULT
from giadesk.ui import dialogs, pieces, theme
from giadesk.ui.dialogs import Dialog
from giadesk.ui.welcome import office_fields

LAYOUT = "layout"
"""Under which name 本单位资料 keeps the id of the layout profile."""


class SettingsDialog(Dialog):
    """Changes take effect with 确定; the zoom is shown at once and taken back by 取消.

    choose_layout: shows the layouts, given the present one's id; the id of the one chosen. example:
    the report whose file is named as a sample of the pattern. backups: the page for them.
    """

    def __init__(
        self,
        parent: QWidget | None,
        office: Mapping[str, str],
        settings: QSettings,
        choose_layout: Callable[[str], str] | None = None,
        example: tuple[Report, Form] | None = None,
        backups: QWidget | None = None,
    ) -> None:
        super().__init__(parent, "settingsDialog", "本单位与设置", "确定")
        self._settings = settings
        self._before = (kept_zoom(settings), kept_scheme(settings))
        self._office = dict(office)
        self._choose = choose_layout
        self._example = example
        self.tabs = QTabWidget()
        self.tabs.setObjectName("settingsPages")
        self.tabs.setAccessibleName("设置的各页")
        self.body.addWidget(self.tabs)
        self.tabs.addTab(self._office_page(office), "本单位")
        self.tabs.addTab(self._files_page(), "版式和文件名")
        self.tabs.addTab(self._hints_page(office), "审核提示")
        self.tabs.addTab(self._display_page(), "显示")
        if backups is not None:
            self.tabs.addTab(backups, "备份")
        self.finish()
        self.set_width(44)
        self._judge()

    @property
    def office(self) -> dict[str, str]:
        """本单位资料 as filled in, the layout and the hints that are off included."""
        fields = {name: edit.text().strip() for name, edit in self._fields.items()}
        layout = str(self.layouts.currentData())
        fields[LAYOUT] = "" if layout == DEFAULT else layout
        names = self.names.text().strip()
        fields[PATTERN_KEY] = "" if names == DEFAULT_PATTERN else names
        off = [code for code, box in self.hints.items() if not box.isChecked()]
        return {**self._office, **fields, **profile_entry(off)}

    def _office_page(self, office: Mapping[str, str]) -> QWidget:
        form = dialogs.form()
        self._fields = office_fields(form, office)
        return _page(form)

    def _files_page(self) -> QWidget:
        form = dialogs.form()
        self.layouts = dialogs.combo_field(form, "版式", LAYOUT, [])
        self._list_layouts(self._office.get(LAYOUT, "") or DEFAULT)
        change = pieces.button("查看和修改……", "editLayout", self._edit_layout)
        change.setVisible(self._choose is not None)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(change)
        across.addWidget(pieces.label("Word、PDF、预览和打印都用它", "layoutWords", "muted"))
        across.addStretch(1)
        form.addRow("", across)
        kept = self._office.get(PATTERN_KEY, "") or DEFAULT_PATTERN
        self.names = dialogs.field(form, "文件名", PATTERN_KEY, kept)
        form.addRow("", self._places())
        self.sample = pieces.label("", "namesSample", "muted", wrap=True)
        form.addRow("", self.sample)
        dialogs.on_change([self.names, self._fields["unit"]], self._judge)
        return _page(form)

    def _places(self) -> QWidget:
        """A button for each place that a name may have; it is put in where the cursor stands."""
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(4)
        across.addWidget(pieces.label("插入", "insertPlace", "muted"))
        for place, words in PLACES.items():
            put = pieces.button(place, f"place-{place}", self._putter(place), tip=words)
            put.setAccessibleName(f"插入{place}")
            put.setAutoDefault(False)
            across.addWidget(put)
        across.addStretch(1)
        return row

    def _putter(self, place: str) -> Callable[[], object]:
        def put() -> None:
            self.names.insert(f"{{{place}}}")
            self.names.setFocus()

        return put

    def _judge(self) -> None:
        """Show how a file would be called, or say what is wrong with the pattern."""
        pattern = self.names.text().strip()
        faults = faults_of_pattern(pattern)
        self.ok.setEnabled(not faults)
        self.warn(f"文件名：{faults[0]}" if faults else "")
        self.sample.setVisible(not faults and self._example is not None)
        if self._example is not None and not faults:
            report, form = self._example
            unit = self._fields["unit"].text().strip()
            report = report.with_about(unit=unit or report.unit)
            names = (file_name(pattern, report, form, kind) for kind in ("docx", "xlsx"))
            docx, xlsx = names
            self.sample.setText(f"例如：{docx}.docx、{xlsx}.xlsx")

    def _hints_page(self, office: Mapping[str, str]) -> QWidget:
        off = hints_off({PROFILE_KEY: office.get(PROFILE_KEY, "")})
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        self.hints: dict[str, QCheckBox] = {}
        for one in switches():
            box = QCheckBox(f"{one.title}（{one.code}）")
            box.setObjectName(f"hint-{one.code}")
            box.setAccessibleName(one.title)
            box.setChecked(one.code not in off)
            pieces.set_tip(box, one.about)
            rows.addWidget(box)
            self.hints[one.code] = box
        rows.addStretch(1)
        area = QScrollArea()
        area.setObjectName("hints")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (inside, area.viewport()):
            part.setAutoFillBackground(False)  # the page shows through
        area.setMinimumHeight(self.fontMetrics().lineSpacing() * 7)
        page = QVBoxLayout()
        words = "不想看到的提示可以关闭。强制性、核实性审核不能关闭。"
        page.addWidget(pieces.label(words, "hintsWords", "muted", wrap=True))
        page.addWidget(area, 1)
        return _page(page)

    def _display_page(self) -> QWidget:
        display = dialogs.form()
        self.zoom = dialogs.combo_field(
            display, "字号", "zoom", [(f"{z}%", str(z)) for z in theme.ZOOMS]
        )
        self.zoom.setCurrentIndex(self.zoom.findData(str(self._before[0])))
        self.scheme = dialogs.combo_field(
            display, "配色", "scheme", [("浅色", "light"), ("深色", "dark")]
        )
        self.scheme.setCurrentIndex(self.scheme.findData(self._before[1]))
        self.zoom.currentIndexChanged.connect(self._try)
        self.scheme.currentIndexChanged.connect(self._try)
        return _page(display)

    def _list_layouts(self, select: str) -> None:
        self.layouts.clear()
        for one in own_layouts.listed():
            words = ("本单位：" if one.own else "") + one.name
            self.layouts.addItem(f"{words}　{one.yields or '（不能用）'}", one.id)
        self.layouts.setCurrentIndex(max(0, self.layouts.findData(select)))

    def _edit_layout(self) -> None:
        if self._choose is not None:
            self._list_layouts(self._choose(str(self.layouts.currentData())))

    def _try(self) -> None:
        self._show(int(self.zoom.currentData()), str(self.scheme.currentData()))

    def _show(self, zoom: int, scheme: str) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.change(application, zoom, "dark" if scheme == "dark" else "light")

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


def _page(layout: QLayout) -> QWidget:
    page = QWidget()
    layout.setContentsMargins(14, 14, 14, 12)
    page.setLayout(layout)
    return page


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
        theme.change(application, zoom, theme.scheme())
    return zoom
