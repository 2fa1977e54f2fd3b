"""What the window does about 本单位资料: the very first start, the settings, what is due when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from giadesk.ui.flows import Flows
    from giadesk.ui.library_list import Row
    from giadesk.ui.welcome import WelcomePage


class OwnOffice:
    """The welcome of a new library, and the office that it asked for."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows
        self._welcome: WelcomePage | None = None

    def welcome_if_new(self, rows: list[Row]) -> bool:
        """On the very first start ask for 本单位资料. True where it does."""
        flows = self._flows
        if rows or flows.desk.office().get("unit") or flows.desk.library.read_only:
            self.say_due()
            flows.tour.page_shown()
            return False
        from giadesk.ui.welcome import WelcomePage

        self._welcome = WelcomePage(flows.desk.office())
        self._welcome.finished.connect(self._welcomed)
        self._welcome.sample_asked.connect(self._try_sample)
        flows.window.show_page(self._welcome)
        self._welcome.fields["unit"].setFocus()
        return True

    def leave_welcome(self) -> None:
        """Take the welcome away where it stands: the clerk began in another way."""
        if self._welcome is not None:
            self._flows.window.drop_page(self._welcome)
            self._welcome = None

    def say_due(self) -> None:
        """Say on the start page whose report is due, and in how many days."""
        from datetime import date

        from giadesk.ui.new_dialog import year_in_hand

        unit = self._flows.desk.office().get("unit", "")
        year = year_in_hand(date.today())
        days = (date(year + 1, 1, 31) - date.today()).days
        due = f"{year}年度报告应于{year + 1}年1月31日前上报、公布"
        due += f"，还有{days}天" if days >= 0 else "（已过）"
        self._flows.window.start.set_office(f"{unit}　{due}" if unit else due)

    def edit(self) -> None:
        """本单位资料 and the settings of the window."""
        from giadesk.ui.settings_dialog import SettingsDialog

        flows = self._flows
        dialog = SettingsDialog(
            flows.window,
            flows.desk.office(),
            flows.settings,
            flows.handing.choose_layout,
            flows.handing.example(),
            backups := flows.keeping.settings_page(),
        )
        backups.restore_asked.connect(dialog.reject)
        backups.restore_asked.connect(flows.keeping.ask_recovery)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            flows.keeping.take_settings(backups)
            self._keep(dialog.office)
            flows.check_anew()
        dialog.deleteLater()

    def _keep(self, office: dict[str, str]) -> None:
        try:
            self._flows.desk.set_office(office)
        except Exception as error:  # noqa: BLE001 - told to the clerk
            self._flows.window.messages.say_error(error)
        self.say_due()

    def _welcomed(self, office: dict[str, str]) -> None:
        flows = self._flows
        self.leave_welcome()
        flows.window.show_page(flows.window.start)
        self._keep(office)
        flows.refresh()
        flows.window.start.actions_[0].setFocus()
        flows.tour.begin()

    def _try_sample(self) -> None:
        flows = self._flows

        def opened(report_id: str) -> None:
            self.leave_welcome()
            flows.open(report_id, then=flows.tour.begin)

        flows.run("正在准备示例乡镇", lambda: flows.desk.sample(), opened)
