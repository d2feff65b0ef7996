"""What the providers publish."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def contracts() -> Path:
    """The folder of the providers' own specifications and webhooks, where there is one."""
    folder = (CHECKOUT / os.environ.get("PALABRE_CONTRACTS", "../shared/contracts")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no provider contracts in {folder} (PALABRE_CONTRACTS)")
    return folder
