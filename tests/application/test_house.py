"""What the import contracts cannot see."""

import ast
import re
import subprocess
import sys

import pytest

from config import ROOT, SettingsError, read_settings
from matchmaker.i18n import catalogue
from workers.registry import HANDLERS, PERIODIC

CORES = ("matchmaker.matching.engine", "matchmaker.meetings.scheduler", "matchmaker.catalogue.nomenclature")
SOURCES = [*(ROOT / "matchmaker").rglob("*.py"), *(ROOT / "workers").rglob("*.py")]


@pytest.mark.parametrize("core", CORES)
def test_cores_know_nothing_of_web_and_database(core):
    program = (
        f"import sys, {core}; "
        "print([name for name in ('flask', 'sqlalchemy', 'celery', 'redis', 'wtforms') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_every_job_has_a_handler():
    asked = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "enqueue"
                and len(node.args) > 1
            ):
                name = node.args[1]
                if isinstance(name, ast.Constant):
                    asked.add(name.value)
    assert asked, "no job is enqueued anywhere?"
    assert asked <= set(HANDLERS)
    assert set(PERIODIC) <= set(HANDLERS)
    assert set(HANDLERS) <= asked | set(PERIODIC), "a handler that nothing calls"


def test_every_text_is_translated():
    assert catalogue.check("vi") == []


def test_every_template_is_used():
    sources = "\n".join(path.read_text() for path in SOURCES)
    templates = {
        path.relative_to(ROOT / "templates").as_posix(): path.read_text()
        for path in (ROOT / "templates").rglob("*.*")
    }
    everything = sources + "\n".join(templates.values())
    dynamic = ("notices/", "email/")  # named by the kind that operations store; the next test looks at these
    unused = [name for name in templates if not name.startswith(dynamic) and f'{name}"' not in everything]
    assert unused == []


def test_every_notice_has_its_text():
    templates = {path.stem for path in (ROOT / "templates" / "notices").glob("*.txt")}
    assert templates, "no notices?"
    unused = {name for name in templates if name not in "\n".join(path.read_text() for path in SOURCES)}
    assert unused == set()


@pytest.mark.parametrize("command", ["match", "hs", "schedule"])
def test_commands_on_files_load_no_site(command):
    program = (
        "import sys; from matchmaker.cli import main; "
        f"main(['{command}', '--help'], standalone_mode=False); "
        "print({'flask', 'sqlalchemy', 'celery'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout.endswith("set()\n"), done.stdout[-200:] + done.stderr[-2000:]


def test_lock_files_name_no_host():
    for name in ("requirements.txt", "requirements-test.txt", "package-lock.json"):
        assert not re.search(
            r"https?://(?!.*funding)[^\s\"]*(registry|pypi|npmjs|simple)", (ROOT / name).read_text()
        ), name


def test_rooms_stay_small():
    large = {
        path.relative_to(ROOT).as_posix(): count
        for path in SOURCES
        if (count := len(path.read_text().splitlines())) > 400
    }
    assert large == {}


def test_a_bad_setting_is_named():
    with pytest.raises(SettingsError, match="MATCHMAKER_DEMO"):
        read_settings({"MATCHMAKER_DEMO": "perhaps", "MATCHMAKER_DATA": "/tmp"})


def test_production_needs_a_secret_key(tmp_path):
    with pytest.raises(SettingsError, match="MATCHMAKER_SECRET_KEY"):
        read_settings({"MATCHMAKER_DATABASE_URL": "postgresql://x/y", "MATCHMAKER_DATA": str(tmp_path)})


def test_the_application_starts_from_another_folder(tmp_path):
    program = "from wsgi import application; print(application.test_client().get('/privacy').status_code)"
    environment = {"MATCHMAKER_DATA": str(tmp_path), "PATH": "/usr/bin"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.stdout.strip() == "200", done.stderr[-2000:]
