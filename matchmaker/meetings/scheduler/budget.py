"""How long to go on: seconds of the clock, or units of work that make a run repeatable."""

from __future__ import annotations

from time import perf_counter


class Budget:
    """Seconds allowed, or work units (one unit stands for about a second's work on a slow core).

    Under `work` every stage asks only for units, never for the clock, so the same input, seed and
    work give the same output.
    """

    def __init__(self, seconds: float | None, work: float | None, *, default: float = 30.0) -> None:
        self.started = perf_counter()
        self.repeatable = work is not None
        self.total = float(work if work is not None else (default if seconds is None else seconds))
        self.spent = 0.0
        self.stopped = False

    def reserve(self, seconds: float) -> None:
        """Keep some of the clock for what comes after the search, a tenth of it at most."""
        if not self.repeatable:
            self.total -= min(seconds, 0.1 * self.total)

    def spend(self, units: float) -> None:
        """Note units of work done (ignored under a clock)."""
        self.spent += units

    @property
    def used(self) -> float:
        """Units or seconds used so far."""
        return self.spent if self.repeatable else perf_counter() - self.started

    @property
    def left(self) -> float:
        """Units or seconds left, 0 once stopped."""
        return 0.0 if self.stopped else max(0.0, self.total - self.used)

    @property
    def seconds(self) -> float:
        """Seconds of the clock since the start."""
        return perf_counter() - self.started

    def share(self, part: float) -> float:
        """The moment (in `used`) at which a stage that may take `part` of what is left must end."""
        return self.used + part * self.left

    def stop(self) -> None:
        """End as soon as possible."""
        self.stopped = True
