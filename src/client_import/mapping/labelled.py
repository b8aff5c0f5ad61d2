"""Field → the header that says its label and its id, `Standing (R2)`: an export writes it, an import is sure of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from client_import.errors import BadFile
from client_import.form import RegistrationForm
from client_import.frozen import FrozenMapping
from client_import.questions import REQUIRED_FIELDS
from client_import.reading.signatures import refuse_other_kinds
from client_import.texts.spaces import trim

_UNKEPT = re.compile(r"[@\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What a header cannot hold without being taken for a client's row, or changed on its way through a file."""

_LONGEST = 1_000


def labelled_headers(form: RegistrationForm) -> Mapping[str, str]:
    """For each field that an export can hold, its label with the id in brackets, as it is read back.

    The id stands alone where both together would not be found again: where another field has the same header or id,
    the header names passwords, or it would make the file look like something else. An id alone always is.

    Args:
        form: Its labels may hold whatever they like.
    """
    fields = [*REQUIRED_FIELDS, *(question.id for question in form.questions)]
    labels = form.fields
    headers = {field: trim(" ".join(f"{labels[field]} ({field})".split())) for field in fields}
    times = Counter(headers.values())
    return FrozenMapping(
        {
            field: header if times[header] == 1 and header not in labels and _is_kept(header, form) else field
            for field, header in headers.items()
        }
    )


def _is_kept(header: str, form: RegistrationForm) -> bool:
    if len(header) > _LONGEST or _UNKEPT.search(header) or form.names_password(header):
        return False
    if header.startswith("ID"):  # at the start of a file Excel takes it for SYLK, a format of its own
        return False
    try:
        refuse_other_kinds(header.encode())
    except BadFile:
        return False
    return True
