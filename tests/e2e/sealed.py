"""Run a module with the network sealed off: asking the system for any socket but a local one kills it.

`python -m tests.e2e.sealed MODULE ARGUMENT ...`. A system-call filter (seccomp) that children inherit
and nobody can take off again. Local sockets (AF_UNIX) stay: by them Qt speaks to the screen. Exit
status 77 where this system has no such filter.
"""

from __future__ import annotations

import ctypes
import platform
import runpy
import struct
import subprocess
import sys

NOT_POSSIBLE = 77
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_AF_UNIX = 1
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050001
_IO_URING = 425
"""It could open sockets past the filter; refused with EPERM, as it is by many systems."""
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: how the kernel calls it, and the number of the call `socket`."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def seal() -> str:
    """Put the filter on; "" where that worked, else why not."""
    machine = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or machine is None:
        return f"no system-call filter on {sys.platform} {platform.machine()}"
    audit, socket = machine
    steps = (
        (_LOAD, 0, 0, 4),  # the machine; a call made the way of another one is killed
        (_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_EQUAL, 4, 0, _IO_URING),
        (_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, 16),  # the kind of socket that is asked for
        (_EQUAL, 0, 2, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _KILL),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.cast(code, ctypes.c_void_p))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return "the kernel does not let privileges be given up"
    if library.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        return f"the kernel takes no filter (error {ctypes.get_errno()})"
    return ""


def command(*arguments: str) -> list[str]:
    """The command line that runs a module sealed; unsealed where this system has no such filter."""
    plain = [sys.executable, "-m"]
    sealed = [*plain, "tests.e2e.sealed"]
    tried = subprocess.run([*sealed, "string"], capture_output=True, check=False)
    return [*(plain if tried.returncode == NOT_POSSIBLE else sealed), *arguments]


if __name__ == "__main__":
    why = seal()
    if why:
        print(why, file=sys.stderr)
        sys.exit(NOT_POSSIBLE)
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
