"""One run in a process of its own: `python -m benchmarks.single JOB`, with the job as JSON; prints a result as JSON."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import attrs

from benchmarks.jobs import Job, Result
from benchmarks.systems import find_system


def run_apart(job: Job) -> Result:
    """The result of a job, from a fresh process.

    Raises:
        RuntimeError: The process broke off; the message is what it said.
    """
    command = [sys.executable, "-m", "benchmarks.single", json.dumps(attrs.asdict(job))]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise RuntimeError(f"{job.system} broke off at “{job.task}”:\n{finished.stderr}")
    return Result(**json.loads(finished.stdout.splitlines()[-1]))


def main() -> None:
    """Do the job and print what it took."""
    job = Job(**json.loads(sys.argv[1]))
    prepared = find_system(job.system)(job)
    started, used = time.perf_counter(), sum(os.times()[:4])
    done = prepared.work()
    seconds, cpu = time.perf_counter() - started, sum(os.times()[:4]) - used
    peak = measure_peak()
    print(json.dumps(attrs.asdict(Result(seconds, cpu, peak, prepared.tell(done)))))


def measure_peak() -> float:
    """The peak of this program, or of one that it started.

    On Linux what `getrusage` says of a program itself may be the peak of the one which started it.
    """
    status = Path("/proc/self/status")
    unit = 1024 if status.exists() else 1024 * 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if status.exists():
        own = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / unit


if __name__ == "__main__":
    main()
