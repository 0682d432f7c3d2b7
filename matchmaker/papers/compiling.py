"""The typesetter itself: JSON in, PDF or PNG out. Imports typst and nothing of ours, so that a process starts quickly.

Typst remembers what it has set, about a megabyte a sheet and for ten prints. So a small print is set here, and a large
one in a process of its own (``python -m matchmaker.papers.compiling``), whose memory ends with it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).parent / "typst" / "papers.typ"
ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds for one process
_one_at_a_time = threading.Lock()  # the compiler is shared by the threads of the process


@cache
def _compiler() -> typst.Compiler:
    """Keeps the fonts it has found; making one takes a tenth of a second."""
    return typst.Compiler(str(TEMPLATE), root=str(ROOT), sys_inputs={"data": "{}"})


def compile_here(data: str, **how: Any) -> Any:
    """Set ``data`` in this process; ``how`` is typst's."""
    with _one_at_a_time:
        return _compiler().compile(sys_inputs={"data": data}, **how)


def compile_apart(data: str) -> bytes:
    """The PDF of ``data``, set by a process of its own; raises CalledProcessError or TimeoutExpired."""
    command = [sys.executable, "-m", "matchmaker.papers.compiling"]
    done = subprocess.run(
        command, input=data.encode(), capture_output=True, check=True, cwd=ROOT, timeout=PATIENCE
    )
    return done.stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(compile_here(sys.stdin.buffer.read().decode(), format="pdf"))
