"""A pack with one thing changed, the document that it makes of a department, and what is learnt from that."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from disclosure import api, files, packs
from disclosure.learning.learned_words import LearnedWords, learn_words
from disclosure.learning.pack_changes import PackChanges
from disclosure.loading import published
from disclosure.loading.published.blocks import PublishedDocument
from disclosure.model import Submission
from disclosure.outputs import writer
from disclosure.packs.pack_chain import Chain
from disclosure.packs.toml_tables import parsed_toml
from tests.finished import Finished

NAME = "学成"


def learnt(of: Finished, changes: PackChanges, source: Submission | None = None) -> LearnedWords:
    """What is learnt of a department's document in changed words, by one who has the pack without them."""
    data = source or of.submission
    base = packs.resolve(of.pack, [*of.roots, packs.built_in()])
    return learn_words(said(of, changes, base), data, base, NAME)


def said(of: Finished, changes: PackChanges, base: Chain) -> PublishedDocument:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        changed = {path: text.encode() for path, text in changes.files("改过", base).items()}
        files.write_all(list(changed.items()), home / "改过")
        made = api.compose(of.source, pack="改过", roots=[home, *of.roots])
        (file,) = writer("html")(made.document, made.style, made.filename)
        (home / file.name).write_bytes(file.data)
        return published.document(home / file.name, file.name)


def table(words: LearnedWords, file: str) -> Mapping[str, Any]:
    """A file of the learnt pack; of pack.toml without its head."""
    declared = parsed_toml(words.files.get(file, ""), file)
    return {key: value for key, value in declared.items() if isinstance(value, dict | list)}
