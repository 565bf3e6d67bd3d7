"""变动情况 — the difference between two builds as a sheet for those who review it."""

from __future__ import annotations

from collections.abc import Iterable

from disclosure import api
from disclosure.api import Sheet
from disclosure.office_round import said_changes
from disclosure.office_round.compare import Compared

_STYLE = "sheet"


def changes_sheet(found: Compared, formats: Iterable[str] = ("docx",)) -> Sheet:
    """变动情况 — figures, sentences (what changed in them emphasised) and findings that changed."""
    difference = found.difference
    changed, following = said_changes.figures(difference.figures, found.amounts, found.made_from)
    given = {
        "部门": difference.new.department,
        "原": said_changes.build(difference.old),
        "现": said_changes.build(difference.new),
        "各数": changed,
        "随之变动": following,
        "各句": list(map(said_changes.sentence, difference.sentences)),
        "各发现": list(map(said_changes.finding, difference.findings)),
    }
    filename = f"{difference.new.title}变动情况"
    return api.sheet(found.chain, "changes", given, filename, formats=formats, style=_STYLE)
