"""How long a command takes until it can begin: Python alone, the library, and all that `client-import preview` needs.

Each is a process that begins and ends. Modules are compiled, as an installer leaves them: the round that is not
counted has done so.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.jobs import Job, Prepared

_PREVIEW = "from client_import.cli import main; main()"
_PROGRAMS = {"python": "", "import client_import": "import client_import", "client-import preview": _PREVIEW}


def prepare(job: Job) -> Prepared:
    """Start the program; the preview ends with 0, for a roster of two rows is in order."""
    command = [sys.executable, "-c", _PROGRAMS[job.system], "preview", job.roster, "--form", job.form]
    command += ["--clients", str(Path(job.roster).with_name("clients.db"))]

    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def work() -> int:
        return subprocess.run(command, stdout=subprocess.DEVNULL, env=compiled, check=True).returncode

    return Prepared(work, lambda status: {"status": status})
