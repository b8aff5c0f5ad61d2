"""What the field mapping says in English."""

from __future__ import annotations

from collections.abc import Mapping

MAPPING: Mapping[str, str] = {
    "mapping.title": "Field mapping",
    "mapping.intro": "For each column of {name}, choose the field or registration question that it goes to.",
    "mapping.samples": "Sample data",
    "mapping.field": "Field / Registration Question",
    "mapping.field_of": "Field for the column “{header}”",
    "mapping.no_samples": "empty",
    "mapping.masked": "passwords are not shown",
    "mapping.open": "Not decided: not imported",
    "mapping.leave_out": "Don’t import",
    "mapping.offers": "Perhaps",
    "mapping.standard": "Client",
    "mapping.questions": "Registration questions",
    "mapping.required": "Every client needs",
    "mapping.covered": "has a column",
    "mapping.not_covered": "has no column yet",
    "mapping.full_name": "One column with the full name stands for first and last name.",
    "mapping.blank": "An empty cell keeps what is stored.",
    "mapping.clears": "An empty cell keeps what is stored; “{token}” in a cell clears it.",
    "values.title": "Values for every row",
    "values.intro": (
        "For a question without a column: an answer that every row gets, or only new clients whose row gives none."
    ),
    "values.given.one": "{number} is given",
    "values.given.other": "{number} are given",
    "values.none": "none",
    "values.several": "Several go with | in between. The choices are: {choices}.",
    "values.clears": "clears what is stored",
    "values.whom": "For whom",
    "values.whom_of": "For whom the value of “{question}” is",
    "values.every": "Every row",
    "values.new": "New clients only",
    "saved.none": "This starts from the headers alone.",
    "saved.from": "This starts from the saved mapping “{name}”.",
    "saved.corrects": "This starts from what was decided for {name}, of which the file holds rows to mend.",
    "saved.gone": "It knows columns that are not in this file: {headers}.",
    "saved.lost": "It says what the form no longer has, and that is left out:",
    "saved.choose": "Start from",
    "saved.headers_only": "The headers alone",
    "saved.use": "Start from this",
    "saved.keep": "Keep these decisions for the next file, as",
    "saved.keep_hint": (
        "With what is decided about values in the review. A name that is there already is replaced; without a name "
        "nothing is kept."
    ),
    "saved.list": "Saved mappings",
    "saved.delete": "Delete “{name}”",
    "mapping.go_on": "Continue to the review",
    "mapping.faults": "This cannot be imported yet",
    "reason.chosen": "As you chose",
    "reason.saved": "As it was saved",
    "reason.exact_id": "Called as the field is",
    "reason.id": "Called as the field is",
    "reason.label": "Same name as the field",
    "reason.label_and_id": "Same name and id as the field",
    "reason.alias": "A known name of the field",
    "reason.values": "its values look so",
    "reason.similar": "a similar name",
    "reason.bookkeeping": "Kept by the platform itself",
    "reason.ignored": "As you chose",
    "reason.offered": "Please decide: it may be a field",
    "reason.open": "No field has such a name",
}
