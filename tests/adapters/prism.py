"""A mock server that checks what is sent against a specification: Prism, where PALABRE_PRISM names one."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mock(file: Path) -> Iterator[str]:
    """The address of a Prism that mocks a specification."""
    prism = os.environ.get("PALABRE_PRISM")
    if not prism:
        pytest.skip("no mock server (PALABRE_PRISM names a prism of @stoplight/prism-cli)")
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = str(reserved.getsockname()[1])
    command = [prism, "mock", "--errors", "--host", "127.0.0.1", "--port", port, str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert any("listening" in line for line in process.stdout)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.stdout.close()
        process.wait(20)
