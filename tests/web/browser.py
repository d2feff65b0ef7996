"""What journeys need beside the system: the dashboard, built, and a Chromium to show it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium on this machine: apt install chromium (or: .venv/bin/playwright install chromium)"
PATIENCE_MS = 15_000
BUILD_WITHIN = 100.0

expect.set_options(timeout=PATIENCE_MS)


@cache
def build_dashboard() -> None:
    """Make the dashboard that of these sources, at once when it already is. Skips where it cannot be."""
    command = [sys.executable, str(ROOT / "palabre"), "build"]
    try:
        built = subprocess.run(command, check=False, capture_output=True, text=True, timeout=BUILD_WITHIN)
    except subprocess.TimeoutExpired:
        pytest.skip(f"the dashboard is not built within {BUILD_WITHIN:.0f} s: run ./palabre build once")
    if built.returncode:
        pytest.skip(f"the dashboard is not built: run ./palabre build ({built.stderr.strip().splitlines()[-1]})")


@contextmanager
def chromium() -> Iterator[Browser]:
    """That of the system, else Playwright's own. Skips where there is neither."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    arguments = ["--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        if found is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip(MISSING)
        try:
            browser = playwright.chromium.launch(executable_path=found, args=arguments)
        except Error as error:
            pytest.skip(f"{MISSING}; this one does not start: {error}")
        yield browser
        browser.close()
