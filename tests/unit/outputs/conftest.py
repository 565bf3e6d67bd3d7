"""The marker of tests that need LibreOffice: leave them out by name (`-m "not libreoffice"`), never silently."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "libreoffice: needs `soffice` and `pdftotext` on PATH; fails without them")
