"""Units of quantity and conversion within one dimension.

Factors: the international pound is 0.45359237 kg (1959); the *tạ* and the metric quintal are 100 kg.
Containers and pieces have no fixed weight or volume and convert only into themselves.
"""

from __future__ import annotations

import math
import unicodedata

FACTORS: dict[str, tuple[str, float]] = {
    "kg": ("mass", 1.0),
    "g": ("mass", 0.001),
    "ta": ("mass", 100.0),
    "yen": ("mass", 10.0),
    "quintal": ("mass", 100.0),
    "t": ("mass", 1000.0),
    "lb": ("mass", 0.45359237),
    "l": ("volume", 0.001),
    "ml": ("volume", 0.000001),
    "m3": ("volume", 1.0),
    "piece": ("piece", 1.0),
    "container20": ("container20", 1.0),
    "container40": ("container40", 1.0),
}
ALIASES: dict[str, str] = {
    "kgs": "kg", "kilo": "kg", "kilos": "kg", "kilogram": "kg", "kilograms": "kg", "ki lo": "kg", "can": "kg",
    "gram": "g", "grams": "g", "tạ": "ta", "yến": "yen", "quintals": "quintal",
    "tonne": "t", "tonnes": "t", "ton": "t", "tons": "t", "tấn": "t", "tan": "t", "mt": "t",
    "pound": "lb", "pounds": "lb", "lbs": "lb",
    "litre": "l", "litres": "l", "liter": "l", "liters": "l", "lít": "l", "lit": "l",
    "millilitre": "ml", "m³": "m3", "cbm": "m3", "mét khối": "m3", "cubic metre": "m3", "khối": "m3",
    "pc": "piece", "pcs": "piece", "pieces": "piece", "cái": "piece", "chiếc": "piece",
}  # fmt: skip


def unit_code(name: str | None) -> str | None:
    """The unit's code for a code or a usual name ("tấn", "tons", "kgs"), None when it is not known."""
    if not name:
        return None
    key = unicodedata.normalize("NFC", name).strip().lower()
    key = ALIASES.get(key, key)
    return key if key in FACTORS else None


def convert(amount: float, source: str | None, target: str | None) -> float | None:
    """``amount`` in ``source`` expressed in ``target``; None across dimensions or for unknown units."""
    origin, wanted = unit_code(source), unit_code(target)
    if origin is None or wanted is None or not math.isfinite(amount):
        return None
    (dimension, factor), (other, divisor) = FACTORS[origin], FACTORS[wanted]
    return amount * factor / divisor if dimension == other else None
