"""The host's registration form as data: `RegistrationForm`, and everything that can be wrong with one.

A form comes from a host's own tables or from a JSON file. Everything wrong with it is reported at
once, each fault with its path (`questions[3].choices[1]`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from client_import.canonical import from_data, join_path, to_data
from client_import.errors import BadForm, Fault
from client_import.frozen import FrozenMapping
from client_import.headers import looks_like_password, normalise_header
from client_import.questions import (
    REQUIRED_FIELDS,
    SECRET_FIELDS,
    STANDARD_FIELDS,
    Question,
    QuestionKind,
    fold_choice,
)
from client_import.texts.patterns import compile_pattern
from client_import.texts.spaces import trim

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_UNFINDABLE = re.compile(r"@| {2}|[^\S \n\r\t\v\f]")
"""What a header cannot hold and still be the same when it is read: an address, two spaces, odd spaces."""

_RESERVED = frozenset(map(normalise_header, STANDARD_FIELDS))


def _to_questions(questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple(questions)


def _freeze(mapping: Mapping[str, str]) -> Mapping[str, str]:
    return FrozenMapping(mapping)


def _freeze_lists(mapping: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return FrozenMapping({key: tuple(values) for key, values in mapping.items()})


@attrs.frozen
class RegistrationForm:
    """What the platform asks a client, and how its standard fields are called.

    Attributes:
        questions: In the form's order.
        name: For people.
        labels: Standard field -> the host's own label (`{"first_name": "Given name"}`).
        aliases: Standard field -> further headers under which rosters carry it.

    Raises:
        BadForm: With everything that is wrong, each fault with its path.
    """

    questions: tuple[Question, ...] = attrs.field(default=(), converter=_to_questions)
    name: str = ""
    labels: Mapping[str, str] = attrs.field(factory=dict, converter=_freeze)
    aliases: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, converter=_freeze_lists)

    def __attrs_post_init__(self) -> None:
        # A host's own tables hold numbers and NULLs where texts should be, so types are checked here too.
        read = [_read_question(attrs.asdict(given), index) for index, given in enumerate(self.questions)]
        faults = [*_standard_faults(self.labels, self.aliases), *_faults_of(read), *self._secret_ids(read)]
        if faults:
            raise BadForm(faults)

    @classmethod
    def from_dict(cls, data: object) -> RegistrationForm:
        """The form that plain data (what `json.loads` gives) describes.

        Args:
            data: `{"name": …, "labels": {…}, "aliases": {…}, "questions": [{"id": …, "label": …, …}, …]}`.

        Raises:
            BadForm: A wrong type, an unknown key, or anything the form itself forbids.
        """
        outline, faults = from_data(data, _Outline)
        given = outline.questions if outline else _list_under("questions", data)
        read = [_read_question(item, index) for index, item in enumerate(given)]
        if outline and not any(wrong for _, wrong in read):
            return cls([question for question, _ in read], outline.name, outline.labels, outline.aliases)
        standard_faults = _standard_faults(outline.labels, outline.aliases) if outline else ()
        raise BadForm([*faults, *standard_faults, *_faults_of(read)])

    def to_dict(self) -> dict[str, object]:
        """The form as plain data, ready for `json.dumps`; `from_dict` takes it back."""
        return {
            "name": self.name,
            "labels": dict(self.labels),
            "aliases": {field: list(names) for field, names in self.aliases.items()},
            "questions": [_without_defaults(question) for question in self.questions],
        }

    def names_password(self, header: str) -> bool:
        """Whether a column of this name is one of passwords, by its look or by this form's own labels and aliases."""
        return looks_like_password(header) or normalise_header(header) in self._password_names

    @functools.cached_property
    def _password_names(self) -> frozenset[str]:
        names = [
            name for field in SECRET_FIELDS for name in (*self.aliases.get(field, ()), self.labels.get(field, field))
        ]
        return frozenset(map(normalise_header, names))

    def _secret_ids(self, read: Sequence[tuple[Question, Sequence[Fault]]]) -> Iterator[Fault]:
        """The questions whose own column, as an export writes it, would be read as passwords."""
        for index, (question, _) in enumerate(read):
            if normalise_header(question.id) in self._password_names:
                yield Fault(f"questions[{index}].id", f"“{question.id}” is a name of the column of passwords here")

    @property
    def fields(self) -> Mapping[str, str]:
        """Where a column can go: field or question id -> its label, standard fields first."""
        labels = {field: self.labels.get(field, label) for field, label in STANDARD_FIELDS.items()}
        return labels | {question.id: question.label for question in self.questions}


@attrs.frozen
class _Outline:
    """A form whose questions have not been looked at yet."""

    questions: tuple[Any, ...]
    name: str = ""
    labels: dict[str, str] = attrs.field(factory=dict)
    aliases: dict[str, tuple[str, ...]] = attrs.field(factory=dict)


def _read_question(data: object, index: int) -> tuple[Question, tuple[Fault, ...]]:
    """The question, and what is of a wrong type in it; then only its names are left to be looked at further."""
    path = f"questions[{index}]"
    question, faults = from_data(data, Question, path)
    if question:
        return question, faults
    given = data if isinstance(data, dict) else {}
    wrong = {key for key in given if any(fault.path.startswith(f"{path}.{key}") for fault in faults)}
    kept = {key: given[key] for key in ("id", "label", "aliases") if key in given and key not in wrong}
    return Question(**{"id": f"?{index}", "label": "?", **kept}), faults


def _faults_of(read: Sequence[tuple[Question, Sequence[Fault]]]) -> list[Fault]:
    wrong_types = [fault for _, wrong in read for fault in wrong]
    return [*wrong_types, *_question_faults(enumerate(question for question, _ in read))]


def _list_under(key: str, data: object) -> Sequence[object]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, list) else ()


def _without_defaults(question: Question) -> dict[str, object]:
    defaults = to_data(Question(id="", label=""))
    return {key: value for key, value in to_data(question).items() if value != defaults[key] or key in {"id", "label"}}


def _standard_faults(labels: Mapping[str, str], aliases: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    names = [(field, join_path("labels", field), name) for field, name in labels.items()]
    for field, listed in aliases.items():
        names += [(field, path, name) for path, name in _numbered(join_path("aliases", field), listed)]
    for key, field in [*(("labels", field) for field in labels), *(("aliases", field) for field in aliases)]:
        if field not in STANDARD_FIELDS:
            yield Fault(join_path(key, field), f"is not a standard field ({', '.join(STANDARD_FIELDS)})")
    for field, path, name in names:
        if not name.strip():
            yield Fault(path, "is empty")
        elif looks_like_password(name) and field not in SECRET_FIELDS:
            yield Fault(path, "is a name for a column of passwords")
        elif field in SECRET_FIELDS and normalise_header(name) in map(normalise_header, REQUIRED_FIELDS):
            yield Fault(path, "is the name of another field")


def _question_faults(questions: Iterable[tuple[int, Question]]) -> Iterator[Fault]:
    first_use: dict[str, str] = {}
    for index, question in questions:
        path = f"questions[{index}]"
        yield from _identity_faults(question, path)
        earlier = first_use.setdefault(question.id, path)
        if earlier != path:
            yield Fault(f"{path}.id", f"“{question.id}” is the id of {earlier} already")
        if question.kind == QuestionKind.TEXT:
            yield from _text_faults(question, path)
        else:
            yield from _choice_faults(question, path)


def _identity_faults(question: Question, path: str) -> Iterator[Fault]:
    names = [("id", question.id), ("label", question.label), *_numbered("aliases", question.aliases)]
    for key, text in names:
        if not text.strip():
            yield Fault(f"{path}.{key}", "is empty")
    if question.id != trim(question.id) or _UNFINDABLE.search(question.id):
        yield Fault(f"{path}.id", "must be found again as a header: no @, no space at its ends, none twice")
    if normalise_header(question.id) in _RESERVED:
        yield Fault(f"{path}.id", f"“{question.id}” is the name of a standard field")
    for key, text in [*names, *_numbered("choices", question.choices)]:
        if _UNPRINTABLE.search(text):
            yield Fault(f"{path}.{key}", "holds a line break or another control character")
    for key, text in names:
        if looks_like_password(text):
            yield Fault(f"{path}.{key}", "asks for a password: passwords have a field of their own, never a question")


def _numbered(key: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(join_path(key, index), text) for index, text in enumerate(texts)]


def _text_faults(question: Question, path: str) -> Iterator[Fault]:
    if question.choices:
        yield Fault(f"{path}.choices", "is only for the kinds choice and choices")
    if question.max_length is not None and question.max_length < 1:
        yield Fault(f"{path}.max_length", "must be at least 1")
    if question.pattern is not None:
        try:
            compile_pattern(question.pattern)
        except ValueError as error:
            yield Fault(f"{path}.pattern", str(error))


def _choice_faults(question: Question, path: str) -> Iterator[Fault]:
    for key, setting in (("pattern", question.pattern), ("max_length", question.max_length)):
        if setting is not None:
            yield Fault(f"{path}.{key}", "is only for the kind text")
    for place, choice in enumerate(question.choices if question.kind is QuestionKind.CHOICES else ()):
        if fold_choice(choice).strip("|") != fold_choice(choice):
            yield Fault(f"{path}.choices[{place}]", "must not start or end with |, which stands between answers")
    if not question.choices:
        yield Fault(f"{path}.choices", "is empty, so the question could not be answered")
    first_use: dict[str, str] = {}
    for index, choice in enumerate(question.choices):
        here = join_path("choices", index)
        if not choice.strip():
            yield Fault(f"{path}.{here}", "is empty")
            continue
        earlier = first_use.setdefault(fold_choice(choice), here)
        if earlier != here:
            yield Fault(f"{path}.{here}", f"“{choice}” repeats {earlier}")
