"""Django, made ready in this process for the database of a job."""

from __future__ import annotations

import os

import django

from benchmarks.jobs import Job


def start_django(job: Job) -> None:
    """Load the settings of the benchmark, with the job's database."""
    os.environ["BENCHMARK_DATABASE"] = job.place
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.django_settings"
    django.setup()
