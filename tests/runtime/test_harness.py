import psycopg
import pytest
import redis

from runtime.settings import Settings


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
