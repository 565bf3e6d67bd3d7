"""模板包 — packs: chains of declarations and templates that turn facts into a document."""

from disclosure.packs.composing.compose import Composition, compose, environment_of, printed
from disclosure.packs.composing.glossary import suggested as suggested_explanations
from disclosure.packs.composing.kept import Kept
from disclosure.packs.composing.pages import environment_of_page, page
from disclosure.packs.composing.recomposing import Recomposer, section_of
from disclosure.packs.composing.sheets import environment_of_sheet, sheet
from disclosure.packs.composing.texts_read import TextRead, texts_read
from disclosure.packs.pack_chain import Chain, available, built_in, resolve, standing_for
from disclosure.packs.table_specs import table_specs

__all__ = [
    "Chain",
    "Composition",
    "Kept",
    "Recomposer",
    "TextRead",
    "available",
    "built_in",
    "compose",
    "environment_of",
    "environment_of_page",
    "environment_of_sheet",
    "page",
    "printed",
    "resolve",
    "section_of",
    "sheet",
    "standing_for",
    "suggested_explanations",
    "table_specs",
    "texts_read",
]
