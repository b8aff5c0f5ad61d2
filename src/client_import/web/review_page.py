"""The third page: exactly what the import will do, some rows at a time, with everything that is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import attrs
from starlette.responses import Response

from client_import import Answer, BadMapping, Mapping, UnmatchedAnswers, load_mapping
from client_import.web.mapping_page import keep_mapping
from client_import.web.plans import NO_MAPPING, plan_upload, takes_back
from client_import.web.proposing import save_for_next_file
from client_import.web.review import ALL, CHANGED, ERRORS, WARNINGS, Review, ShownRow, open_review, to_problem
from client_import.web.review_file import digest_mapping, write_review
from client_import.web.uploads import Part, Stage, Upload, read_part
from client_import.web.visits import Moved, Refused, Visit

_ROWS_ON_PAGE = 100
_VIEWS = (ALL, CHANGED, ERRORS, WARNINGS, "delete", "update", "create", "unchanged")
_LEAVE_OUT, _MEANS = "-", "="
_LONGEST_SEARCH = 200


@attrs.frozen
class Shelf:
    """The rows that are shown, and how to get to the others.

    Attributes:
        rows: On this page.
        view: The way to look at them.
        views: Every way, with the number of its rows.
        sought: What they were searched for.
        page: From 1.
        pages: How many there are.
        cut: Whether there are more rows with what was sought than are listed.
    """

    rows: Sequence[ShownRow]
    view: str
    views: Sequence[tuple[str, int]]
    sought: str
    page: int
    pages: int
    cut: bool = False


def show_review(visit: Visit) -> Response:
    """The page; the plan is made where there is none under the mapping as it is decided."""
    upload = visit.upload(Stage.OPEN)
    mapping = _read_mapping(visit, upload)
    try:
        review = _open(visit, upload, mapping) or _make(visit, upload)
    except BadMapping:
        return visit.go("uploads", upload.id, "mapping", check=1)
    outcome = json.loads(read_part(visit.uploads, upload.id, Part.OUTCOME) or b'{"kind": ""}')
    with closing(review):
        return visit.page(
            "review.html",
            upload=upload,
            summary=review.summary,
            counts=review.summary["counts"],
            shelf=_fill_shelf(visit, review),
            of_file=list(map(to_problem, review.summary["of_file"])),
            mass_change=to_problem(review.summary["mass_change"]) if review.summary["mass_change"] else None,
            fields=visit.importer.form.fields,
            choices={question.id: question.choices for question in visit.importer.form.questions},
            decided=_list_decided(load_mapping(mapping)) if mapping else (),
            rejects=visit.importer.rules.unmatched_answers is UnmatchedAnswers.REJECT,
            outcome=outcome,
            changed=review.count(CHANGED),
            show_answer=_show_answer,
        )


def _read_mapping(visit: Visit, upload: Upload) -> bytes:
    if takes_back(visit.uploads, upload.id):
        return NO_MAPPING
    mapping = read_part(visit.uploads, upload.id, Part.MAPPING)
    if mapping is None:
        raise Moved("uploads", upload.id, "mapping")
    return mapping


def check_again(visit: Visit) -> Response:
    """Plan anew: clients may have changed since."""
    upload = visit.upload(Stage.OPEN)
    visit.uploads.drop(upload.id, Part.REVIEW, Part.OUTCOME)
    return visit.go("uploads", upload.id, "review")


def decide_answers(visit: Visit) -> Response:
    """Keep what was said about values without a choice, and plan anew."""
    upload = visit.upload(Stage.OPEN)
    kept = read_part(visit.uploads, upload.id, Part.MAPPING)
    if kept is None:
        raise Refused(404, "refused.no_upload")
    fields, mapping = visit.posted.fields, load_mapping(kept)
    for key in fields:
        kind, _, number = key.partition("-")
        question, value = fields.get(f"question-{number}", ""), fields.get(f"value-{number}", "")
        if kind == "answer" and question in visit.importer.form.fields:
            mapping = _decide(mapping, question, value, fields[key])
        elif kind == "drop":
            mapping = mapping.drop_answer(question, value)
    keep_mapping(visit, upload, mapping)
    return visit.go("uploads", upload.id, "review")


def _decide(mapping: Mapping, question: str, value: str, choice: str) -> Mapping:
    if choice == _LEAVE_OUT:
        return mapping.leave_out(question, value)
    if choice.startswith(_MEANS):
        return mapping.translate(question, value, choice.removeprefix(_MEANS))
    return mapping


def _open(visit: Visit, upload: Upload, mapping: bytes) -> Review | None:
    """The review that was kept, if it was made under this mapping."""
    review = open_review(visit.uploads.open(upload.id, Part.REVIEW))
    if review and review.summary["mapping"] != digest_mapping(mapping):
        review.close()
        return None
    return review


def _make(visit: Visit, upload: Upload) -> Review:
    try:
        plan, mapping = plan_upload(visit.uploads, visit.importer, upload.id, upload.file_name)
        visit.uploads.write(upload.id, Part.REVIEW, write_review(plan, mapping))
        save_for_next_file(visit, upload, mapping)
    except LookupError:
        raise Refused(404, "refused.no_upload") from None
    review = open_review(visit.uploads.open(upload.id, Part.REVIEW))
    if review is None:
        raise Refused(404, "refused.no_upload")
    return review


def _fill_shelf(visit: Visit, review: Review) -> Shelf:
    asked = visit.request.query_params
    view = asked.get("show", ALL) if asked.get("show") in _VIEWS else ALL
    sought = asked.get("find", "").strip()[:_LONGEST_SEARCH]
    number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 8 else 1
    views = [(each, review.count(each)) for each in _VIEWS if each == ALL or review.count(each)]
    if sought:
        found, cut = review.search(view, sought)
        pages = _count_pages(len(found))
        number = min(max(number, 1), pages)
        rows = found[(number - 1) * _ROWS_ON_PAGE : number * _ROWS_ON_PAGE]
        return Shelf(rows, view, views, sought, number, pages, cut)
    pages = _count_pages(review.count(view))
    number = min(max(number, 1), pages)
    return Shelf(review.rows(view, (number - 1) * _ROWS_ON_PAGE, _ROWS_ON_PAGE), view, views, sought, number, pages)


def _count_pages(rows: int) -> int:
    return max(1, -(-rows // _ROWS_ON_PAGE))


def _list_decided(mapping: Mapping) -> list[tuple[str, str, str | None]]:
    """Question, value, and the choice that it was said to mean."""
    return [
        (question, value, choice) for question, answers in mapping.answers.items() for value, choice in answers.items()
    ]


def _show_answer(answer: Answer | None, nothing: str) -> Any:  # noqa: ANN401 - for the template
    if not answer:
        return nothing
    return answer if isinstance(answer, str) else ", ".join(answer)
