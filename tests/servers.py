"""Real servers for the tests, from Debian's packages: PostgreSQL and Redis on free ports, in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30  # seconds for a server to come up


class ServerMissing(RuntimeError):
    """The server's program is not installed; `make test` installs it. A failure, never a skip."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if found:
        return str(found[-1])
    program = shutil.which(name)
    if program is None:
        raise ServerMissing(f"PostgreSQL's {name} is missing: apt-get install postgresql")
    return program


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of our own; yields the address of its database ``postgres``."""
    folder = Path(tempfile.mkdtemp(prefix="matchmaker-postgres-"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port = free_port()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run([*as_user, _postgres_program("initdb"), "-D", f"{folder}/data", "-U", "postgres", "-A", "trust",
                    "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"], **quiet)  # fmt: skip
    options = f"-F -p {port} -k {folder} -c listen_addresses=127.0.0.1 -c full_page_writes=off -c max_connections=200"
    control = [*as_user, _postgres_program("pg_ctl"), "-D", f"{folder}/data", "-w"]
    subprocess.run([*control, "-o", options, "-l", f"{folder}/log", "start"], **quiet)
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis of our own, which keeps nothing; yields its address."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissing("redis-server is missing: apt-get install redis-server")
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        _await_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _await_port(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"nothing listens on port {port} after {PATIENCE} s")
