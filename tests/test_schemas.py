"""The JSON Schemas in the package describe the documents that are written, and no others."""

from __future__ import annotations

import copy
import enum
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from client_import import (
    Action,
    ClientImportError,
    ExistingPasswords,
    Importer,
    ImportRules,
    Outcome,
    PasswordAction,
    PasswordOutcome,
    PasswordRules,
    QuestionKind,
    Severity,
    dump_json,
    load_form,
    load_mapping,
    load_plan,
    load_report,
    load_rules,
)
from client_import.repositories.memory import MemoryClients
from worlds import World, memory, plan_for, worlds

EXAMPLES = Path(__file__).parents[1] / "examples"
LOADERS = {
    "form": load_form,
    "rules": load_rules,
    "mapping": load_mapping,
    "plan": load_plan,
    "report": load_report,
}


def is_word(rule: attrs.Attribute[Any]) -> bool:
    """Whether a rule is one of several words."""
    return isinstance(rule.default, enum.StrEnum)


@cache
def validator(kind: str) -> Draft202012Validator:
    """What says whether a document of this kind is as its schema describes it."""
    schema = json.loads(files("client_import").joinpath(f"schemas/{kind}.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults_in(kind: str, text: str) -> list[str]:
    """What the schema says against a document, with where."""
    return [f"{fault.json_path}: {fault.message}" for fault in validator(kind).iter_errors(json.loads(text))]


@cache
def examples() -> dict[str, str]:
    """A document of each kind, of the example roster; its clients are stored beforehand but for some."""
    rules = ImportRules(
        passwords=PasswordRules(cost=4), clear_token="-none-", protected={"nobody@example.edu"}, mass_change_share=0.5
    )
    form = load_form((EXAMPLES / "registration-form.json").read_bytes())
    importer = Importer(form=form, clients=MemoryClients(), rules=rules)
    lines = (EXAMPLES / "roster.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    table = importer.read("".join(lines[:30]).encode(), file_name="roster.csv")
    mapping = importer.suggest_mapping(table).translate("R2", "Fresher", "Freshman").leave_out("R2", "None")
    importer.apply(importer.plan(importer.read("".join(lines[:12]).replace("Senior", "Junior").encode())))
    plan = importer.plan(table, mapping)
    report = importer.apply(plan, actor="admin 7")
    return {
        "form": dump_json(form),
        "rules": dump_json(rules),
        "mapping": dump_json(report.mapping),
        "plan": dump_json(plan),
        "report": dump_json(report),
    }


@settings(max_examples=30)
@given(world=worlds(doubles=True))
def test_every_document_is_as_described(world: World) -> None:
    """Plans, reports, undo plans, mappings, forms and rules of any import pass their schemas."""
    with memory(world.clients) as store:
        importer, plan = plan_for(world, store)
        assert faults_in("plan", dump_json(plan)) == []
        report = importer.apply(plan, allow_mass_change=True)
        assert faults_in("report", dump_json(report)) == []
        assert faults_in("plan", dump_json(importer.undo_plan(report))) == []
        assert faults_in("mapping", dump_json(report.mapping)) == []
        assert faults_in("form", dump_json(world.form)) == []
        assert faults_in("rules", dump_json(world.rules)) == []


@pytest.mark.parametrize("kind", LOADERS)
def test_whatever_is_damaged_is_refused(kind: str) -> None:
    """Another type at any place of a document, and a key that is unknown anywhere, fail schema and loader."""
    text = examples()[kind]
    assert faults_in(kind, text) == []
    LOADERS[kind](text)
    damaged = list(damages(json.loads(text)))
    assert len(damaged) > 8
    for where, document in damaged:
        assert faults_in(kind, json.dumps(document)), where
        with pytest.raises(ClientImportError):
            LOADERS[kind](json.dumps(document))


@pytest.mark.parametrize("kind", ["plan", "report"])
def test_nothing_may_be_missing(kind: str) -> None:
    """A plan or report without one of its keys fails schema and loader."""
    document = json.loads(examples()[kind])
    for key in document:
        kept = json.dumps({name: value for name, value in document.items() if name != key})
        assert faults_in(kind, kept), key
        with pytest.raises(ClientImportError):
            LOADERS[kind](kept)


@pytest.mark.parametrize("kind", ["form", "rules", "mapping"])
def test_what_people_write_needs_neither_kind_nor_version(kind: str) -> None:
    """A form, rules and a mapping by hand pass without them."""
    document = json.loads(examples()[kind])
    del document["client_import"], document["version"]
    assert faults_in(kind, json.dumps(document)) == []
    LOADERS[kind](json.dumps(document))


def test_defaults_are_told() -> None:
    """The schema of the rules names every rule and the default that it has."""
    schema: Any = validator("rules").schema
    told = {name: rule["default"] for name, rule in schema["properties"].items() if "default" in rule}
    told["passwords"] = {name: rule["default"] for name, rule in schema["$defs"]["passwords"]["properties"].items()}
    assert told == ImportRules().to_dict()


@pytest.mark.parametrize(
    ("kind", "path", "words"),
    [
        *(
            ("rules", f"properties/{rule.name}", type(rule.default))
            for rule in attrs.fields(ImportRules)
            if is_word(rule)
        ),
        ("rules", "$defs/passwords/properties/existing", ExistingPasswords),
        ("form", "$defs/question/properties/kind", QuestionKind),
        ("plan", "$defs/row/properties/action", Action),
        ("plan", "$defs/row/properties/password", PasswordAction),
        ("plan", "$defs/problem/properties/severity", Severity),
        ("report", "$defs/row/properties/outcome", Outcome),
        ("report", "$defs/row/properties/password", PasswordOutcome),
        ("report", "$defs/problem/properties/severity", Severity),
    ],
)
def test_every_word_is_told(kind: str, path: str, words: type[enum.StrEnum]) -> None:
    """Where a schema lists words, they are those of the code."""
    found: Any = validator(kind).schema
    for step in path.split("/"):
        found = found[step]
    assert {word for word in found["enum"] if word} == {word.value for word in words}


def damages(document: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - plain data
    """The document with one place damaged; of places that differ in their position in a list only, the first."""
    for place in dict.fromkeys(places(document, ())):
        damaged = copy.deepcopy(document)
        parent = damaged
        for step in place[:-1]:
            parent = parent[step]
        parent[place[-1]] = [1.5] if place[-1] != "mass_change_share" else "much"
        yield f"{place} of another type", damaged
    for place in [(), *dict.fromkeys(places(document, ()))]:
        damaged = copy.deepcopy(document)
        value = damaged
        for step in place:
            value = value[step]
        if isinstance(value, dict):
            value["unheard-of"] = 1.5
            yield f"{place} with an unknown key", damaged


def places(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401
    """Where something stands in plain data."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*path, 0))
