"""`import obstat` is light, and its public names are these."""

from __future__ import annotations

import subprocess
import sys

import pytest

import obstat

NAMES = [
    "InvalidValue", "Obstat", "ObstatError", "PackError", "Question", "SnapshotError", "Status", "UnknownCode",
    "Verdict", "__version__", "open",
]  # fmt: skip
HEAVY = ["rich", "click", "pydantic", "yaml"]


def python(code):
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_public_names_are_pinned():
    assert sorted(obstat.__all__) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there(name):
    assert getattr(obstat, name) is not None


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = obstat.nonsense


def loaded(code):
    return set(python(f"{code}; import sys; print(*sys.modules)").split())


def test_importing_loads_no_library_and_reads_no_snapshot():
    modules = loaded("import obstat")
    assert modules.isdisjoint(HEAVY)
    assert not any(name.startswith("obstat.knowledge") for name in modules)


def test_asking_from_python_needs_no_library_either():
    code = "import obstat; obstat.open().check('Huawei Mate 10 Pro', on='2018-01-30').to_dict()"
    assert loaded(code).isdisjoint(HEAVY)


def test_json_on_the_command_line_does_not_load_the_terminal_library():
    code = (
        "import sys, io; sys.argv = ['obstat', 'resolve', 'ZTE', '--format', 'json'];"
        "out, sys.stdout = sys.stdout, io.StringIO()\n"
        "from obstat.app.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "sys.stdout = out; print(*sys.modules)"
    )
    assert set(python(code).split()).isdisjoint({"rich", "pydantic", "yaml"})


def test_nothing_is_read_from_the_environment_by_the_library():
    ask = "obstat.open().check('Huawei', on='2018-01-30').question.jurisdiction"
    code = f"import os; os.environ.update(OBSTAT_JURISDICTION='DE', OBSTAT_SNAPSHOT='/'); import obstat; print({ask})"
    assert python(code).strip() == "US"


def test_the_version_is_that_of_the_metadata():
    from importlib.metadata import version

    assert obstat.__version__ == version("obstat")
