"""Which tests go to the same worker: those that share a system which is long to start.

The marks of `--dist=loadgroup` are of no use: with pytest 9.2, pytest-xdist 3.8 reads them and changes nothing
(pytest-dev/pytest-xdist#1386). This asks for no mark.
"""

from xdist.scheduler import LoadScopeScheduling


class Sharing(LoadScopeScheduling):
    """All of `tests/e2e` together, each module of `tests/web` together, any other test wherever there is room."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        if module.startswith("tests/e2e/"):
            return "tests/e2e"
        return module if module.startswith("tests/web/") else nodeid
