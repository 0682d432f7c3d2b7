"""Names and the numbers that belong to them, small and shared between processes.

A trie (MARISA) of 200,000 names takes a megabyte where a dictionary takes a hundred; its file and the arrays beside
it are mapped into memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from marisa_trie import Trie


@dataclass(frozen=True)
class Table:
    """Text → numbers. The row of a text is its number in ``trie``; its numbers are
    ``values[starts[row]:starts[row + 1]]``, with ``shares`` of the same length where each has one (else empty).
    """

    trie: Trie
    starts: npt.NDArray[np.int32]
    values: npt.NDArray[np.int32]
    shares: npt.NDArray[np.float32]

    @classmethod
    def of(
        cls, rows: Mapping[str, Sequence[int]], shares: Mapping[str, Sequence[float]] | None = None
    ) -> Table:
        """The table of a dictionary."""
        trie = Trie(rows)
        texts: list[str] = [trie.restore_key(row) for row in range(len(trie))]
        starts = np.cumsum([0, *(len(rows[text]) for text in texts)], dtype=np.int32)
        values = np.array([value for text in texts for value in rows[text]], np.int32)
        given = [share for text in texts for share in shares[text]] if shares else []
        return cls(trie, starts, values, np.array(given, np.float32))

    def __contains__(self, text: str) -> bool:
        return text in self.trie

    def __len__(self) -> int:
        return len(self.trie)

    def get(self, text: str) -> list[int]:
        """The numbers of a text, none for one that is not here."""
        row = self.trie.get(text)
        return [] if row is None else self.values[self.starts[row] : self.starts[row + 1]].tolist()

    def get_shares(self, text: str) -> list[tuple[int, float]]:
        """The numbers of a text with their shares."""
        row = self.trie.get(text)
        if row is None:
            return []
        part = slice(self.starts[row], self.starts[row + 1])
        return list(zip(self.values[part].tolist(), self.shares[part].tolist(), strict=True))

    def save(self, folder: Path, name: str) -> None:
        """Write the table's files."""
        self.trie.save(str(folder / f"{name}.trie"))
        for part in ("starts", "values", "shares"):
            np.save(folder / f"{name}.{part}.npy", getattr(self, part))

    @classmethod
    def load(cls, folder: Path, name: str) -> Table:
        """Map the files that `save` wrote."""
        files = (folder / f"{name}.{part}.npy" for part in ("starts", "values", "shares"))
        arrays = (
            np.load(file, mmap_mode="r").view(np.ndarray) for file in files
        )  # plain arrays are cut faster
        return cls(Trie().mmap(str(folder / f"{name}.trie")), *arrays)
