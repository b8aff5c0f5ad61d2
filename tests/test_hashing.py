"""Hashing, and what a host's login asks."""

from __future__ import annotations

import bcrypt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import import HashingCost, PasswordRules, Secret, hash_password, needs_rehash, verify_password
from client_import.hash_schemes import is_bcrypt_hash
from client_import.hashing import draw_salt, hash_with_salt

WEAK = PasswordRules(cost=HashingCost.FOR_TESTS)
WORD = "correct-horse"
HASH = bcrypt.hashpw(WORD.encode(), b"$2b$04$" + b"." * 22).decode()


@pytest.mark.parametrize("text", ["secret word", "пароль", "x" * 72])
def test_hash_with_salt(text: str) -> None:
    """A hash is a bcrypt hash of the secret's text under the salt that was drawn, and a secret itself."""
    salt = draw_salt(HashingCost.FOR_TESTS)
    hashed = hash_with_salt(Secret(text), salt)
    assert repr(hashed) == "Secret(•••)"
    assert is_bcrypt_hash(hashed.reveal())
    assert hashed.reveal().startswith(salt.decode())
    assert bcrypt.checkpw(text.encode(), hashed.reveal().encode())
    assert not bcrypt.checkpw(b"other", hashed.reveal().encode())


def test_draw_salt() -> None:
    """Every salt is another one, of the cost asked for."""
    salts = {draw_salt(HashingCost.FOR_TESTS) for _ in range(20)}
    assert len(salts) == 20
    assert all(salt.startswith(b"$2b$04$") for salt in salts)


@pytest.mark.parametrize("typed", [WORD, f"  {WORD}\t", Secret(WORD)])
@pytest.mark.parametrize("stored", [HASH, Secret(HASH), HASH.replace("$2b", "$2y"), HASH.replace("$2b", "$2a")])
def test_the_right_password(typed: str | Secret, stored: str | Secret) -> None:
    """It opens the account, with spaces around it too, whether it comes as text or as a secret."""
    assert verify_password(typed, stored) is True


def test_letters_however_they_are_typed() -> None:
    """A composed and a decomposed letter are one, in what is stored and in what is typed."""
    composed, decomposed = "pass-wört", "pass-wo\u0308rt"
    for one, other in ((composed, decomposed), (decomposed, composed)):
        assert verify_password(one, hash_password(other, WEAK))


@pytest.mark.parametrize(
    "typed", ["", " ", "Correct-horse", "correct-horse-", "x" * 73, "é" * 37, "correct-horse\0", "\0", "a\ud800"]
)
def test_a_wrong_password(typed: str) -> None:
    """It opens nothing and breaks nothing, whatever it holds and however long it is."""
    assert verify_password(typed, HASH) is False


def test_bcrypt_would_have_cut_it() -> None:
    """What is longer than 72 bytes does not match by its beginning."""
    stored = hash_password("x" * 72, WEAK)
    assert verify_password("x" * 72, stored)
    assert not verify_password("x" * 73, stored)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        "x",
        WORD,
        HASH[:-1],
        HASH + "a",
        "$2b$04$" + "a" * 53,
        "$2b$32$" + HASH[7:],
        HASH + "\n",
        "é" * 60,
        "\0",
    ],
)
def test_no_stored_hash(stored: str | None) -> None:
    """Without a hash that could be matched, no password opens the account, and nothing breaks."""
    assert verify_password(WORD, stored) is False


@given(typed=st.text(), stored=st.text() | st.just(HASH))
def test_verify_never_raises(typed: str, stored: str) -> None:
    """Whatever is typed and whatever is stored, the answer is yes or no."""
    assert verify_password(typed, stored) is (typed.strip() == WORD and stored == HASH)


@pytest.mark.parametrize("plain", ["", "  ", "x" * 73, "a\0b", "\udc80"])
def test_what_cannot_be_hashed(plain: str) -> None:
    """It is refused without being quoted."""
    with pytest.raises(ValueError, match="cannot be hashed") as caught:
        hash_password(plain, WEAK)
    assert not plain.strip() or plain not in str(caught.value)


def test_hash_password_takes_the_rules_cost() -> None:
    """The cost is that of the rules; the salt is another one each time."""
    made = {hash_password(WORD, WEAK).reveal() for _ in range(2)}
    assert len(made) == 2
    assert all(each.startswith("$2b$04$") for each in made)


@pytest.mark.parametrize(
    ("stored", "cost", "weak"),
    [
        (HASH, 4, False),
        (Secret(HASH), 4, False),
        (HASH, 5, True),
        ("$2b$14$" + HASH[7:], 12, False),
        ("$2y$09$" + HASH[7:], 10, True),
        ("$2y$10$" + HASH[7:], 10, False),
        ("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", 4, True),
        ("", 4, True),
    ],
)
def test_needs_rehash(stored: str | Secret, cost: int, weak: bool) -> None:
    """A hash that costs less than the rules say is to be made anew, and so is what is no bcrypt hash."""
    assert needs_rehash(stored, PasswordRules(cost=cost)) is weak
