"""附件里的各段 — of a published document: papers of others, which are files beside the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

from disclosure.learning.draft_passages import PublishedPassage

_ATTACHED = re.compile(r"(?:第.{1,3}部分[\s：:]*)?附件")


def attached(passages: Sequence[PublishedPassage]) -> dict[int, PublishedPassage]:
    """附件里的 — by their blocks, all below a heading 附件, down to the next part that is none."""
    return {passage.block: passage for passage in chain.from_iterable(_below_headings(passages))}


def _below_headings(passages: Sequence[PublishedPassage]) -> Iterator[Iterator[PublishedPassage]]:
    for number, passage in enumerate(passages, 1):
        if _is_part(passage) and _ATTACHED.match(passage.text.text.strip()):
            yield takewhile(_is_in_part, passages[number:])


def _is_part(passage: PublishedPassage) -> bool:
    return passage.is_heading and passage.text.level == 1


def _is_in_part(passage: PublishedPassage) -> bool:
    return not _is_part(passage)
