#!/bin/sh
# Bring what GIADesk needs onto a Debian- or Ubuntu-like machine: `setup.sh run` for the program,
# `setup.sh test` for the tests too. Run again, it does only what is missing.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
venv=${VENV:-.venv}

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }

# --- system packages ---------------------------------------------------------------------------
# Qt's xcb platform needs these since 6.5; a Chinese font, or every character is an empty box.
wanted="libegl1 libgl1 libopengl0 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0
libxcb-xinerama0 libxcb-xkb1 libxcb-randr0 fonts-noto-cjk python3-venv"
if [ "$purpose" = test ]; then
    # a screen without a screen, real key presses, and LibreOffice to render what we export
    wanted="$wanted xvfb xauth xdotool strace git libreoffice-writer libreoffice-calc poppler-utils"
fi

missing_packages() {
    for package in $wanted; do
        # libglib2.0-0 is a virtual name where the t64 transition renamed it
        if ! dpkg-query -W -f='${db:Status-Status}\n' "$package" "${package}t64" 2>/dev/null |
            grep -qx installed; then
            case $package in
            python3-venv) "$python" -c 'import venv, ensurepip' 2>/dev/null || printf '%s ' "$package" ;;
            *) printf '%s ' "$package" ;;
            esac
        fi
    done
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
}

python=$(find_python)
[ -n "$python" ] || stop "没有找到 Python 3.11 或更高版本。请先安装 python3（sudo apt-get install python3）后再试。"

if command -v dpkg-query >/dev/null 2>&1; then
    missing=$(missing_packages)
    if [ -n "$missing" ]; then
        line="apt-get install -y --no-install-recommends $missing"
        if [ "$(id -u)" = 0 ]; then
            say "安装系统组件：$missing"
            log=$(mktemp)
            if ! { apt-get update && DEBIAN_FRONTEND=noninteractive $line; } >"$log" 2>&1; then
                tail -n 15 "$log" >&2
                stop "系统组件没有装上（见上面的原因）。请检查网络和软件源后再试：$line"
            fi
            rm -f "$log"
        else
            stop "还缺系统组件，需要管理员安装。请执行下面一行，再重新运行：
  sudo apt-get update && sudo $line"
        fi
    fi
else
    say "不是 Debian 系的系统：请自行确认 Qt 6 所需的 xcb 组件和一种中文字体已经安装。" >&2
fi

# --- virtual environment ------------------------------------------------------------------------
lock=packaging/requirements.lock
[ "$purpose" = run ] || lock=packaging/requirements-dev.lock
stamp=$(cat "$lock" pyproject.toml packaging/setup.sh | sha256sum | cut -c1-16)
if [ -x "$venv/bin/giadesk" ] && grep -qsx "$purpose $stamp" "$venv/giadesk-setup"; then
    exit 0
fi
say "准备 Python 环境（$venv）……"
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv" ||
    stop "无法建立 Python 环境。请安装 python3-venv 后再试。"
pip="$venv/bin/python -m pip --disable-pip-version-check --quiet"
$pip install --require-hashes -r "$lock" ||
    stop "依赖没有装上。请检查网络后再试；已装好的部分会保留。"
$pip install --no-deps --no-build-isolation --editable . || stop "GIADesk 本身没有装上。"
touch "$venv/giadesk-setup"
{ grep -v "^$purpose " "$venv/giadesk-setup" || true; echo "$purpose $stamp"; } >"$venv/giadesk-setup.new"
mv "$venv/giadesk-setup.new" "$venv/giadesk-setup"
