"""Tokens against forged requests: each form holds one, bound to the actor (OWASP, signed tokens by HMAC)."""

from __future__ import annotations

import hashlib
import hmac
import secrets

FIELD = "token"
"""The form field that holds it; never a part of an address, for those are logged."""


def make_token(secret: bytes, actor: str) -> str:
    """A token for the forms of one page of an actor."""
    nonce = secrets.token_hex(8)
    return f"{nonce}.{_sign(secret, actor, nonce)}"


def is_token(token: str, secret: bytes, actor: str) -> bool:
    """Whether a token was made for this actor."""
    nonce, _, signature = token.partition(".")
    return hmac.compare_digest(signature.encode(), _sign(secret, actor, nonce).encode())


def _sign(secret: bytes, actor: str, nonce: str) -> str:
    return hmac.digest(secret, f"{len(nonce)}.{nonce}.{actor}".encode(errors="surrogatepass"), hashlib.sha256).hex()
