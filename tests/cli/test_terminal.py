"""Text for a terminal and for the shell behind it."""

from __future__ import annotations

import subprocess

import pytest

from client_import.cli.terminal import option


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("R7=Maths", "R7=Maths"),
        ("Home Town=R4", '"Home Town=R4"'),
        ("O'Hara & Co=R4", '"O\'Hara & Co=R4"'),
        ("*=R4", '"*=R4"'),
        ('5" disk=R4', "'5\" disk=R4'"),
        ("$HOME=R4", "'$HOME=R4'"),
        ("a `b`=R4", "'a `b`=R4'"),
        ("back\\slash=R4", "'back\\slash=R4'"),
        ("100 %=R4", "'100 %=R4'"),
        ("'$'=R4", "''\"'\"'$'\"'\"'=R4'"),
    ],
)
def test_an_option_can_be_copied(value: str, shown: str) -> None:
    """A shell hands on exactly what was meant; double quotation marks are preferred, as every shell has them."""
    header, field = value.split("=")
    assert option("--map", header, field) == f"--map {shown}"
    printed = subprocess.run(["sh", "-c", f"printf %s {shown}"], capture_output=True, text=True, check=True)
    assert printed.stdout == value
