"""The whole job in a real Chromium: from an empty folder to a published department, and to its next year."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.loading.data_files import ADDED
from disclosure.workbook import BOOK
from tests.desk import whole_job as job
from tests.desk.opened import opened


@pytest.mark.chromium
def test_from_an_empty_folder_to_a_published_department_and_to_its_next_year(tmp_path: Path) -> None:
    shelf = tmp_path / "书架"
    shelf.mkdir()
    with opened(shelf) as page:
        job.ask_for_a_folder(page)
        assert list(filter(Path.is_dir, shelf.iterdir())) == []
        job.begin(page)
        folder = shelf / f"{job.OFFICE}{job.YEAR}"
        job.fill(folder)
        job.type_what_is_missing(page)
        assert "170000" in (folder / ADDED).read_text(encoding="utf-8")
        job.find_a_sentence(page)
        job.say_otherwise(page)
        job.waive(page)
        job.draft(page)
        assert "【待填】" not in job.text_of(folder / "草稿" / f"{job.DOCUMENT}.docx")
        job.see_what_changes(page, folder)
        job.give_the_reason(page)
        job.sign_off(page)
        job.publish(page)
        job.look_at_the_publication(folder, job.PUBLISHED)
        job.take_the_zip(page)
        job.correct(page, folder)
        job.look_at_the_publication(folder, job.CORRECTED)
        job.begin_the_next_year(page)
    assert (shelf / f"档案馆{job.YEAR + 1}" / BOOK).is_file()
