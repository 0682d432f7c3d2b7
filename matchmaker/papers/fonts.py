"""The fonts that papers are set in: which there are, and which Debian package brings those that are missing."""

from __future__ import annotations

from functools import cache

import typst

CORE, CJK = "fonts-noto-core", "fonts-noto-cjk"
FAMILIES = {
    "Noto Sans": CORE, "Noto Sans Lao": CORE, "Noto Sans Khmer": CORE, "Noto Sans Thai": CORE,
    "Noto Sans Devanagari": CORE, "Noto Sans Myanmar": CORE, "Noto Sans CJK KR": CJK, "Noto Sans CJK SC": CJK,
    "Noto Sans CJK JP": CJK,
}  # fmt: skip
"""Family -> the package it comes in. Latin with Vietnamese first; the rest fill in by script."""
FIRST = {"ko": "Noto Sans CJK KR", "zh": "Noto Sans CJK SC", "ja": "Noto Sans CJK JP"}


@cache
def installed() -> frozenset[str]:
    """Families this machine has; looked up once a process, as typst itself does."""
    return frozenset(typst.Fonts(include_embedded_fonts=False).families())


def missing_packages() -> list[str]:
    """Debian packages to install before papers can be printed; empty when all is there."""
    return sorted({package for family, package in FAMILIES.items() if family not in installed()})


def families_for(language: str) -> list[str]:
    """The fonts to try in order: Han characters look as ``language`` writes them."""
    first = [FIRST[language]] if language in FIRST else []
    return ["Noto Sans", *first, *(name for name in FAMILIES if name not in {"Noto Sans", *first})]


if __name__ == "__main__":  # scripts/run names what is missing
    print(" ".join(missing_packages()))
