from uuid import UUID

import psycopg
import pytest
from cryptography.exceptions import InvalidTag

from runtime.composition import House

ORG = UUID(int=101)


def test_the_number_of_a_destroyed_version_is_not_given_again_to_who_knows_it(house: House) -> None:
    assert house.vault.add(ORG, "one", {"a": "1"}) == 1
    house.vault.destroy(ORG, "one", 1)
    assert house.vault.add(ORG, "one", {"a": "2"}, after=1) == 2
    assert house.vault.add(ORG, "one", {"a": "3"}, after=1) == 3
    assert house.vault.get(ORG, "one", 2) == {"a": "2"}
    with pytest.raises(KeyError):
        house.vault.get(ORG, "one", 1)


def test_a_secret_moved_to_another_name_does_not_open(house: House) -> None:
    """Whoever writes in the database of keys cannot give a member the telephone, or the password, of another."""
    house.vault.add(ORG, "one", {"a": "1"})
    with psycopg.connect(house.settings.keys_dsn) as admin:
        admin.execute("UPDATE keys.secrets SET name = 'two'")
    with pytest.raises(InvalidTag):
        house.vault.get(ORG, "two", 1)
