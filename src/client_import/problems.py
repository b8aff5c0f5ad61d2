"""A row or the file has something wrong and the import goes on: `Problem`, its codes, its messages.

A problem is data (a stable code and parameters, never a secret); its message is rendered from a
catalogue, so that a host can hand in another language. `BadFile` is rendered from the same catalogue.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TypeAlias

import attrs

from client_import.errors import BadFile
from client_import.frozen import FrozenMapping

Catalogue: TypeAlias = Mapping[str, str]
"""Problem code -> message, in which `{name}` stands for a parameter of that problem.

A key such as `invalid_email:no_at` is the message for a problem whose parameter `reason` is `no_at`;
where a catalogue lacks it, that of the code alone is taken.
"""


class Severity(enum.StrEnum):
    """How much a problem stops."""

    WARNING = "warning"
    """The import goes on; at most one value is left out."""
    ERROR = "error"
    """The row is not imported."""


class ProblemCode(enum.StrEnum):
    """What can be wrong. The values are stable: hosts may store and compare them."""

    # The file cannot be read: `BadFile`.
    FILE_EMPTY = "file_empty"
    FILE_HEADER_ONLY = "file_header_only"
    FILE_NO_HEADER = "file_no_header"
    FILE_TOO_LARGE = "file_too_large"
    FILE_IS_XLSX = "file_is_xlsx"
    FILE_IS_XLS = "file_is_xls"
    FILE_IS_ODS = "file_is_ods"
    FILE_IS_NUMBERS = "file_is_numbers"
    FILE_IS_ZIP = "file_is_zip"
    FILE_IS_GZIP = "file_is_gzip"
    FILE_IS_PDF = "file_is_pdf"
    FILE_IS_HTML = "file_is_html"
    FILE_IS_IMAGE = "file_is_image"
    FILE_NOT_TEXT = "file_not_text"
    FILE_UNKNOWN_ENCODING = "file_unknown_encoding"
    FILE_BROKEN_QUOTES = "file_broken_quotes"
    FILE_CELL_TOO_LONG = "file_cell_too_long"

    # The file can be read, with a caution.
    ENCODING_GUESSED = "encoding_guessed"

    # A row is rejected.
    MISSING_EMAIL = "missing_email"
    INVALID_EMAIL = "invalid_email"
    MISSING_FIRST_NAME = "missing_first_name"
    MISSING_LAST_NAME = "missing_last_name"
    TOO_MANY_CELLS = "too_many_cells"
    WRONG_WIDTH = "wrong_width"
    SWALLOWED_LINE = "swallowed_line"
    CONFLICTING_DUPLICATE = "conflicting_duplicate"
    AMBIGUOUS_CLIENT = "ambiguous_client"

    # A value is left out, or something is worth knowing.
    EXACT_REPEAT = "exact_repeat"
    UNMATCHED_ANSWER = "unmatched_answer"
    TEXT_TOO_LONG = "text_too_long"
    PATTERN_MISMATCH = "pattern_mismatch"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - a code, no password
    PASSWORD_TOO_LONG = "password_too_long"  # noqa: S105
    INVALID_PASSWORD_HASH = "invalid_password_hash"  # noqa: S105
    PASSWORD_BESIDE_HASH = "password_beside_hash"  # noqa: S105
    PASSWORD_KEPT = "password_kept"  # noqa: S105
    PASSWORD_REPLACED = "password_replaced"  # noqa: S105
    INACTIVE_CLIENT = "inactive_client"

    # Found while applying.
    CONFLICTED = "conflicted"
    PASSWORD_OVERTAKEN = "password_overtaken"  # noqa: S105


ERROR_CODES = frozenset(
    {
        ProblemCode.MISSING_EMAIL,
        ProblemCode.INVALID_EMAIL,
        ProblemCode.MISSING_FIRST_NAME,
        ProblemCode.MISSING_LAST_NAME,
        ProblemCode.TOO_MANY_CELLS,
        ProblemCode.WRONG_WIDTH,
        ProblemCode.SWALLOWED_LINE,
        ProblemCode.CONFLICTING_DUPLICATE,
        ProblemCode.AMBIGUOUS_CLIENT,
        ProblemCode.CONFLICTED,
    }
)
"""The codes that keep their row out; every other one of a row is a warning."""

_AS_CSV = "Open it where it was made and save or export it as CSV (UTF-8), then choose that file."

ENGLISH: Catalogue = FrozenMapping(
    {
        ProblemCode.FILE_EMPTY: "This file is empty. Choose the CSV file that holds the roster.",
        ProblemCode.FILE_HEADER_ONLY: (
            "This file has a header on line {line} but no row below it. Add one row for each client."
        ),
        ProblemCode.FILE_NO_HEADER: (
            "Line {line} already looks like a client, not like column names. "
            "Put a line with the column names (Email, First Name, Last Name, …) above it."
        ),
        ProblemCode.FILE_TOO_LARGE: (
            "This file is larger than the limit of {limit}. Split the roster into several files."
        ),
        ProblemCode.FILE_IS_XLSX: (
            "This is an Excel workbook, not a CSV file. In Excel choose File > Save As > CSV UTF-8."
        ),
        ProblemCode.FILE_IS_XLS: (
            "This is an Excel 97-2003 workbook or another old Office document, not a CSV file. "
            "In Excel choose File > Save As > CSV UTF-8."
        ),
        ProblemCode.FILE_IS_ODS: (
            "This is an OpenDocument spreadsheet, not a CSV file. "
            "In LibreOffice choose File > Save As > Text CSV, character set UTF-8."
        ),
        ProblemCode.FILE_IS_NUMBERS: (
            "This is an Apple Numbers spreadsheet, not a CSV file. In Numbers choose File > Export To > CSV."
        ),
        ProblemCode.FILE_IS_ZIP: "This is a ZIP archive. Unpack it and choose the CSV file inside.",
        ProblemCode.FILE_IS_GZIP: "This is a gzip archive. Unpack it and choose the CSV file inside.",
        ProblemCode.FILE_IS_PDF: f"This is a PDF document, not a CSV file. {_AS_CSV}",
        ProblemCode.FILE_IS_HTML: (
            "This is a web page (HTML), even if its name ends in .csv or .xls. "
            "Open it in a spreadsheet and save it as CSV UTF-8."
        ),
        ProblemCode.FILE_IS_IMAGE: f"This is an image, not a CSV file. {_AS_CSV}",
        ProblemCode.FILE_NOT_TEXT: f"This is not a text file. {_AS_CSV}",
        ProblemCode.FILE_UNKNOWN_ENCODING: (
            "The letters in this file cannot be read with certainty (line {line}). "
            "Save it again as CSV UTF-8, so that no name is damaged."
        ),
        ProblemCode.FILE_BROKEN_QUOTES: (
            'The row that starts on line {line} has a quotation mark (") that is not closed, or text right '
            'after a closing one. Close it, or write it twice ("") where it belongs to the text.'
        ),
        ProblemCode.FILE_CELL_TOO_LONG: (
            "The row that starts on line {line} has a cell of more than {limit} characters. "
            'Often a quotation mark (") that is never closed is the reason.'
        ),
        ProblemCode.ENCODING_GUESSED: (
            "This file is not UTF-8; it was read as {encoding}. Look at names with accents before you import, "
            "or save the file as CSV UTF-8."
        ),
        ProblemCode.MISSING_EMAIL: "The e-mail address is missing. Every client needs one.",
        ProblemCode.INVALID_EMAIL: "“{value}” is not an e-mail address.",
        "invalid_email:no_at": "“{value}” is not an e-mail address: it has no @.",
        "invalid_email:several": "“{value}” is more than one e-mail address. Keep one.",
        "invalid_email:space": "“{value}” is not an e-mail address: there is a space inside.",
        "invalid_email:local": (
            "“{value}” is not an e-mail address: what stands before the @ is missing or has a character "
            "that addresses cannot have."
        ),
        "invalid_email:domain": (
            "“{value}” is not an e-mail address: what stands after the @ is no domain such as example.edu."
        ),
        "invalid_email:length": "“{value}” is not an e-mail address: it is longer than mail systems accept.",
        ProblemCode.MISSING_FIRST_NAME: "The first name is missing. Every client needs one.",
        ProblemCode.MISSING_LAST_NAME: "The last name is missing. Every client needs one.",
        ProblemCode.TOO_MANY_CELLS: (
            "This row has {found} cells for {expected} columns. "
            'Put quotation marks (") around a value that contains a separator.'
        ),
        ProblemCode.WRONG_WIDTH: (
            "This row has {found} cells for {expected} columns, so a cell may stand under the wrong header. "
            'In a file with passwords such a row is not imported. Put quotation marks (") around a value that '
            "contains a separator, and leave a cell empty rather than out."
        ),
        ProblemCode.SWALLOWED_LINE: (
            'A cell of this row holds a line end and a separator, as if a quotation mark (") were missing or too many. '
            "In a file with passwords such a row is not imported. Correct the quotation marks, or keep the text "
            "in that cell on one line."
        ),
        ProblemCode.CONFLICTING_DUPLICATE: (
            "Line {first_line} has the same e-mail address with other values, so this row is not imported. "
            "Keep one of the two."
        ),
        ProblemCode.AMBIGUOUS_CLIENT: (
            "More than one stored client has this e-mail address, so it is not certain which one is meant. "
            "Merge or correct those accounts first."
        ),
        ProblemCode.EXACT_REPEAT: "This row says the same as line {first_line} and is passed over.",
        ProblemCode.UNMATCHED_ANSWER: "“{value}” is not one of the choices of “{question}”, so it is left out.",
        ProblemCode.TEXT_TOO_LONG: ("This value has {found} characters, “{question}” takes {limit}. It is left out."),
        ProblemCode.PATTERN_MISMATCH: "“{value}” does not have the form that “{question}” asks for. It is left out.",
        ProblemCode.PASSWORD_TOO_SHORT: (
            "The password has fewer than {minimum} characters, so none is set for this client."
        ),
        ProblemCode.PASSWORD_TOO_LONG: (
            "The password is longer than {limit} bytes, more than can be stored safely, so none is set for this client."
        ),
        ProblemCode.INVALID_PASSWORD_HASH: (
            "This password hash is not a bcrypt hash that can be used, so it is left out. "
            "The client can use “reset password”."
        ),
        ProblemCode.PASSWORD_BESIDE_HASH: (
            "This row has a password and a password hash. The hash is stored, the password is left out."
        ),
        ProblemCode.PASSWORD_KEPT: "This client has a password already. It is kept, the one in the file is not set.",
        ProblemCode.PASSWORD_REPLACED: (
            "This client chose a password. It will be replaced by the one in the file; this cannot be undone."
        ),
        ProblemCode.INACTIVE_CLIENT: "This client's account is deactivated, and stays so whatever this row changes.",
        ProblemCode.CONFLICTED: (
            "This client changed, appeared or was removed after the preview, so the row was not imported. "
            "Preview the file again to see the difference."
        ),
        ProblemCode.PASSWORD_OVERTAKEN: (
            "This client's password changed after the preview, or the client was removed, "
            "so the one in the file was not set."
        ),
    }
)


def _freeze(params: Mapping[str, str | int]) -> Mapping[str, str | int]:
    return FrozenMapping(params)


@attrs.frozen
class Problem:
    """Something wrong with the file, a row or a cell.

    Attributes:
        code: What is wrong.
        severity: Whether the row still goes in.
        line: The physical line on which the row starts (the file's first line is 1); None: the whole file.
        column: The column's position in the file, from 1; None where no one column is meant.
        header: That column's header as the table names it.
        field: The field or question id it is mapped to.
        params: What the message is rendered from; never a secret.
    """

    code: ProblemCode
    severity: Severity
    line: int | None = None
    column: int | None = None
    header: str | None = None
    field: str | None = None
    params: Mapping[str, str | int] = attrs.field(factory=dict, converter=_freeze)

    @property
    def message(self) -> str:
        """The English sentence for a person: what is wrong and what to do."""
        return self.message_in(ENGLISH)

    def to_dict(self) -> dict[str, object]:
        """The problem as plain data, with its English message."""
        return {
            "code": self.code.value,
            "severity": self.severity.value,
            "line": self.line,
            "column": self.column,
            "header": self.header,
            "field": self.field,
            "params": dict(self.params),
            "message": self.message,
        }

    def message_in(self, catalogue: Catalogue) -> str:
        """The same sentence from another catalogue.

        Raises:
            KeyError: The catalogue has no message for this code.
        """
        reason = f"{self.code}:{self.params.get('reason')}"
        return catalogue.get(reason, catalogue[self.code]).format_map(self.params)


def bad_file(code: ProblemCode, **params: str | int) -> BadFile:
    """The `BadFile` for `code`, its message rendered from the catalogue."""
    return BadFile(ENGLISH[code].format_map(params), code.value, params)
