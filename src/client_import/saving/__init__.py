"""Forms, rules, mappings, plans and reports to and from JSON documents, each with the version of its format.

The same value gives the same bytes. What is loaded is untrusted: a document that is truncated, of another
kind, of a newer release, or wrong anywhere inside is refused with every fault and its path. No document
holds a password.
"""

from __future__ import annotations

from client_import.documents import seal, seal_long, unseal
from client_import.form import RegistrationForm
from client_import.mapping.mapping import Mapping
from client_import.plan import Plan, SavedPlan
from client_import.report import Report
from client_import.rules import ImportRules
from client_import.saving.mappings import load_mapping, mapping_data
from client_import.saving.plans import load_plan, plan_data
from client_import.saving.reports import load_report, report_data

__all__ = ["dump_json", "load_form", "load_mapping", "load_plan", "load_report", "load_rules"]


def dump_json(value: RegistrationForm | ImportRules | Mapping | Plan | SavedPlan | Report) -> str:
    """The JSON document of a value: sorted, stable, every letter as itself.

    A form, rules and a mapping are laid out for people to read and edit; plans and reports stand on one line. A
    plan is saved as it is shown (`Plan.to_saved`); of a mapping what was decided, not why.

    Raises:
        TypeError: The value is none of these (a table, for one, may hold passwords), or rules whose `protected` is
            a callable.
    """
    if isinstance(value, RegistrationForm):
        return seal("form", value.to_dict())
    if isinstance(value, ImportRules):
        if callable(value.protected):
            raise TypeError("Rules whose protected accounts a callable names have no JSON form.")
        return seal("rules", value.to_dict())
    if isinstance(value, Mapping):
        return seal("mapping", mapping_data(value))
    if isinstance(value, Report):
        return seal_long("report", report_data(value))
    if isinstance(value, Plan | SavedPlan):
        return seal_long("plan", plan_data(value.to_saved() if isinstance(value, Plan) else value))
    raise TypeError(f"A {type(value).__name__} has no JSON form.")


def load_form(text: str | bytes) -> RegistrationForm:
    """A registration form from its JSON; one written by hand needs neither kind nor version.

    Raises:
        BadDocument: It is no JSON, of another kind, or of a newer release.
        BadForm: The form itself is wrong.
    """
    return RegistrationForm.from_dict(unseal("form", text, by_hand=True))


def load_rules(text: str | bytes) -> ImportRules:
    """Rules from their JSON, which names only those that differ from the defaults; by hand, without kind and version.

    Raises:
        BadDocument: It is no JSON, of another kind, or of a newer release.
        BadRules: A rule is wrong.
    """
    return ImportRules.from_dict(unseal("rules", text, by_hand=True))
