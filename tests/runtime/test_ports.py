import json
import socket
from pathlib import Path

from runtime.embedded.ports import RANGE, free_port, is_free, remembered


def test_a_server_finds_its_port_again(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    assert remembered(file, ["postgres", "valkey"]) == remembered(file, ["valkey", "postgres"])


def test_a_port_that_was_taken_meanwhile_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        file.write_text(json.dumps({"postgres": taken}))
        assert remembered(file, ["postgres"])["postgres"] != taken


def test_a_damaged_memory_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    file.write_text("{")
    assert remembered(file, ["postgres"])["postgres"] in RANGE


def test_chosen_ports_are_free_and_below_those_of_outgoing_connections() -> None:
    port = free_port()
    assert is_free(port)
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert port < lowest
