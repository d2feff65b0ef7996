import psycopg
import pytest
import redis

from runtime.settings import Settings
from tests.sharing import Sharing


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_has_an_installation_of_its_own(settings: Settings, time: str) -> None:
    with psycopg.connect(settings.dsn) as connection:
        connection.execute("CREATE TABLE mine ()")
    with redis.Redis.from_url(settings.redis_url) as broker:
        assert broker.set("mine", time, nx=True)


def test_a_clone_keeps_the_rights_of_its_template(settings: Settings) -> None:
    with psycopg.connect(settings.dsn) as connection:
        row = connection.execute(
            "SELECT has_database_privilege(%s, current_database(), 'CREATE')", [f"{settings.role_prefix}_owner"]
        ).fetchone()
    assert row == (True,)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("tests/e2e/test_pace.py::test_a", "tests/e2e/test_kills.py::test_b[x]", True),
        ("tests/web/test_phone.py::test_a", "tests/web/test_phone.py::test_b", True),
        ("tests/web/test_phone.py::test_a", "tests/web/test_screens.py::test_a", False),
        ("tests/domain/test_faq.py::test_a", "tests/domain/test_faq.py::test_b", False),
    ],
)
def test_those_that_share_a_running_system_share_a_worker(one: str, other: str, together: bool) -> None:
    scope_of = object.__new__(Sharing)._split_scope
    assert (scope_of(one) == scope_of(other)) is together
