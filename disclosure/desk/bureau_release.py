"""放行 — of each batch who is ready; one is let out, as a record and as one zip for the site."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.city import release as releasing
from disclosure.city.release import BatchStanding, Order
from disclosure.desk.asked import Asked
from disclosure.desk.bureau_files import address
from disclosure.desk.standing import today
from disclosure.errors import InputError


def page(asked: Asked) -> Response:
    """放行的页 — a batch after another."""
    city = asked.desk.city
    seen = city.seen()
    batches = [(batch, _zip_of(asked, batch)) for batch in seen.batches]
    return asked.page("bureau_release", seen=seen, watched="", batches=batches)


def release(asked: Asked) -> Response:
    """放行一批 — raises InputError with the names of those that are in the way."""
    seen = asked.desk.city.seen()
    if seen.problems:
        raise InputError(seen.problems)
    batch, who = asked.form.get("batch", ""), asked.form.get("who", "")
    order = Order(batch, who, today(), tuple(asked.lists.get("without", ())))
    done = releasing.release(seen.city, seen.records, order)
    said = f"{batch or releasing.NO_BATCH}：放行{len(done.release.bodies)}个，下载下面的包，解开放到网站上"
    return asked.go("/bureau/release", said=said)


def _zip_of(asked: Asked, batch: BatchStanding) -> str:
    """The address of its zip; empty where there is none."""
    seen = asked.desk.city.seen()
    path = releasing.zip_of(seen.city, batch.batch)
    return address(path.relative_to(seen.city.folder.home).as_posix()) if path.is_file() else ""
