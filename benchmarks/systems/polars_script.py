"""The same import as a polars pipeline: the checks, the look-up and the comparison are whole columns at a time."""

from __future__ import annotations

import json

import polars as pl

from benchmarks.by_hand import Stored, Written, encode, find_store
from benchmarks.jobs import Job, Outcome, Prepared, count
from benchmarks.systems.floor import EMAIL
from benchmarks.worlds import MAJORS, STANDINGS, TOPICS

FIELDS = ["email", "first", "last", "sid", "standing", "year", "major", "topics", "phone"]
QUESTIONS = FIELDS[3:]
ANSWERS = pl.Struct({name: pl.List(pl.String) if name == "topics" else pl.String for name in QUESTIONS})


def prepare(job: Job) -> Prepared:
    """Read, plan or import the usual roster."""
    if job.task == "read":
        return Prepared(lambda: _load(job.roster), lambda frame: {"rows": frame.height})
    connect = find_store(job)

    def work() -> Outcome:
        loaded = _load(job.roster)
        people = _check(loaded)
        store = connect()
        stored = list(store.look_up(people["key"].to_list()))
        new, changed = _compare(people, stored)
        if job.task == "import":
            store.write([*_list_new(new), *_list_changed(changed)])
        rejected = loaded.height - people.height
        return count(new.height, changed.height, len(stored) - changed.height, rejected)

    return Prepared(work, lambda outcome: outcome)


def _load(roster: str) -> pl.DataFrame:
    return pl.read_csv(roster, infer_schema=False, empty_string_is_null=False)


def _check(frame: pl.DataFrame) -> pl.DataFrame:
    """The people of the rows that are in order; an answer that is none is null."""
    email = pl.col("email")
    frame.columns = FIELDS
    checked = frame.lazy().with_columns(pl.all().str.strip_chars())
    checked = checked.filter(
        pl.col("first") != "",
        pl.col("last") != "",
        email.str.contains(f"^{EMAIL.pattern}$"),
        email.str.len_bytes() <= 254,
    )
    checked = checked.with_columns(email.str.to_lowercase().alias("key"))
    checked = checked.unique("key", keep="first", maintain_order=True)
    folded = _fold(pl.col("topics")).str.split(";")
    chosen = [pl.when(folded.list.contains(_fold_text(topic))).then(pl.lit(topic)) for topic in TOPICS]
    topics = pl.concat_list(chosen).list.drop_nulls()
    return checked.with_columns(
        _match("standing", STANDINGS),
        _match("major", MAJORS),
        *(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in ("sid", "year", "phone")),
        pl.when(topics.list.len() > 0).then(topics).alias("topics"),
    ).collect()


def _fold(cells: pl.Expr) -> pl.Expr:
    return cells.str.to_lowercase().str.replace_all(" ", "", literal=True)


def _fold_text(choice: str) -> str:
    return choice.casefold().replace(" ", "")


def _match(question: str, choices: list[str]) -> pl.Expr:
    known = {_fold_text(choice): choice for choice in choices}
    return _fold(pl.col(question)).replace_strict(known, default=None).alias(question)


def _compare(people: pl.DataFrame, stored: list[Stored]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who is new, and who changes, with what is stored of them."""
    schema = {"key": pl.String, "id": pl.Int64, "old_first": pl.String, "old_last": pl.String, "text": pl.String}
    there = pl.DataFrame(stored, schema=schema, orient="row")
    old = pl.col("text").str.json_decode(ANSWERS).struct.rename_fields([f"old_{name}" for name in QUESTIONS])
    there = there.with_columns(old.alias("old")).unnest("old")
    joined = people.join(there, on="key", how="left", maintain_order="left")
    differs = [pl.col(name) != pl.col(f"old_{name}") for name in ("first", "last")]
    differs += [
        pl.col(name).is_not_null() & (pl.col(f"old_{name}").is_null() | (pl.col(name) != pl.col(f"old_{name}")))
        for name in QUESTIONS
    ]
    known = joined.filter(pl.col("id").is_not_null())
    return joined.filter(pl.col("id").is_null()), known.filter(pl.any_horizontal(differs))


def _list_new(people: pl.DataFrame) -> list[Written]:
    rows = people.select("key", "email", "first", "last", *QUESTIONS).iter_rows()
    return [Written._make((*row[:4], encode(_given(row[4:])), None)) for row in rows]


def _list_changed(people: pl.DataFrame) -> list[Written]:
    rows = people.select("key", "email", "first", "last", "id", "text", *QUESTIONS).iter_rows()
    return [Written._make((*row[:4], encode({**json.loads(row[5]), **_given(row[6:])}), row[4])) for row in rows]


def _given(answers: tuple[object, ...]) -> dict[str, object]:
    return {name: answer for name, answer in zip(QUESTIONS, answers, strict=True) if answer is not None}
