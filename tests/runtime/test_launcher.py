"""The launcher, in a checkout of its own whose only dependency is a wheel made here: nothing comes from the network."""

import ast
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.runtime.watching import PATIENCE, ROOT, eventually

SAY = "import sys, tiny\nsys.stdout.write(f'{tiny.VERSION} {sys.argv[1:]} {sys.executable}\\n')\n"


class Checkout:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheels = folder / "wheels"
        self.stamp = folder / ".venv" / "palabre.json"
        package = folder / "src" / "runtime"
        for made in (self.wheels, folder / "requirements", package):
            made.mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "__main__.py").write_text(SAY)
        shutil.copy(ROOT / "palabre", folder)
        shutil.copy(ROOT / "requirements" / "uv.txt", folder / "requirements")
        (folder / ".uv").symlink_to(ROOT / ".uv")
        self.lock("1.0")

    def lock(self, version: str) -> None:
        """Make the wheel of a version, and the locks that ask for it."""
        wheel = self.wheels / f"tiny-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            info = f"tiny-{version}.dist-info"
            archive.writestr("tiny.py", f"VERSION = '{version}'\n")
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", f"tiny.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        for name in ("run", "test"):
            (self.folder / "requirements" / f"{name}.txt").write_text(f"tiny=={version} --hash=sha256:{digest}\n")

    def be_slow(self) -> tuple[Path, Path]:
        """Replace uv by a program that ends when told: where to tell it, and where it notes that it has started."""
        go, log, fake = self.folder / "go", self.folder / "log", self.folder / "slow" / "bin" / "uv"
        fake.parent.mkdir(parents=True)
        fake.write_text(f"#!/bin/sh\necho started >> '{log}'\nread line < '{go}'\n")
        fake.chmod(0o755)
        os.mkfifo(go)
        shutil.copy(ROOT / ".uv" / "lock.sha256", self.folder / "slow")
        (self.folder / ".uv").unlink()
        (self.folder / "slow").rename(self.folder / ".uv")
        return go, log

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        environment = os.environ | {"UV_OFFLINE": "1", "UV_FIND_LINKS": str(self.wheels), **variables}
        return subprocess.Popen(
            [sys.executable, str(self.folder / "palabre"), *arguments],
            env=environment,
            cwd="/",
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, **variables: str) -> tuple[str, str]:
        with self.start(*arguments, **variables) as process:
            return process.communicate(timeout=PATIENCE)


class Dashboard:
    """A checkout with a dashboard, a Node.js and an npm that note what they are asked."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.web = checkout.folder / "web"
        self.bundle = self.web / "dist" / "index.html"
        self.log = checkout.folder / "asked"
        self.programs = checkout.folder / "programs"
        self.path = f"{self.programs}:/usr/bin:/bin"
        for made in (self.web / "src", self.web / "node_modules", self.programs):
            made.mkdir(parents=True)
        (self.web / "package-lock.json").write_text("{}")
        self.write("bonjour")
        self.program("node", "echo v22.12.0")
        build = "mkdir -p dist; cat src/* > dist/index.html"
        self.program("npm", f"echo \"$*\" >> '{self.log}'; [ $1 = ci ] || {{ {build}; }}")
        (checkout.folder / "requirements" / "web.txt").write_text(f"nowhere==1.0 --hash=sha256:{'0' * 64}\n")

    def write(self, source: str) -> None:
        (self.web / "src" / "main.ts").write_text(source)

    def program(self, name: str, script: str) -> None:
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.programs / name).chmod(0o755)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return self.checkout.start(*arguments, PATH=self.path)

    def build(self) -> tuple[int, str]:
        with self.start("build") as process:
            said = process.communicate(timeout=PATIENCE)[1]
        return process.returncode, said

    @property
    def asked(self) -> list[str]:
        """The first words that npm was given, each time."""
        return [line.split(" --")[0] for line in self.log.read_text().splitlines()] if self.log.exists() else []


@pytest.fixture
def dashboard(checkout: Checkout) -> Dashboard:
    return Dashboard(checkout)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    if not (ROOT / ".uv" / "bin" / "uv").exists():
        pytest.skip("uv is not in this checkout: ./palabre test puts it there")
    return Checkout(tmp_path / "un dossier")


def test_the_first_start_installs_and_runs_the_command(checkout: Checkout) -> None:
    said, progress = checkout.run("up", "--demo")
    assert said == f"1.0 ['up', '--demo'] {checkout.folder}/.venv/bin/python\n"
    assert "Installation de 1 paquets" in progress


def test_the_second_start_installs_nothing_and_needs_nothing(checkout: Checkout) -> None:
    checkout.run("up")
    shutil.rmtree(checkout.wheels)
    (checkout.folder / ".uv").unlink()
    assert checkout.run("up", PATH="")[1] == ""


def test_a_new_lock_is_followed(checkout: Checkout) -> None:
    checkout.run("up")
    checkout.lock("10.0")
    assert checkout.run("up")[0].startswith("10.0 ")


def test_an_interrupted_installation_is_made_again(checkout: Checkout) -> None:
    checkout.run("up")
    checkout.stamp.unlink()
    for module in checkout.folder.glob(".venv/lib/*/site-packages/tiny.py"):
        module.unlink()
    assert checkout.run("up")[0].startswith("1.0 ")


def test_an_environment_whose_python_has_gone_is_made_again(checkout: Checkout) -> None:
    checkout.run("up")
    python = checkout.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/no/such/python")
    assert checkout.run("up")[0].startswith("1.0 ")


def test_launchers_at_the_same_time_all_start(checkout: Checkout) -> None:
    launchers = [checkout.start("up", str(number)) for number in range(4)]
    for number, launcher in enumerate(launchers):
        with launcher:
            said, errors = launcher.communicate(timeout=PATIENCE)
        assert said.startswith(f"1.0 ['up', '{number}']"), errors


def test_a_package_that_is_not_the_locked_one_is_refused(checkout: Checkout) -> None:
    other = base64.b16encode(bytes(32)).decode().lower()
    (checkout.folder / "requirements" / "run.txt").write_text(f"tiny==1.0 --hash=sha256:{other}\n")
    said, errors = checkout.run("up")
    assert said == ""
    assert "Installation de 1 paquets : échec" in errors
    assert not checkout.stamp.exists()


def test_what_it_installs_for_tests_serves_to_run_too(checkout: Checkout) -> None:
    checkout.run("test")
    assert "Installation" not in checkout.run("up")[1]


def test_modules_of_the_current_folder_are_not_taken_for_ours(checkout: Checkout) -> None:
    checkout.run("up")
    (checkout.folder / "tiny.py").write_text("raise SystemExit('the wrong one')")
    with subprocess.Popen(
        [sys.executable, "palabre", "up"], cwd=checkout.folder, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.communicate(timeout=PATIENCE)[0].startswith("1.0 ")


def test_a_killed_launcher_leaves_its_folder_to_what_it_started(checkout: Checkout) -> None:
    go, log = checkout.be_slow()
    with checkout.start("up") as first:
        eventually(log.exists)
        first.kill()
    with checkout.start("up") as second:
        assert second.stderr
        assert "on attend" in second.stderr.readline()
        go.write_text("the uv of the first launcher ends\n")
        assert "Création" in second.stderr.readline()
        eventually(lambda: len(log.read_text().splitlines()) == 2)
        second.kill()
        go.write_text("so does the uv of the second\n")


def test_an_old_python_can_read_it_far_enough_to_say_so() -> None:
    ast.parse((ROOT / "palabre").read_text(), feature_version=(3, 7))


def test_the_dashboard_is_built_once(dashboard: Dashboard) -> None:
    code, said = dashboard.build()
    assert code == 0
    assert "Construction du tableau de bord : fait" in said
    assert dashboard.asked == ["ci", "run"]
    assert dashboard.bundle.read_text() == "bonjour"
    assert dashboard.build() == (0, "")
    assert dashboard.asked == ["ci", "run"]


def test_the_dashboard_is_built_before_everything_starts(dashboard: Dashboard) -> None:
    with dashboard.start("up", "--demo") as process:
        assert process.communicate(timeout=PATIENCE)[0].startswith("1.0 ['up', '--demo']")
    assert dashboard.bundle.exists()


def test_a_built_dashboard_needs_neither_node_nor_the_network(dashboard: Dashboard) -> None:
    dashboard.build()
    shutil.rmtree(dashboard.programs)
    (dashboard.checkout.folder / ".uv").unlink()
    assert dashboard.build() == (0, "")


def test_other_sources_are_built_again_without_installing_again(dashboard: Dashboard) -> None:
    dashboard.build()
    dashboard.write("bonsoir")
    dashboard.build()
    assert dashboard.asked == ["ci", "run", "run"]
    assert dashboard.bundle.read_text() == "bonsoir"


def test_launchers_at_the_same_time_build_once(dashboard: Dashboard) -> None:
    launchers = [dashboard.start("build") for _ in range(4)]
    for launcher in launchers:
        with launcher:
            said = launcher.communicate(timeout=PATIENCE)[1]
        assert launcher.returncode == 0, said
    assert dashboard.asked == ["ci", "run"]


def test_a_build_that_fails_is_told_and_tried_again(dashboard: Dashboard) -> None:
    npm = (dashboard.programs / "npm").read_text()
    dashboard.program("npm", "[ $1 = ci ] || { echo 'TS2304: no such name' >&2; exit 3; }")
    code, said = dashboard.build()
    assert code == 1
    assert "TS2304: no such name" in said
    assert "Construction du tableau de bord : échec de « npm » (code 3)" in said
    dashboard.program("npm", npm)
    assert dashboard.build()[0] == 0
    assert dashboard.bundle.exists()


@pytest.mark.parametrize("version", ["v20.20.2", "v22.11.0", "", None])
def test_without_a_recent_node_nor_the_network_it_says_what_is_missing(
    dashboard: Dashboard, version: str | None
) -> None:
    if version is None:
        dashboard.path = str(dashboard.checkout.folder)
    dashboard.program("node", f"echo {version}")
    code, said = dashboard.build()
    assert code == 1
    assert "Installation de Node.js (ce système n'a pas la version 22.12 ou plus récente)" in said
    assert "Vérifiez l'accès à Internet" in said
    assert dashboard.asked == []
