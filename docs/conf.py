"""How the documentation is built: `sphinx-build -W --keep-going -b html docs build/docs`. Nothing is fetched."""

from __future__ import annotations

import ast
import inspect
import textwrap
from importlib.metadata import version as version_of

import attrs
from sphinx.application import Sphinx

project = "client_import"
author = "The authors of client_import"
project_copyright = "2026, the authors of client_import"
release = version_of("client_import")
version = ".".join(release.split(".")[:2])

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "conf.py"]

myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]

autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_attr_annotations = False

html_theme = "furo"
html_title = f"client_import {release}"
html_copy_source = False


_INCLUDED = {"](../benchmarks/RESULTS.md": "](results.md", "](../CHANGELOG.md": "](changelog.md"}


def link_to_included(_: object, __: str, source: list[str]) -> None:
    """What links to a file elsewhere in the source tree links to its page here."""
    for elsewhere, here in _INCLUDED.items():
        source[0] = source[0].replace(elsewhere, here)


def list_kept(_: object, what: str, __: str, found: object, ___: object, lines: list[str]) -> None:
    """What a class works out once stands in its source only: attrs makes a slot of it, which has no docstring."""
    if what != "class" or not attrs.has(found):
        return
    [of_class] = ast.parse(textwrap.dedent(inspect.getsource(found))).body
    functions = [each for each in of_class.body if isinstance(each, ast.FunctionDef) and each.name[0] != "_"]
    for each in functions:
        if any("cached_property" in ast.unparse(decorator) for decorator in each.decorator_list):
            lines += ["", f".. py:property:: {each.name}", f"   :type: {ast.unparse(each.returns)}", ""]
            lines += [f"   {line}" for line in ast.get_docstring(each).splitlines()]


def name_default(
    _: object, __: str, ___: str, ____: object, _____: object, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """A default that attrs makes anew for each value is shown as `…`."""
    return signature and signature.replace("= NOTHING", "= …"), returns


def setup(app: Sphinx) -> None:
    """Sphinx calls this at the start."""
    app.connect("autodoc-process-docstring", list_kept, priority=900)
    app.connect("source-read", link_to_included)
    app.connect("autodoc-process-signature", name_default)
