"""`python -m benchmarks.matching`: prints tables of quality and of speed."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks.matching.peers import PEERS
from benchmarks.matching.quality import parallel_rows, quality_rows
from benchmarks.matching.speed import speed_rows


def main() -> None:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--split", choices=("development", "test", "both"), default="both")
    parser.add_argument("--only", nargs="*", choices=tuple(PEERS), default=tuple(PEERS))
    parser.add_argument("--sizes", nargs="*", type=int, default=[20_000, 100_000])
    chosen = parser.parse_args()
    folder = os.environ.get("MATCHMAKER_SHARED_DATA")
    if not folder:
        print("Quality is not measured: MATCHMAKER_SHARED_DATA does not name the folder of the open data.")
    else:
        print(
            "| set | queries | candidates |",
            " | ".join(f"{name} hit@1 / @10, %" for name in chosen.only),
            "|",
        )
        print("|" + "---|" * (3 + len(chosen.only)))
        for split in ("development", "test") if chosen.split == "both" else (chosen.split,):
            for row in quality_rows(Path(folder), split, tuple(chosen.only)):
                print("|", " | ".join(row), "|", flush=True)
        print(
            "\n| set | queries | candidates | as shipped | taught by the rest of the tariff |\n"
            + "|---" * 5
            + "|"
        )
        for row in parallel_rows(Path(folder)):
            print("|", " | ".join(row), "|", flush=True)
    for size in chosen.sizes:
        for row in speed_rows(size):
            print("|", " | ".join(row), "|", flush=True)


if __name__ == "__main__":
    main()
