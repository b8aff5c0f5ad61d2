"""What a browser posts → `Posted`, never more of it held than the limit allows, and not for ever.

A file over the limit is read on for a while and thrown away: a browser that is cut off shows no answer.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import BinaryIO
from urllib.parse import parse_qsl

import anyio
import attrs
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

_READ_ON = 20
"""So many times the limit is read before a sender is cut off."""

_MOST_FIELDS = 10_000
"""The review sends two for each value whose meaning was decided."""

_MULTIPART = "multipart/form-data"


class BodyTooLarge(Exception):
    """More came than may come."""


class BadBody(Exception):
    """What came is no form, came only in part, or took too long."""


@attrs.frozen
class Posted:
    """The fields of a form, and its file where there is one; the last value of a name counts."""

    fields: Mapping[str, str] = attrs.field(factory=dict)
    file: BinaryIO | None = attrs.field(default=None, repr=False)
    file_name: str = ""

    def close(self) -> None:
        """Let go of the file."""
        if self.file:
            self.file.close()


async def read_posted(request: Request, *, most: int, seconds: float) -> Posted:
    """The form in a request.

    Args:
        request: Its body has not been read.
        most: So many bytes at most.
        seconds: So long at most.

    Raises:
        BodyTooLarge: More came, or was announced.
        BadBody: It is no form, broke off, or was not there in time.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most * _READ_ON:
        raise BodyTooLarge
    try:
        with anyio.fail_after(seconds):
            if request.headers.get("content-type", "").startswith(_MULTIPART):
                return await _read_multipart(request, most)
            return Posted(dict(_read_fields(b"".join([part async for part in _limit(request, most)]))))
    except (MultiPartException, ClientDisconnect, TimeoutError, ValueError):
        raise BadBody from None


async def _read_multipart(request: Request, most: int) -> Posted:
    if "charset" in request.headers["content-type"]:  # no browser names one, and some would take long to decode
        raise BadBody
    form = await MultiPartParser(request.headers, _limit(request, most), max_files=1, max_fields=20).parse()
    files = [value for value in form.values() if isinstance(value, UploadFile)]
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return Posted(fields, files[0].file, files[0].filename or "") if files else Posted(fields)


def _read_fields(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)


async def _limit(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body, as long as there is not more of it than may be."""
    came = 0
    async for part in request.stream():
        came += len(part)
        if came <= most:
            yield part
        elif came > most * _READ_ON:
            break
    if came > most:
        raise BodyTooLarge
