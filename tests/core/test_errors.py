"""What the system answers is said in Chinese, whatever it is."""

from __future__ import annotations

import errno

import pytest

from giadesk.core.errors import UserError, system_says


def test_a_full_disk_and_a_pulled_stick_have_their_words() -> None:
    assert system_says(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert system_says(OSError(errno.ENODEV, "No such device")) == "磁盘或 U 盘已断开"


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_nothing_is_said_in_the_systems_own_language(number: int) -> None:
    said = system_says(OSError(number, "something went wrong"))
    assert "went wrong" not in said
    assert said.startswith("系统错误") or not said.isascii()


def test_an_error_without_a_number_is_named() -> None:
    assert system_says(OSError("odd")) == "系统错误 OSError"


def test_a_user_error_is_one_line() -> None:
    assert str(UserError("无法保存", "磁盘已满", "请清理")) == "无法保存：磁盘已满。请清理。"
    assert str(UserError("无法保存")) == "无法保存。"
