import gzip
import io
import zipfile

import pytest

from client_import import BadFile, read_table
from client_import.reading.signatures import refuse_other_kinds


def zip_of(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            # of no certain minute: the bytes stand in the names of tests, which every worker must give alike
            archive.writestr(zipfile.ZipInfo(name), "<xml/>", zipfile.ZIP_DEFLATED)
    return content.getvalue()


XLSX = zip_of("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml")
ODS = zip_of("mimetype", "content.xml", "META-INF/manifest.xml")
NUMBERS = zip_of("Index/Document.iwa", "Metadata/Properties.plist")
OLD_NUMBERS = zip_of("Index.zip", "preview.jpg")

OTHER_KINDS = [
    ("file_is_xlsx", XLSX),
    ("file_is_ods", ODS),
    ("file_is_numbers", NUMBERS),
    ("file_is_numbers", OLD_NUMBERS),
    ("file_is_zip", zip_of("roster.csv")),
    ("file_is_zip", zip_of()),
    ("file_is_zip", zip_of("word/document.xml")),
    ("file_is_zip", XLSX[:60]),
    ("file_is_gzip", gzip.compress(b"Email,Name\n", mtime=0)),
    ("file_is_xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)),
    ("file_is_pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    ("file_is_image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    ("file_is_image", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    ("file_is_image", b"GIF89a\x01\x00\x01\x00"),
    ("file_is_image", b"GIF87a\x01\x00\x01\x00"),
    ("file_is_image", b"II*\x00\x08\x00\x00\x00"),
    ("file_is_image", b"MM\x00*\x00\x00\x00\x08"),
    ("file_is_image", b"RIFF\x24\x00\x00\x00WEBPVP8 "),
    ("file_is_html", b"<!DOCTYPE html>\n<html></html>"),
    ("file_is_html", b"\r\n  <HTML xmlns:x='urn:x'>"),
    ("file_is_html", b"\xef\xbb\xbf<table><tr><td>Email</td></tr></table>"),
    ("file_is_html", b"<?xml version='1.0'?><Workbook/>"),
    ("file_is_html", b"<head>"),
    ("file_is_html", b"<body>"),
    ("file_is_html", b"<meta charset='utf-8'>"),
    ("file_is_html", b"<!-- exported --><html>"),
    ("file_is_json", b'{"clients": [{"email": "ada@example.edu"}]}'),
    ("file_is_json", b'[{"email": "ada@example.edu"}]'),
    ("file_is_json", b'[\n  {\n    "email": "ada@example.edu"\n  }\n]\n'),
    ("file_is_json", b'\xef\xbb\xbf\r\n{\t"email": "ada@example.edu"}'),
    ("file_is_json", b'{"email": "ada@example.edu"}\n{"email": "bob@example.edu"}\n'),
    ("file_is_json", b'[["Email", "Name"], ["ada@example.edu", "Ada"]]'),
    ("file_is_json", b'["Email", "Name"]\n["ada@example.edu", "Ada"]\n'),
    ("file_is_json", b"[]"),
    ("file_is_json", b"{ }"),
]


@pytest.mark.parametrize(("code", "content"), OTHER_KINDS)
def test_other_kinds(code: str, content: bytes) -> None:
    """A file of another kind is known by its bytes, whatever its name says."""
    with pytest.raises(BadFile) as caught:
        refuse_other_kinds(content)
    assert (caught.value.code, caught.value.params) == (code, {})
    with pytest.raises(BadFile) as read:
        read_table(content)
    assert read.value.code == code


def test_message_for_workbook() -> None:
    """The refusal of a workbook says what it is and what to do."""
    with pytest.raises(BadFile) as caught:
        refuse_other_kinds(XLSX)
    assert str(caught.value) == (
        "This is an Excel workbook, not a CSV file. In Excel choose File > Save As > CSV UTF-8."
    )


def test_message_for_json() -> None:
    """The refusal of a JSON document says what it is and what to do."""
    with pytest.raises(BadFile) as caught:
        read_table(b'[{"email": "ada@example.edu"}]')
    assert str(caught.value) == (
        "This is a JSON document, not a CSV file. "
        "Open it where it was made and save or export it as CSV (UTF-8), then choose that file."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Email,Name\n",
        b"PK,Email\n",
        b"PDF,Email\n%PDF-1.7",
        b"GIF,Email\n",
        b"RIFF,Email,WEBP\n",
        b"RIFF",
        b"<ada@example.edu>,x\n",
        b"< 18,Email\n",
        b"Note <html>,Email\n",
        b"II,MM\n",
        b"\xff\xfeE\x00",
        b"[Email],[Name]\n[ada@example.edu],[Ada]\n",
        b"{Email},{Name}\n",
        b"[Roster of autumn]\nEmail,Name\n",
        b'Email,Data\nada@example.edu,{"a": 1}\n',
        b'"{""a"": 1}",Email\n',
        b"{",
        b"[",
    ],
)
def test_text_passes(content: bytes) -> None:
    """What may be text is let through."""
    refuse_other_kinds(content)
