"""JSON documents that say what they are: kind, version of the format, content; sorted and stable.

What is read is untrusted: whatever keeps it from being used is a `BadDocument` with a path.
"""

from __future__ import annotations

import json
import re
from typing import TypeVar

from client_import.canonical import from_data
from client_import.errors import BadDocument, Fault
from client_import.lazy import LazySequence, batches
from client_import.texts.spaces import is_whole

T = TypeVar("T")

_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
"""Half of a character beyond U+FFFF, which is none by itself and cannot be stored; most documents hold no pair even."""

VERSION = 1
"""The version of every format that this release writes, and the newest it reads."""

_KIND, _VERSION = "client_import", "version"
_ROWS_AT_ONCE = 500

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def seal(kind: str, data: dict[str, object]) -> str:
    """The document for people to read and edit: the same content gives the same text, every letter as itself."""
    document = {_KIND: kind, _VERSION: VERSION, **data}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def seal_long(kind: str, data: dict[str, object]) -> str:
    """Likewise on one line, for a document of many rows.

    Args:
        kind: What it is.
        data: Its content; a `LazySequence` is written some rows at a time, since objects for all of them would cost
            more than writing them.
    """
    document = {_KIND: kind, _VERSION: VERSION, **data}
    parts = (f"{_encode(key)}:{_encode_content(document[key])}" for key in sorted(document))
    return f"{{{','.join(parts)}}}\n"


def _encode_content(content: object) -> str:
    if not isinstance(content, LazySequence):
        return _encode(content)
    return f"[{','.join(_encode(list(some))[1:-1] for some in batches(content, _ROWS_AT_ONCE))}]"


def unseal(kind: str, text: str | bytes, *, by_hand: bool = False) -> dict[str, object]:
    """The content of a document, once kind and version are found to fit.

    Args:
        kind: What it must be.
        text: The document; bytes are UTF-8, with or without byte order mark.
        by_hand: Whether kind and version may be left out.

    Raises:
        BadDocument: It is no JSON, of another kind, or of a newer release.
    """
    data = _parse(kind, text)
    if not isinstance(data, dict):
        raise BadDocument(kind, [Fault("", "must be an object")])
    found, version = data.pop(_KIND, kind if by_hand else None), data.pop(_VERSION, VERSION if by_hand else None)
    if found != kind:
        raise BadDocument(kind, [Fault(_KIND, f"must be “{kind}”, not {json.dumps(found, ensure_ascii=False)[:80]}")])
    if type(version) is not int:
        raise BadDocument(kind, [Fault(_VERSION, "must be a whole number")])
    if version > VERSION:
        raise BadDocument(kind, [Fault(_VERSION, f"is {version}, of a newer release; this one reads up to {VERSION}")])
    if version < VERSION:
        raise BadDocument(kind, [Fault(_VERSION, f"is {version}, which no release reads")])
    return data


def read(kind: str, text: str | bytes, shape: type[T], *, by_hand: bool = False) -> T:
    """The value of an attrs class that a document describes.

    Raises:
        BadDocument: It cannot be used; every fault has its path.
    """
    value, faults = from_data(unseal(kind, text, by_hand=by_hand), shape)
    if value is None:
        raise BadDocument(kind, faults)
    return value


def _parse(kind: str, text: str | bytes) -> object:
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        data: object = json.loads(decoded, object_pairs_hook=_refuse_repeats)
    except UnicodeDecodeError:
        raise BadDocument(kind, [Fault("", "is not UTF-8")]) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadDocument(kind, [Fault("", f"is no JSON, or only a part of it: {error.msg} ({place})")]) from None
    except RecursionError:
        raise BadDocument(kind, [Fault("", "is nested too deeply")]) from None
    except ValueError as error:  # a repeated key, or a number of thousands of digits
        raise BadDocument(kind, [Fault("", str(error))]) from None
    if _HALF.search(decoded) and not is_whole(json.dumps(data, ensure_ascii=False)):
        raise BadDocument(kind, [Fault("", "holds half a character (U+D800 to U+DFFF), which cannot be stored")])
    return data


def _refuse_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """JSON lets a key stand twice and keeps the last; whoever wrote it meant both."""
    kept: dict[str, object] = {}
    for key, value in pairs:
        if key in kept:
            raise ValueError(f"“{key}” stands twice in one object")
        kept[key] = value
    return kept
