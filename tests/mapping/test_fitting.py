"""A saved mapping for another file, and for a form that has changed since."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import (
    Assignment,
    Fault,
    Importer,
    ImportRules,
    Mapping,
    Question,
    Reason,
    RegistrationForm,
    Table,
    best_fit,
    dump_json,
    fit_mapping,
    load_mapping,
    remember_gone,
    suggest_mapping,
)
from client_import.repositories.memory import MemoryClients
from rosters import FORM, table_of
from worlds import World, importer_for, mapping_for, memory, worlds

NAMES = ("Email", "First Name", "Last Name")


def saved(*headers: str, **fields: str) -> Mapping:
    """A saved mapping for these headers, with the suggested fields and these ones, `_` for a space."""
    mapping = suggest_mapping(table_of(*headers), FORM)
    for header, field in fields.items():
        mapping = mapping.assign(header.replace("_", " "), field)
    return load_mapping(dump_json(mapping))


def table(*headers: str) -> Table:
    return table_of(*headers)


@settings(deadline=None, max_examples=60)
@given(world=worlds(every_choice=True))
def test_the_same_file_gets_the_same_plan(world: World) -> None:
    """Saving a mapping, loading it, and applying it to the same file gives the same plan, to the last digit."""
    with memory(world.clients) as store:
        importer = importer_for(world, store)
        roster = importer.read(world.content)
        mapping = mapping_for(world, importer, roster)
        plan = importer.plan(roster, mapping)
        loaded = load_mapping(dump_json(mapping))
        fit = importer.fit_mapping(roster, loaded)
        assert (fit.new, fit.gone, fit.lost, fit.score) == ((), (), (), 1.0)
        for again in (importer.plan(roster, loaded), importer.plan(roster, fit.mapping)):
            assert again.fingerprint == plan.fingerprint
            assert dump_json(again) == dump_json(plan)


def test_another_order_is_the_same_file() -> None:
    """Columns are found by header; their order says nothing."""
    headers = [*NAMES, "Code", "Notes"]
    kept = saved(*headers, Code="sid").ignore("Notes")
    random.Random(5).shuffle(headers)
    fit = fit_mapping(kept, table(*headers), FORM)
    assert set(fit.mapping.fields.items()) == {
        *zip(NAMES, ("email", "first_name", "last_name"), strict=True),
        ("Code", "sid"),
    }
    assert fit.mapping.ignored == {"Notes"}
    assert (fit.new, fit.gone, fit.lost) == ((), (), ())
    assert fit.mapping.assignments["Code"] == Assignment("sid", Reason.SAVED)


def test_new_and_gone_headers_are_told() -> None:
    """What the file has more or less is said; new columns are mapped as suggested."""
    kept = saved(*NAMES, "Code", "Notes", Code="sid").ignore("Notes")
    fit = fit_mapping(kept, table(*NAMES, "Major", "Locker"), FORM)
    assert (fit.new, fit.gone) == (("Major", "Locker"), ("Code", "Notes"))
    assert fit.mapping.assignments["Major"] == Assignment("major", Reason.ID)
    assert fit.mapping.unmapped == ("Locker",)
    assert fit.score == pytest.approx(3 / 7)


def test_a_header_spelled_a_little_otherwise_is_found() -> None:
    """Case, spaces and punctuation are no other header, where one header alone is meant."""
    kept = saved(*NAMES, "My Code", My_Code="sid")
    fit = fit_mapping(kept, table("E-Mail", "first name", "LAST NAME", "my-code"), FORM)
    assert fit.mapping.fields["my-code"] == "sid"
    assert (fit.new, fit.gone) == ((), ())
    doubt = fit_mapping(kept, table(*NAMES, "my-code", "MyCode"), FORM)
    assert "sid" not in doubt.mapping.fields.values()
    assert (doubt.new, doubt.gone) == (("my-code", "MyCode"), ("My Code",))


def test_what_was_decided_takes_its_field() -> None:
    """A new column that would be suggested for a decided field is left open."""
    kept = saved(*NAMES, "Code", Code="sid")
    fit = fit_mapping(kept, table(*NAMES, "Code", "Student ID"), FORM)
    assert fit.mapping.fields["Code"] == "sid"
    assert fit.mapping.unmapped == ("Student ID",)


def test_a_constant_takes_its_field() -> None:
    """A question that has a value for every row is not given a column by itself."""
    kept = saved(*NAMES).set_constant("major", "History")
    fit = fit_mapping(kept, table(*NAMES, "Major"), FORM)
    assert (dict(fit.mapping.constants), fit.mapping.unmapped) == ({"major": "History"}, ("Major",))
    assert not fit.mapping.offers.get("Major")


@pytest.mark.parametrize(
    ("kept", "headers", "fields"),
    [
        (("Email", "Name"), ("Email", "Name", "First Name", "Last Name"), {"Email", "Name"}),
        (NAMES, (*NAMES, "Name"), set(NAMES)),
    ],
)
def test_full_and_single_names_do_not_meet(kept: tuple[str, ...], headers: tuple[str, ...], fields: set[str]) -> None:
    """A saved column of full names keeps single ones away, and the other way round."""
    assert set(fit_mapping(saved(*kept), table(*headers), FORM).mapping.fields) == fields


def test_a_header_left_out_stays_so() -> None:
    """A column that was left out is not suggested again."""
    fit = fit_mapping(saved(*NAMES, "Major").ignore("Major"), table(*NAMES, "Major"), FORM)
    assert fit.mapping.ignored == {"Major"}


def test_a_changed_form_says_what_is_lost() -> None:
    """Fields, questions and choices that the form no longer has are named with their path; the rest is kept."""
    kept = (
        saved(*NAMES, "Code", "Field", Code="sid", Field="major")
        .translate("major", "Bio", "Biology")
        .translate("major", "Hist", "History")
        .leave_out("major", "Golf")
        .translate("help", "Essay", "Essays")
        .set_constant("help", "Essays")
        .set_default("town", "Oslo")
    )
    form = RegistrationForm([Question("major", "Major", kind="choice", choices=["Biology", "Golf"])])
    fit = fit_mapping(kept, table(*NAMES, "Code", "Field"), form)
    assert [fault.path for fault in fit.lost] == [
        "columns.Code",
        "constants.help",
        "defaults.town",
        "answers.major.Hist",
        "answers.help",
    ]
    assert fit.lost[0] == Fault("columns.Code", "“sid” is not a field of the form")
    assert "is not a question of this form" in fit.lost[1].reason
    assert fit.mapping.answers == {"major": {"Bio": "Biology"}}
    assert (dict(fit.mapping.constants), dict(fit.mapping.defaults)) == ({}, {})
    assert fit.mapping.fields["Field"] == "major"
    assert fit.mapping.unmapped == ("Code",)
    importer = Importer(form=form, clients=MemoryClients())
    assert importer.plan(table(*NAMES, "Code", "Field"), fit.mapping).records.mapping == fit.mapping


def test_a_value_that_became_a_choice_is_no_loss() -> None:
    """What was asked to be added to the form, and was, needs no decision any more."""
    kept = saved(*NAMES, "Major").leave_out("major", "Golf").translate("major", "Hist", "History")
    form = RegistrationForm([Question("major", "Major", kind="choice", choices=["Biology", "History", "golf", "Hist"])])
    fit = fit_mapping(kept, table(*NAMES, "Major"), form)
    assert (fit.lost, dict(fit.mapping.answers)) == ((), {})


def test_a_constant_that_clears_is_kept() -> None:
    """A value for every row may be the clear token of the rules."""
    kept = saved(*NAMES).set_constant("major", "-none-")
    assert fit_mapping(kept, table(*NAMES), FORM, clear_token="-none-").mapping.constants == {"major": "-none-"}
    assert [fault.path for fault in fit_mapping(kept, table(*NAMES), FORM).lost] == ["constants.major"]
    importer = Importer(form=FORM, clients=MemoryClients(), rules=ImportRules(clear_token="-none-"))
    assert importer.fit_mapping(table(*NAMES), kept).lost == ()
    found = importer.best_fit(table(*NAMES), {"kept": kept})
    assert found is not None
    assert found[1].lost == ()


def test_the_best_of_several_is_found() -> None:
    """The mapping whose headers are most like the file's, under its name; None where none fits."""
    known = {"spring": saved(*NAMES, "Code", Code="sid"), "autumn": saved(*NAMES, "Major"), "other": saved("Phone")}
    name, fit = best_fit(known, table(*NAMES, "Major"), FORM) or ("", None)
    assert name == "autumn"
    assert fit == fit_mapping(known["autumn"], table(*NAMES, "Major"), FORM)
    assert best_fit({"other": known["other"]}, table(*NAMES), FORM) is None
    assert best_fit({}, table(*NAMES), FORM) is None


def test_of_two_that_fit_alike_the_one_that_lost_less_is_taken() -> None:
    """Then the one that was named first."""
    lossy = saved(*NAMES).set_default("gone", "x")
    known = {"lossy": lossy, "first": saved(*NAMES), "second": saved(*NAMES)}
    found = best_fit(known, table(*NAMES), FORM)
    assert found is not None
    assert found[0] == "first"


@given(st.randoms(use_true_random=False))
def test_the_order_of_columns_says_nothing(shuffled: random.Random) -> None:
    """A saved mapping decides the same in whatever order the columns stand."""
    headers = [*NAMES, "Code", "Major", "Locker", "Help", "Code 2"]
    kept = saved(*NAMES, "Code", "Help", "Gone", Code="sid").ignore("Help")
    wanted = fit_mapping(kept, table(*headers), FORM)
    shuffled.shuffle(headers)
    fit = fit_mapping(kept, table(*headers), FORM)
    assert dict(fit.mapping.assignments) == dict(wanted.mapping.assignments)
    assert set(fit.new) == set(wanted.new)
    assert (fit.gone, fit.score) == (wanted.gone, wanted.score)


def test_bookkeeping_is_neither_new_nor_gone() -> None:
    """What a platform keeps about its accounts comes and goes with its exports, and is no news."""
    fit = fit_mapping(saved(*NAMES, "Last Login"), table(*NAMES, "Registration Date"), FORM)
    assert (fit.new, fit.gone) == ((), ())


def test_saving_again_forgets_nothing() -> None:
    """What was saved of headers that a file has not stays saved, unless another column has taken its field."""
    kept = saved(*NAMES, "Code", "Notes", Code="sid").ignore("Notes")
    smaller = remember_gone(fit_mapping(kept, table(*NAMES), FORM).mapping, kept)
    assert (
        fit_mapping(smaller, table(*NAMES, "Code", "Notes"), FORM).mapping
        == fit_mapping(kept, table(*NAMES, "Code", "Notes"), FORM).mapping
    )
    other = remember_gone(suggest_mapping(table(*NAMES, "Student ID"), FORM), kept)
    assert (other.assignments["Student ID"].field, "Code" in other.assignments) == ("sid", False)


def test_a_header_spelled_otherwise_is_not_gone() -> None:
    """A column that was found again under another spelling is remembered once."""
    kept = saved(*NAMES, "Code", Code="sid")
    fit = fit_mapping(kept, table(*NAMES, "CODE"), FORM)
    assert remember_gone(fit.mapping, kept).headers == (*NAMES, "CODE")


def test_repeated_headers_are_never_carried_over() -> None:
    """Two columns of one name are told apart by their order alone, which may be another in the next file."""
    kept = saved("Email", "Email", *NAMES[1:]).assign("Email [2]", "email").ignore("Email")
    fit = fit_mapping(kept, table("Email", "Email", *NAMES[1:]), FORM)
    assert "email" not in fit.mapping.fields.values()
    assert (fit.new, fit.gone) == (("Email", "Email [2]"), ("Email", "Email [2]"))
    assert "Email" not in fit.mapping.ignored
