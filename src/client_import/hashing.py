"""Password → bcrypt hash, on whatever executor; and for a host's login: does it match, and is it still good enough."""

from __future__ import annotations

import bcrypt

from client_import.hash_schemes import bcrypt_cost
from client_import.passwords import PasswordRules, Secret, clean_password, find_password_fault


def draw_salt(cost: int) -> bytes:
    """A fresh salt. Draw it where the work is handed out, so that no executor can reuse a result."""
    return bcrypt.gensalt(cost)


def hash_with_salt(secret: Secret, salt: bytes) -> Secret:
    """The bcrypt hash of a password that was cleaned and checked; what an executor runs, on any machine."""
    return Secret(bcrypt.hashpw(secret.reveal().encode(), salt).decode("ascii"))


def hash_password(plain: str | Secret, rules: PasswordRules) -> Secret:
    """The bcrypt hash of a password under a fresh salt, as an import would store it.

    Args:
        plain: As it was typed; it is cleaned like an imported one.
        rules: For the cost. The minimums are not looked at.

    Raises:
        ValueError: It is empty, over 72 bytes, or holds NUL or letters that cannot be encoded.
    """
    secret = _clean(plain)
    del plain  # or an exception's frame would show it
    if find_password_fault(secret, minimum=1):
        raise ValueError("This password cannot be hashed: it is empty, over 72 bytes long, or holds NUL.")
    return hash_with_salt(secret, draw_salt(rules.cost))


def verify_password(plain: str | Secret, stored_hash: str | Secret | None) -> bool:
    """Whether a password opens an account.

    It is cleaned as an imported one is (`clean_password`), so that what is typed matches what was in the roster.

    Args:
        plain: As it was typed.
        stored_hash: As it is stored; None where the client has no password.

    Returns:
        False, never an exception, also for a password that could not have been stored (empty, over the 72 bytes
        that bcrypt takes, with NUL) and for a text that is no bcrypt hash.
    """
    secret, stored = _clean(plain), _to_secret(stored_hash or "")
    if find_password_fault(secret, minimum=1) or bcrypt_cost(stored.reveal()) is None:
        return False
    return bcrypt.checkpw(secret.reveal().encode(), stored.reveal().encode())


def needs_rehash(stored_hash: str | Secret, rules: PasswordRules) -> bool:
    """Whether a stored hash is weaker than these rules ask for, so that it is to be made anew at the next login.

    Args:
        stored_hash: As it is stored, perhaps brought along from another system.
        rules: For the cost.

    Returns:
        True also for a text that is no bcrypt hash.
    """
    cost = bcrypt_cost(_to_secret(stored_hash).reveal())
    return cost is None or cost < rules.cost


def _to_secret(text: str | Secret) -> Secret:
    return text if isinstance(text, Secret) else Secret(text)


def _clean(plain: str | Secret) -> Secret:
    return Secret(clean_password(_to_secret(plain).reveal()))
