"""What is easiest to serve: a POST that reads nothing and does nothing, by the server and the settings of our own."""

import os
import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import JSONResponse

from runtime import garbage, readiness
from runtime.processes.web import configuration
from runtime.program import Program
from runtime.settings import Settings

ROOT = Path(__file__).parents[2]

app = FastAPI()


@app.post("/")
async def take() -> JSONResponse:
    """The answer that ours gives."""
    return JSONResponse({"success": True})


class _Announcing(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            garbage.spare_what_is_loaded()
            readiness.announce()


def program(port: int) -> Program:
    """It, as a process of its own on that port."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return Program(
        name="empty",
        label="The empty endpoint",
        command=(sys.executable, "-m", "benchmarks.load.empty"),
        environment={**os.environ, "PALABRE_PORT": str(port), "PYTHONPATH": paths},
    )


if __name__ == "__main__":
    _Announcing(configuration(Settings(), app)).run()
