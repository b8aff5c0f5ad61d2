"""The messages of all problems in German: `GERMAN`, beside `client_import.ENGLISH`.

`Problem.message_in(GERMAN)` renders them. Nothing else imports this module.
"""

from client_import.english import Catalogue
from client_import.frozen import FrozenMapping
from client_import.german.accounts import ACCOUNT_MESSAGES
from client_import.german.files import FILE_MESSAGES
from client_import.german.rows import ROW_MESSAGES

__all__ = ["GERMAN"]

GERMAN: Catalogue = FrozenMapping({**FILE_MESSAGES, **ROW_MESSAGES, **ACCOUNT_MESSAGES})
"""Key -> message, with every key and every parameter of `ENGLISH`."""
