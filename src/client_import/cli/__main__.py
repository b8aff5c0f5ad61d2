"""`python -m client_import.cli` is the command `client-import`."""

from client_import.cli import main

main()
