"""Files that are no CSV whatever their name says, told by their first bytes."""

from __future__ import annotations

import io
import re

from client_import.problems import ProblemCode, bad_file

_SIGNATURES = (
    (b"%PDF-", ProblemCode.FILE_IS_PDF),
    (b"\x1f\x8b", ProblemCode.FILE_IS_GZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ProblemCode.FILE_IS_XLS),
    (b"\x89PNG\r\n\x1a\n", ProblemCode.FILE_IS_IMAGE),
    (b"\xff\xd8\xff", ProblemCode.FILE_IS_IMAGE),
    (b"GIF87a", ProblemCode.FILE_IS_IMAGE),
    (b"GIF89a", ProblemCode.FILE_IS_IMAGE),
    (b"II*\x00", ProblemCode.FILE_IS_IMAGE),
    (b"MM\x00*", ProblemCode.FILE_IS_IMAGE),
)

_ZIP_CONTENTS = (
    ("xl/", ProblemCode.FILE_IS_XLSX),
    ("Index/", ProblemCode.FILE_IS_NUMBERS),
    ("Index.zip", ProblemCode.FILE_IS_NUMBERS),
    ("content.xml", ProblemCode.FILE_IS_ODS),
)

_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|\?xml|!--)", re.IGNORECASE)


_JSON = re.compile(rb"\s*(?:\{\s*(?:\"|\})|\[\s*[\[{\]\"])")


def refuse_other_kinds(content: bytes) -> None:
    """Nothing, where the bytes may be text.

    Raises:
        BadFile: They are a workbook, an archive, a document, a page or an image; the code says which.
    """
    for signature, code in _SIGNATURES:
        if content.startswith(signature):
            raise bad_file(code)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise bad_file(_name_zip(content))
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        raise bad_file(ProblemCode.FILE_IS_IMAGE)
    if _HTML.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise bad_file(ProblemCode.FILE_IS_HTML)
    if _JSON.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise bad_file(ProblemCode.FILE_IS_JSON)


def _name_zip(content: bytes) -> ProblemCode:
    import zipfile  # noqa: PLC0415 - hardly ever needed, and not quickly loaded

    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ProblemCode.FILE_IS_ZIP
    for start, code in _ZIP_CONTENTS:
        if any(name.startswith(start) for name in names):
            return code
    return ProblemCode.FILE_IS_ZIP
