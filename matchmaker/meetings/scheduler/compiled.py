"""A typed door to numba: loops over arrays compiled once and kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a loop without the interpreter; the machine code is cached beside the module."""
    made: Any = numba.njit(cache=True)(function)
    return cast(Function, made)
