"""What a hash that was brought along is, by its shape alone."""

from __future__ import annotations

import base64
import hashlib

import bcrypt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import import ENGLISH
from client_import.hash_schemes import bcrypt_cost, find_scheme, is_bcrypt_hash

SALTED = "./ABCDEFGHIJKLMNOPQRSuTUVWXYZabcdefghijklmnopqrstuvw6"
MD5 = hashlib.md5(b"secret word").hexdigest()
BASE64 = base64.b64encode(bytes(range(32))).decode()

FOREIGN = {
    "argon2": (
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g",
        "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA",
        "{ARGON2}$argon2i$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA",
    ),
    "scrypt": ("scrypt:32768:8:1$salt$" + "a" * 128, "$scrypt$ln=16,r=8,p=1$c2FsdA$aGFzaA", "$y$j9T$salt$hash"),
    "pbkdf2": (
        f"pbkdf2_sha256$870000$salt${BASE64}",
        "pbkdf2:sha256:600000$salt$" + "a" * 64,
        "$pbkdf2-sha512$25000$salt$hash",
        "{PBKDF2-SHA256}64000$salt$hash",
        "AQAAAAIAAYagAAAAE" + "b" * 67 + "==",
    ),
    "bcrypt_twice": ("$wp$2y$10$" + SALTED, "bcrypt_sha256$$2b$12$" + SALTED, "$bcrypt-sha256$v=2,t=2b,r=12$s$h"),
    "bcrypt_cost": ("$2b$03$" + SALTED, "$2b$15$" + SALTED, "$2y$31$" + SALTED),
    "bcrypt_damaged": (
        "$2x$12$" + SALTED,
        "$2$12$" + SALTED,
        "$2b$4$" + SALTED,
        "$2b$12$" + SALTED[1:],
        "$2b$12$" + SALTED + "a",
        "$2b$12$" + SALTED + "\n",
        " $2b$12$" + SALTED,
        "$2b$12$=" + SALTED[1:],
        "$2b$12$" + "a" * 53,
        "$2b$12$" + SALTED[:-1] + "7",
        "bcrypt$$2b$12$" + SALTED,
        "{BLF-CRYPT}$2y$05$" + SALTED,
    ),
    "sha512_crypt": ("$6$rounds=5000$salt$" + "a" * 86, "{CRYPT}$6$salt$" + "a" * 86),
    "sha256_crypt": ("$5$salt$" + "a" * 43,),
    "md5": (MD5, MD5.upper(), f"{MD5}:salt", "$1$salt$hash", "$apr1$salt$hash", "$P$B" + "a" * 30, "md5$salt$" + MD5,
            "{MD5}rL0Y20zC+Fzt72VPzMSk2A==", "{SMD5}rL0Y20zC+Fzt72VPzMSk2A=="),
    "sha": (
        *(hashlib.new(name, b"secret word").hexdigest() for name in ("sha1", "sha224", "sha256", "sha384", "sha512")),
        "{SSHA}" + BASE64, "{SHA}" + BASE64, "{SSHA512}" + BASE64, "sha1$salt$" + "a" * 40, "$S$E" + "a" * 51,
        "*" + hashlib.sha1(b"x").hexdigest().upper(),
    ),
    "plain": ("", "secret word", "x" * 31, "!", "*", MD5 + "0", "$", "2b$12$" + SALTED, "AQAAAA-is-my-word"),
}  # fmt: skip


@pytest.mark.parametrize("start", ["$2a$04$", "$2b$12$", "$2y$14$", "$2b$09$", "$2b$10$"])
def test_bcrypt_hash(start: str) -> None:
    """A bcrypt hash of every usual version, cost 4 to 14, is taken over."""
    assert is_bcrypt_hash(start + SALTED)


@pytest.mark.parametrize(("scheme", "text"), [(scheme, text) for scheme, texts in FOREIGN.items() for text in texts])
def test_other_hashes(scheme: str, text: str) -> None:
    """Other versions, costs, lengths and kinds of hash are not taken over, and are known by their shape."""
    assert not is_bcrypt_hash(text)
    assert find_scheme(text) == scheme


def test_every_scheme_has_a_message() -> None:
    """Whatever a hash looks like, there is a sentence of its own for it."""
    assert {f"invalid_password_hash:{scheme}" for scheme in FOREIGN} < ENGLISH.keys()


@given(st.binary(min_size=1, max_size=72).filter(lambda word: b"\0" not in word))
def test_what_bcrypt_makes_is_taken(word: bytes) -> None:
    """Every hash that bcrypt itself makes is one."""
    made = bcrypt.hashpw(word, bcrypt.gensalt(4)).decode()
    assert is_bcrypt_hash(made)
    assert bcrypt_cost(made) == 4


@given(st.data())
def test_what_is_taken_could_be_matched(data: st.DataObject) -> None:
    """A text that is taken for a hash is one against which bcrypt can check a password."""
    place = data.draw(st.integers(0, len(SALTED) - 1))
    letter = data.draw(st.characters(codec="ascii", exclude_characters="\0"))
    text = "$2b$04$" + SALTED[:place] + letter + SALTED[place + 1 :]
    if is_bcrypt_hash(text):
        assert bcrypt.checkpw(b"secret word", text.encode()) is False
        assert bcrypt.hashpw(b"secret word", text.encode())[:29] == text.encode()[:29]


@pytest.mark.parametrize(("text", "cost"), [("$2b$31$", 31), ("$2a$15$", 15), ("$2y$04$", 4), ("$2b$32$", None)])
def test_the_cost_of_any_hash(text: str, cost: int | None) -> None:
    """The cost of a hash that a host itself has stored may be a higher one than a file may bring."""
    assert bcrypt_cost(text + SALTED) == cost
