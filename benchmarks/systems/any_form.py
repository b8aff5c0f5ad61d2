"""The floor for forms of any width: the hand-written loop again, with the questions in a list."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from benchmarks import comparing
from benchmarks.comparing import People
from benchmarks.jobs import Job, Prepared
from benchmarks.systems.floor import EMAIL
from benchmarks.worlds import find_world


def prepare(job: Job) -> Prepared:
    """Plan or import a roster whose questions are texts and drop-downs."""
    questions = [
        (question.id, {choice.casefold().replace(" ", ""): choice for choice in question.choices} or None)
        for question in find_world(job.world).form.questions
    ]

    def read(roster: str) -> tuple[People, int]:
        rows = csv.reader(io.StringIO(Path(roster).read_bytes().decode(), newline=""))
        next(rows)
        people: People = {}
        number = 0
        for row in rows:
            number += 1
            email, first, last, *cells = map(str.strip, row)
            key = email.lower()
            if not first or not last or not EMAIL.fullmatch(email) or len(email) > 254 or key in people:
                continue
            answers: dict[str, object] = {}
            for (question, choices), cell in zip(questions, cells, strict=True):
                answer = choices.get(cell.casefold().replace(" ", "")) if choices else cell
                if answer:
                    answers[question] = answer
            people[key] = (email, first, last, answers)
        return people, number

    return comparing.prepare(job, read)
