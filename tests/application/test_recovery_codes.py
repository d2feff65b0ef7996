from uuid import UUID

from adapters.secrets.master_key import MasterKey
from application import recovery_codes

INDEXES = MasterKey(b"k" * 32)
LAURA, BOB = UUID(int=2), UUID(int=3)


def test_each_code_has_its_place_and_nothing_of_it_is_kept() -> None:
    codes = recovery_codes.mint()
    hashes = recovery_codes.kept(INDEXES, LAURA, codes)
    typed = [code.replace("-", "") for code in codes]
    assert [recovery_codes.place_of(INDEXES, LAURA, code, hashes) for code in typed] == list(range(10))
    assert not any(part in str(hashes) for code in codes for part in (code, code.replace("-", "")))


def test_hashes_of_one_person_or_of_one_key_are_of_no_use_elsewhere() -> None:
    codes = recovery_codes.mint()
    hashes = recovery_codes.kept(INDEXES, LAURA, codes)
    code = codes[0].replace("-", "")
    assert recovery_codes.place_of(INDEXES, BOB, code, hashes) is None
    assert recovery_codes.place_of(MasterKey(b"l" * 32), LAURA, code, hashes) is None
