import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from runtime.embedded.ports import free_port
from runtime.embedded.valkey import Valkey
from runtime.program import StillRunning, spawn
from tests.runtime.watching import PATIENCE, eventually


@contextmanager
def served(valkey: Valkey, stop: signal.Signals = signal.SIGTERM) -> Iterator["redis.Redis[str]"]:
    with (valkey.folder / "log").open("ab") as log:
        child = spawn(valkey.program(), log)
    eventually(valkey.is_ready)
    try:
        with redis.Redis.from_url(valkey.url(), decode_responses=True) as client:
            yield client
    finally:
        child.process.send_signal(stop)
        child.process.wait(PATIENCE)


@pytest.fixture
def valkey(tmp_path: Path) -> Valkey:
    server = Valkey(tmp_path / "dans l'espace", free_port())
    server.initialise()
    return server


def test_what_was_queued_survives_an_orderly_stop(valkey: Valkey) -> None:
    with served(valkey) as client:
        client.rpush("queue", "effect")
    with served(valkey) as client:
        assert client.lrange("queue", 0, -1) == ["effect"]


def test_what_was_queued_survives_a_kill(valkey: Valkey) -> None:
    with served(valkey, stop=signal.SIGKILL) as client:
        client.rpush("queue", "effect")
    with served(valkey) as client:
        assert client.lrange("queue", 0, -1) == ["effect"]


def test_it_asks_for_the_password_and_never_drops_what_is_queued(valkey: Valkey) -> None:
    with served(valkey) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        with (
            redis.Redis(port=valkey.port, retry=Retry(NoBackoff(), 0)) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()


def test_the_password_is_in_no_list_of_processes(valkey: Valkey) -> None:
    assert valkey.url().split(":")[2].split("@")[0] not in " ".join(valkey.program().command)


def test_two_servers_never_write_the_same_file(valkey: Valkey) -> None:
    with served(valkey), pytest.raises(StillRunning), served(valkey):
        pass
