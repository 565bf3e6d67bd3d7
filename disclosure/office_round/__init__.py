"""机关的一轮 — what an office does around a build: compare, sign off, correct what was published."""

from disclosure.office_round.changes_sheet import changes_sheet
from disclosure.office_round.compare import Compared, compared, diff
from disclosure.office_round.correction import correct
from disclosure.office_round.differences import Difference, FigureChange, FindingChange, SentenceChange
from disclosure.office_round.publish_anew import publish, published_files, recorded_in
from disclosure.office_round.signoff_sheet import FORMATS as SIGNOFF_FORMATS
from disclosure.office_round.signoff_sheet import put_signoff, signoff, signoff_of
from disclosure.office_round.year_changes import YearChange, changes_since_last_year, with_reasons

__all__ = [
    "SIGNOFF_FORMATS",
    "Compared",
    "Difference",
    "FigureChange",
    "FindingChange",
    "SentenceChange",
    "YearChange",
    "changes_sheet",
    "changes_since_last_year",
    "compared",
    "correct",
    "diff",
    "publish",
    "published_files",
    "put_signoff",
    "recorded_in",
    "signoff",
    "signoff_of",
    "with_reasons",
]
