"""The same import with pandas: columns of strings, a merge with what is stored, a mask for every comparison."""

from __future__ import annotations

import json

import pandas as pd

from benchmarks.by_hand import Stored, Written, encode, find_store
from benchmarks.jobs import Job, Outcome, Prepared, count
from benchmarks.systems.floor import EMAIL
from benchmarks.worlds import MAJORS, STANDINGS, TOPICS

FIELDS = ["email", "first", "last", "sid", "standing", "year", "major", "topics", "phone"]
QUESTIONS = FIELDS[3:]


def prepare(job: Job) -> Prepared:
    """Read, plan or import the usual roster."""
    if job.task == "read":
        return Prepared(lambda: _load(job.roster), lambda frame: {"rows": len(frame)})
    connect = find_store(job)

    def work() -> Outcome:
        loaded = _load(job.roster)
        people = _check(loaded)
        store = connect()
        stored = list(store.look_up(people["key"].to_list()))
        new, changed = _compare(people, stored)
        if job.task == "import":
            store.write([*_list_new(new), *_list_changed(changed)])
        return count(len(new), len(changed), len(stored) - len(changed), len(loaded) - len(people))

    return Prepared(work, lambda outcome: outcome)


def _load(roster: str) -> pd.DataFrame:
    return pd.read_csv(roster, dtype=str, keep_default_na=False)


def _check(frame: pd.DataFrame) -> pd.DataFrame:
    """The people of the rows that are in order; an answer that is none is empty."""
    frame.columns = FIELDS
    frame = frame.apply(lambda column: column.str.strip())
    email = frame["email"]
    right = (
        (frame["first"] != "") & (frame["last"] != "") & email.str.fullmatch(EMAIL.pattern) & (email.str.len() <= 254)
    )
    frame = frame[right]
    frame = frame.assign(key=frame["email"].str.lower()).drop_duplicates("key")
    for question, choices in (("standing", STANDINGS), ("major", MAJORS)):
        known = {_fold_text(choice): choice for choice in choices}
        frame[question] = _fold(frame[question]).map(known).fillna("")
    frame["topics"] = _fold(frame["topics"]).map(_match_topics)
    return frame


def _fold(cells: pd.Series[str]) -> pd.Series[str]:
    return cells.str.lower().str.replace(" ", "", regex=False)


def _fold_text(choice: str) -> str:
    return choice.casefold().replace(" ", "")


_TOPICS = {_fold_text(topic): topic for topic in TOPICS}


def _match_topics(cell: str) -> str:
    """The chosen topics in the form's order, as one text to compare by."""
    chosen = {_TOPICS.get(part) for part in cell.split(";")}
    return ";".join(topic for topic in TOPICS if topic in chosen)


def _compare(people: pd.DataFrame, stored: list[Stored]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who is new, and who changes, with what is stored of them."""
    there = pd.DataFrame(stored, columns=["key", "id", "old_first", "old_last", "text"])
    answers = [json.loads(text) for text in there["text"]]
    for question in QUESTIONS:
        there[f"old_{question}"] = [_as_text(each.get(question, "")) for each in answers]
    joined = people.merge(there, on="key", how="left")
    known = joined[joined["id"].notna()]
    differs = (known["first"] != known["old_first"]) | (known["last"] != known["old_last"])
    for question in QUESTIONS:
        differs |= (known[question] != "") & (known[question] != known[f"old_{question}"])
    return joined[joined["id"].isna()], known[differs]


def _as_text(answer: str | list[str]) -> str:
    return answer if isinstance(answer, str) else ";".join(answer)


def _list_new(people: pd.DataFrame) -> list[Written]:
    columns = people[["key", "email", "first", "last", *QUESTIONS]]
    return [
        Written._make((*row[:4], encode(_given(row[4:])), None)) for row in columns.itertuples(index=False, name=None)
    ]


def _list_changed(people: pd.DataFrame) -> list[Written]:
    columns = people[["key", "email", "first", "last", "id", "text", *QUESTIONS]]
    return [
        Written._make((*row[:4], encode({**json.loads(row[5]), **_given(row[6:])}), int(row[4])))
        for row in columns.itertuples(index=False, name=None)
    ]


def _given(answers: tuple[str, ...]) -> dict[str, object]:
    named = dict[str, object](zip(QUESTIONS, answers, strict=True))
    named["topics"] = [topic for topic in str(named["topics"]).split(";") if topic]
    return {name: answer for name, answer in named.items() if answer}
