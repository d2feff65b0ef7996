"""Arrays of names, as PostgreSQL reads them."""

import pytest

from adapters.postgres.arrays import names_array
from runtime.composition import House

NAMES = ["conversations.MessageReceived", "inbox_1", 'a "quoted" one', "back\\slash", "a,b", "{c}", "", "NULL", " d "]


@pytest.mark.parametrize("names", [[], NAMES[:1], NAMES, frozenset(NAMES)])
def test_a_name_is_read_as_it_is(house: House, names: list[str]) -> None:
    with house.pool.connection() as connection:
        row = connection.execute("SELECT %s::text[]", [names_array(names)]).fetchone()
    assert row == (list(names),)
