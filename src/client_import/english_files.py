"""Messages about a file that cannot be read; a part of the English catalogue."""

from __future__ import annotations

from client_import.problem_codes import ProblemCode

_AS_CSV = "Open it where it was made and save or export it as CSV (UTF-8), then choose that file."

FILE_MESSAGES: dict[str, str] = {
    ProblemCode.FILE_EMPTY: "This file is empty. Choose the CSV file that holds the roster.",
    ProblemCode.FILE_HEADER_ONLY: (
        "This file has a header on line {line} but no row below it. Add one row for each client."
    ),
    ProblemCode.FILE_NO_HEADER: (
        "Line {line} already looks like a client, not like column names. "
        "Put a line with the column names (Email, First Name, Last Name, …) above it."
    ),
    ProblemCode.FILE_TOO_LARGE: ("This file is larger than the limit of {limit}. Split the roster into several files."),
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
        "This is a web page (HTML) or an XML document, even if its name ends in .csv or .xls. "
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
        "The row that starts on line {line} has a cell of more than {limit:,} characters. "
        'Often a quotation mark (") that is never closed is the reason.'
    ),
    ProblemCode.FILE_TOO_MANY_COLUMNS: (
        "The row on line {line} has more than {limit:,} cells. A roster has one column for each question; "
        "delete the columns that hold no answers, or choose another file."
    ),
    ProblemCode.FILE_TOO_MANY_ROWS: ("This file has more than {limit:,} rows. Split the roster into several files."),
    ProblemCode.FILE_IS_JSON: f"This is a JSON document, not a CSV file. {_AS_CSV}",
    ProblemCode.FILE_WRONG_ENCODING: (
        "This file cannot be read as {encoding} (line {line}). Choose another one, or leave it to be detected."
    ),
    ProblemCode.FILE_NO_HEADER_THERE: (
        "There are no column names on line {line}: it is blank, or below the end of the file. "
        "Give the line on which they stand, counted as a text editor counts."
    ),
    ProblemCode.FILE_TWO_TABLES: (
        "Line {line} names other columns than line {first}: there are two tables in this file, and the rows of the "
        "second would go under the names of the first. Save each as a file of its own."
    ),
}
