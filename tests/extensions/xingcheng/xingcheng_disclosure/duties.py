"""职责 — a rule of the city: every line of the duties ends with a full stop."""

from collections.abc import Iterator

from disclosure.checks.check_programs import Hit, NotApplicable, Scene


def full_stops(scene: Scene) -> Iterator[Hit]:
    """句号 — a hit for each line that ends otherwise."""
    duties = scene.book.facts.submission.department.duties
    if not isinstance(duties, str):
        raise NotApplicable("没有填职责")
    for line in filter(None, duties.splitlines()):
        if not line.endswith("。"):
            yield Hit(("部门.职责",), line, f"{line}。", "职责的每一行要以句号结尾")
