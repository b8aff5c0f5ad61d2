"""The command in processes that need not load it first: `WarmCommand`.

Loading takes longer than most commands take to run, and the tests run a thousand of them. One process loads it once and
becomes a new process for each call: with arguments, environment, folder and streams of its own, ending as it ends.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile

_LONGEST_MESSAGE = 1 << 17


class WarmCommand:
    """The other end of a process that has loaded the command; it ends with this one."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-X", "dev", __file__, str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()])

    def run(
        self, arguments: Sequence[str], stdin: str | None, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """The finished command, its output as text."""
        message = json.dumps({"arguments": arguments, "folder": str(Path.cwd()), "environment": dict(environment)})
        with TemporaryFile("w+") as given, TemporaryFile("w+") as out, TemporaryFile("w+") as err:
            given.write(stdin or "")
            given.seek(0)
            socket.send_fds(self._socket, [message.encode()], [given.fileno(), out.fileno(), err.fileno()])
            status = int(self._socket.recv(_LONGEST_MESSAGE))
            return subprocess.CompletedProcess(arguments, status, _read(out.fileno()), _read(err.fileno()))


def _read(file: int) -> str:
    with open(file, encoding="utf-8", closefd=False) as opened:
        opened.seek(0)
        return opened.read()


def _serve(calls: socket.socket) -> None:
    """Run the command for each call that comes, until there is nobody left to call."""
    from client_import.cli import commands  # noqa: F401, PLC0415 - what is loaded here, no call has to load

    while True:
        message, streams, _, _ = socket.recv_fds(calls, _LONGEST_MESSAGE, 3)
        if not message:
            return
        child = os.fork()
        if child == 0:
            _become_command(json.loads(message), streams)
        for stream in streams:
            os.close(stream)
        calls.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _become_command(call: Mapping[str, object], streams: Sequence[int]) -> None:
    for target, stream in enumerate(streams):
        os.dup2(stream, target)
    os.chdir(str(call["folder"]))
    os.environ.clear()
    os.environ.update(call["environment"])  # type: ignore[call-overload]
    sys.argv = ["client-import", *call["arguments"]]  # type: ignore[misc]
    status: object = 0
    try:
        from client_import.cli import main  # noqa: PLC0415 - see above

        main()
    except SystemExit as end:
        status = end.code
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
