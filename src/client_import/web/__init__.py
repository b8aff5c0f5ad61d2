"""The pages of an import, mountable in a host: `create_app`. They need the extra `[web]`."""

try:
    import jinja2 as _jinja2  # noqa: F401
    import python_multipart as _python_multipart  # noqa: F401
    import starlette as _starlette  # noqa: F401
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"client_import.web needs {error.name}. Install it with:  pip install 'client_import[web]'", name=error.name
    ) from None

from client_import.web.app import Look, create_app
from client_import.web.english import ENGLISH_PAGES
from client_import.web.folder import FolderUploads
from client_import.web.gate import Authorize, ImporterFor
from client_import.web.jobs import run_import
from client_import.web.saved_mappings import FolderMappings, MappingsFor, SavedMappings
from client_import.web.texts import PageTexts
from client_import.web.uploads import Part, Stage, Upload, UploadStore

__all__ = [
    "ENGLISH_PAGES",
    "Authorize",
    "FolderMappings",
    "FolderUploads",
    "ImporterFor",
    "Look",
    "MappingsFor",
    "PageTexts",
    "Part",
    "SavedMappings",
    "Stage",
    "Upload",
    "UploadStore",
    "create_app",
    "run_import",
]
