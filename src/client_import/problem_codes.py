"""What can be wrong with a file, a row or a cell: stable codes, and how much each stops."""

from __future__ import annotations

import enum


class Severity(enum.StrEnum):
    """How much a problem stops."""

    WARNING = "warning"
    """The import goes on; at most one value is left out."""
    ERROR = "error"
    """The row is not imported; without a line: nothing is, until it is allowed."""


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
    FILE_TOO_MANY_COLUMNS = "file_too_many_columns"
    FILE_TOO_MANY_ROWS = "file_too_many_rows"
    FILE_IS_JSON = "file_is_json"
    FILE_WRONG_ENCODING = "file_wrong_encoding"
    FILE_NO_HEADER_THERE = "file_no_header_there"
    FILE_TWO_TABLES = "file_two_tables"

    # The file can be read, with a caution.
    ENCODING_GUESSED = "encoding_guessed"
    BROKEN_LETTERS = "broken_letters"
    CONTROL_CHARACTERS = "control_characters"
    PREAMBLE_SKIPPED = "preamble_skipped"
    FOOTER_SKIPPED = "footer_skipped"
    REPEATED_HEADER = "repeated_header"
    ROWS_UNWRAPPED = "rows_unwrapped"
    STRAY_QUOTE = "stray_quote"
    QUOTE_CLOSED = "quote_closed"
    ROW_MAY_GO_ON = "row_may_go_on"
    MAYBE_SWALLOWED = "maybe_swallowed"
    MAYBE_TRUNCATED = "maybe_truncated"
    NAMES_SWAPPED = "names_swapped"

    # The import does not start until it is allowed.
    MASS_CHANGE = "mass_change"

    # A row is rejected.
    MISSING_EMAIL = "missing_email"
    INVALID_EMAIL = "invalid_email"
    MISSING_FIRST_NAME = "missing_first_name"
    MISSING_LAST_NAME = "missing_last_name"
    MISSING_FULL_NAME = "missing_full_name"
    INVALID_NAME = "invalid_name"
    NAME_NOT_SPLIT = "name_not_split"
    TOO_MANY_CELLS = "too_many_cells"
    WRONG_WIDTH = "wrong_width"
    DOUBTFUL_QUOTES = "doubtful_quotes"
    CONFLICTING_DUPLICATE = "conflicting_duplicate"
    AMBIGUOUS_CLIENT = "ambiguous_client"
    UNMATCHED_ANSWER_REJECTED = "unmatched_answer_rejected"
    PROTECTED_CLIENT = "protected_client"
    UNKNOWN_CLIENT = "unknown_client"
    INACTIVE_CLIENT_REJECTED = "inactive_client_rejected"

    # A value is left out, or something is worth knowing.
    UNUSUAL_WIDTH = "unusual_width"
    CELLS_REALIGNED = "cells_realigned"
    CONTAINS_SEPARATOR = "contains_separator"
    WRONG_LETTERS = "wrong_letters"
    DAMAGED_VALUE = "damaged_value"
    NAME_SPLIT_DOUBTFUL = "name_split_doubtful"
    EXACT_REPEAT = "exact_repeat"
    DUPLICATE_PASSED_OVER = "duplicate_passed_over"
    UNMATCHED_ANSWER = "unmatched_answer"
    TEXT_TOO_LONG = "text_too_long"
    PATTERN_MISMATCH = "pattern_mismatch"
    PASSWORD_DAMAGED = "password_damaged"  # noqa: S105
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - a code, no password
    PASSWORD_TOO_LONG = "password_too_long"  # noqa: S105
    INVALID_PASSWORD_HASH = "invalid_password_hash"  # noqa: S105
    PASSWORD_BESIDE_HASH = "password_beside_hash"  # noqa: S105
    PASSWORD_KEPT = "password_kept"  # noqa: S105
    PASSWORD_REPLACED = "password_replaced"  # noqa: S105
    INACTIVE_CLIENT = "inactive_client"
    HELD_BACK = "held_back"

    # A client who saves the registration form, or chooses a password, has to mend it.
    MISSING_ANSWER = "missing_answer"
    MISSING_PASSWORD = "missing_password"  # noqa: S105
    UNKNOWN_QUESTION = "unknown_question"

    # Found while applying.
    CONFLICTED = "conflicted"
    DELETE_REFUSED = "delete_refused"
    PASSWORD_OVERTAKEN = "password_overtaken"  # noqa: S105

    # An import is taken back, and something of it stays.
    EDITED_SINCE = "edited_since"
    ACCOUNT_STAYS = "account_stays"
    ACCOUNT_GONE = "account_gone"
    DELETED_FOR_GOOD = "deleted_for_good"
    PASSWORDS_LOST = "passwords_lost"


ERROR_CODES = frozenset(
    {
        ProblemCode.MISSING_EMAIL,
        ProblemCode.INVALID_EMAIL,
        ProblemCode.MISSING_FIRST_NAME,
        ProblemCode.MISSING_LAST_NAME,
        ProblemCode.TOO_MANY_CELLS,
        ProblemCode.WRONG_WIDTH,
        ProblemCode.DOUBTFUL_QUOTES,
        ProblemCode.MISSING_FULL_NAME,
        ProblemCode.INVALID_NAME,
        ProblemCode.NAME_NOT_SPLIT,
        ProblemCode.CONFLICTING_DUPLICATE,
        ProblemCode.AMBIGUOUS_CLIENT,
        ProblemCode.UNMATCHED_ANSWER_REJECTED,
        ProblemCode.PROTECTED_CLIENT,
        ProblemCode.UNKNOWN_CLIENT,
        ProblemCode.INACTIVE_CLIENT_REJECTED,
        ProblemCode.MASS_CHANGE,
        ProblemCode.CONFLICTED,
        ProblemCode.DELETE_REFUSED,
    }
)
"""The codes that keep their row out, or stop the whole import; every other one is a warning."""
