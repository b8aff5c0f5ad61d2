"""`ImportedPasswordHasher`: what checks an imported password when somebody logs in by Django."""

from __future__ import annotations

from django.contrib.auth.hashers import BCryptPasswordHasher

from client_import.hashing import verify_password


class ImportedPasswordHasher(BCryptPasswordHasher):
    """Django's bcrypt, whose check is `client_import.verify_password`: for the end of `PASSWORD_HASHERS`.

    What is typed is cleaned as the roster's password was. More than the 72 bytes that bcrypt takes is a wrong password;
    bcrypt 5 raises an error for it, which in Django's own class would be an error of the login page.
    """

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the password is the one behind `bcrypt$` and the hash."""
        return verify_password(password, encoded.removeprefix(f"{self.algorithm}$"))

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing: a hash is made anew by the first hasher, and a wrong password takes the time of its own cost."""
