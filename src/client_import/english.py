"""The messages of all problems in English, for the person who will mend the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from client_import.english_accounts import ACCOUNT_MESSAGES
from client_import.english_files import FILE_MESSAGES
from client_import.english_undo import UNDO_MESSAGES
from client_import.frozen import FrozenMapping
from client_import.problem_codes import ProblemCode

Catalogue: TypeAlias = Mapping[str, str]
"""Problem code -> message, in which `{name}` stands for a parameter of that problem.

A key such as `invalid_email:no_at` is the message for a problem whose parameter `reason` is `no_at`;
where a catalogue lacks it, that of the code alone is taken.
"""

_IN_PLACE = (
    "Put every value under its header, empty the columns “[corrections] cell …”, and then “[corrections] clear when "
    "mended”; until then the row is not imported."
)

ENGLISH: Catalogue = FrozenMapping(
    {
        **FILE_MESSAGES,
        ProblemCode.ENCODING_GUESSED: (
            "This file is not UTF-8; it was read as {encoding}. Look at names with accents before you import. "
            "If they are wrong, choose the encoding yourself, or save the file as CSV UTF-8."
        ),
        ProblemCode.BROKEN_LETTERS: (
            "Letters on this line cannot be read; they are shown as �. Correct them where they were made, "
            "and save the file as CSV UTF-8."
        ),
        ProblemCode.CONTROL_CHARACTERS: (
            "There were invisible control characters on this line. They were taken out; look at the row."
        ),
        ProblemCode.PREAMBLE_SKIPPED: (
            "What stands above the column names, from line {first} to line {last}, was passed over."
        ),
        ProblemCode.FOOTER_SKIPPED: (
            "This line looks like a total or a remark below the table, not like a client. It was passed over."
        ),
        ProblemCode.REPEATED_HEADER: (
            "“{value}” stands above {times} columns. They are told apart as “{value}”, “{second}” and so on; "
            "map the one that you mean."
        ),
        ProblemCode.ROWS_UNWRAPPED: (
            'Rows stand as a whole between quotation marks ("): {rows} in all, the first of them on this line. '
            "They were read without those marks."
        ),
        ProblemCode.STRAY_QUOTE: (
            'There is a quotation mark (") on this line that opens or closes no cell. It was taken as a part of the '
            'text; look at the row, and write it twice ("") inside quotation marks if it belongs to the text.'
        ),
        ProblemCode.QUOTE_CLOSED: (
            'A quotation mark (") on this line is not closed. The row was taken to end with the line; look at it.'
        ),
        ProblemCode.ROW_MAY_GO_ON: (
            'The next line may belong to this row, for a quotation mark (") there fits no other. Look at both.'
        ),
        ProblemCode.MAYBE_SWALLOWED: (
            'A cell of this row goes on to line {last} and holds separators, as if a quotation mark (") were missing: '
            "there may be other clients inside. Look at lines {first} to {last}."
        ),
        ProblemCode.MAYBE_TRUNCATED: (
            "The file ends with this line, and no line end follows. If it was cut off there, this row is not whole and "
            "others are missing: compare it with the last row of the original."
        ),
        ProblemCode.NAMES_SWAPPED: (
            "First and last names look swapped: {swapped} of the {known} clients in this file who have an account "
            "already have them the other way round there. Check which column goes to which name."
        ),
        ProblemCode.MASS_CHANGE: (
            "{renamed} of the {known} clients in this file who have an account would get another first or last name, "
            "the sign of swapped or shifted columns. Look at the old and new names. Nothing is imported until it is "
            "allowed."
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
        ProblemCode.MISSING_FULL_NAME: "The name is missing. Every client needs a first and a last name.",
        ProblemCode.INVALID_NAME: "“{value}” is not a name. Write the name of the client.",
        "invalid_name:spreadsheet": (
            "“{value}” is an error that a spreadsheet left, not a name. Correct it there and save the file again."
        ),
        "invalid_name:letters": (
            "“{value}” has letters that cannot be read (�). Write the name again, and save the file as CSV UTF-8."
        ),
        "invalid_name:clear": "“{value}” clears an answer; a name cannot be cleared. Write the name of the client.",
        ProblemCode.NAME_NOT_SPLIT: (
            "“{value}” cannot be split into a first and a last name. Write it as “Last, First”."
        ),
        ProblemCode.TOO_MANY_CELLS: (
            "This row has {found} cells for {expected} columns. "
            'Put quotation marks (") around a value that contains a separator.'
        ),
        ProblemCode.WRONG_WIDTH: (
            "This row has {found} cells for {expected} columns, so a cell may stand under the wrong header. "
            'In a file with passwords such a row is not imported. Put quotation marks (") around a value that '
            "contains a separator, and leave a cell empty rather than out."
        ),
        ProblemCode.DOUBTFUL_QUOTES: (
            'The quotation marks (") of this row do not fit: one may be missing or too many, so a cell may hold what '
            "belongs to another. In a file with passwords such a row is not imported. Correct the marks, or keep the "
            "text of each cell on one line."
        ),
        "too_many_cells:corrections": f"This row had {{found}} cells for {{expected}} columns. {_IN_PLACE}",
        "wrong_width:corrections": f"This row had {{found}} cells for {{expected}} columns. {_IN_PLACE}",
        "doubtful_quotes:corrections": f"The quotation marks of this row were in doubt. {_IN_PLACE}",
        ProblemCode.CONFLICTING_DUPLICATE: (
            "Line {other_line} has the same e-mail address with other values, so this row is not imported. "
            "Keep one of the two."
        ),
        ProblemCode.AMBIGUOUS_CLIENT: (
            "More than one stored client has this e-mail address, so it is not certain which one is meant. "
            "Merge or correct those accounts first."
        ),
        ProblemCode.UNUSUAL_WIDTH: (
            "The number of cells in this row is {found}, that of the columns {expected}. "
            "Check that each value is in the column where it belongs."
        ),
        ProblemCode.CELLS_REALIGNED: (
            "This row has {found} cells for {expected} columns. What stands in “{merged}” was taken as one value, "
            'for only so does the rest fit. Put quotation marks (") around a value that contains a separator, '
            "and take out a separator that is too many."
        ),
        ProblemCode.CONTAINS_SEPARATOR: ("“{value}” contains the separator of this file. Check that it is one value."),
        ProblemCode.WRONG_LETTERS: (
            "“{value}” looks like “{likely}”, saved in the wrong encoding. It is imported as it stands; to mend it, "
            "save the file as CSV UTF-8 where the letters are still right."
        ),
        ProblemCode.DAMAGED_VALUE: "“{value}” cannot be what was meant, so it is left out.",
        "damaged_value:spreadsheet": ("“{value}” is an error that a spreadsheet left, not an answer. It is left out."),
        "damaged_value:rounded": (
            "“{value}” is how a spreadsheet shows a long number, with its last digits lost. It is left out. "
            "Format the column as text, enter the number again, and save the file."
        ),
        "damaged_value:zeros": (
            "“{value}” has {found} digits where the others have {expected}, as if a spreadsheet had dropped zeros. "
            "It is left out. Format the column as text, enter the number again, and save the file."
        ),
        "damaged_value:letters": (
            "“{value}” has letters that cannot be read (�). It is left out. "
            "Write it again, and save the file as CSV UTF-8."
        ),
        ProblemCode.NAME_SPLIT_DOUBTFUL: (
            "“{value}” was split into the first name “{first_name}” and the last name “{last_name}”. "
            "If that is wrong, write it as “Last, First”."
        ),
        ProblemCode.DUPLICATE_PASSED_OVER: (
            "Line {other_line} has the same e-mail address with other values and counts instead, "
            "so this row is passed over."
        ),
        ProblemCode.EXACT_REPEAT: "This row says the same as line {other_line} and is passed over.",
        ProblemCode.UNMATCHED_ANSWER_REJECTED: (
            "“{value}” is not one of the choices of “{question}”, so this row is not imported. "
            "Write one of the choices, or say which one is meant."
        ),
        ProblemCode.PROTECTED_CLIENT: (
            "“{value}” is a protected account, such as an administrator's, which no roster may change. "
            "Take this row out of the file."
        ),
        ProblemCode.UNKNOWN_CLIENT: (
            "No stored client has this e-mail address, and this import only updates those who are stored. "
            "Check the address, or let the client be created another way."
        ),
        ProblemCode.INACTIVE_CLIENT_REJECTED: ("This client's account is deactivated, so this row is not imported."),
        ProblemCode.UNMATCHED_ANSWER: "“{value}” is not one of the choices of “{question}”, so it is left out.",
        ProblemCode.TEXT_TOO_LONG: ("This value has {found} characters, “{question}” takes {limit}. It is left out."),
        ProblemCode.PATTERN_MISMATCH: "“{value}” does not have the form that “{question}” asks for. It is left out.",
        ProblemCode.PASSWORD_DAMAGED: "The password cannot be what was meant, so none is set for this client.",
        "password_damaged:letters": (
            "The password has letters that cannot be read, so none is set for this client. Save the file as CSV UTF-8."
        ),
        "password_damaged:spreadsheet": (
            "What stands for the password is an error that a spreadsheet left, so none is set for this client. "
            "Format the column as text and enter the password again."
        ),
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
        "password_damaged:clear": (
            "What stands for the password is the text that clears an answer. A password cannot be cleared, "
            "so the client's own stays as it is."
        ),
        ProblemCode.HELD_BACK: "The rules keep what is stored, so this is not imported.",
        "held_back:create_only": (
            "This client is stored already, and this import only creates new ones. The account stays as it is."
        ),
        "held_back:fill_missing": (
            "“{question}” has another value already, and this import only fills in what is missing. It stays as it is."
        ),
        ProblemCode.INACTIVE_CLIENT: "This client's account is deactivated, and stays so whatever this row changes.",
        ProblemCode.CONFLICTED: (
            "This client changed, appeared or was removed after the preview, so nothing was written here. "
            "Preview again to see the difference."
        ),
        ProblemCode.DELETE_REFUSED: (
            "The storage keeps this account: the client has completed the registration, has chosen a password, "
            "or something else, such as an appointment, refers to the account."
        ),
        ProblemCode.PASSWORD_OVERTAKEN: (
            "This client's password changed after the preview, or the client was removed, "
            "so the one in the file was not set."
        ),
        **ACCOUNT_MESSAGES,
        **UNDO_MESSAGES,
    }
)
