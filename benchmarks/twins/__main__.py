"""`python -m benchmarks.twins [--companies 10000]`: how long the search for twins takes, and how many of those planted it finds,
beside comparing each company with each (on a tenth of them)."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from itertools import combinations

from matchmaker.stewardship.pairs import ENOUGH, _compare, _read, find_pairs
from matchmaker.stewardship.twins import Known

FORMS = ("HTX", "Công ty TNHH", "Công ty CP", "Hộ kinh doanh", "Công ty TNHH MTV")
PRODUCTS = [
    "gừng",
    "ớt",
    "quế",
    "cà",
    "phê",
    "sắn",
    "sâm",
    "nghệ",
    "tiêu",
    "mắc",
    "ca",
    "mật",
    "ong",
    "cao",
    "su",
    "điều",
    "chè",
    "bơ",
    "sầu",
    "riêng",
]
PLACES = [
    "dak",
    "ha",
    "mang",
    "den",
    "kon",
    "tum",
    "gia",
    "lai",
    "ngoc",
    "linh",
    "sa",
    "thay",
    "tu",
    "mo",
    "rong",
    "plei",
    "ku",
    "buon",
    "ma",
    "thuot",
    "chu",
    "prong",
    "ia",
    "pa",
    "an",
    "khe",
]
ENDINGS = ("Xanh", "Việt", "Phát", "An", "Minh", "Thịnh", "")
PLANTED = 0.03  # share of companies that stand there a second time, with a typing error


def make(count: int, rng: random.Random) -> tuple[list[Known], set[tuple[int, int]]]:
    """Companies of invented names, and the pairs that are one."""
    companies: list[Known] = []
    planted = set()
    while len(companies) < count:
        words = (*rng.sample(PRODUCTS, 2), *rng.choices(PLACES, k=3), rng.choice(ENDINGS))
        name = f"{rng.choice(FORMS)} {' '.join(words)}"
        number = len(companies) + 1
        phone = f"09{rng.randint(10**7, 10**8 - 1)}" if rng.random() < 0.8 else ""
        companies.append(Known(number, name, "VN", tax_code=str(6100000000 + number), phone=phone))
        if rng.random() < PLANTED:
            letters = list(name)
            letters[rng.randrange(len(letters) // 2, len(letters))] = rng.choice("aeiou")
            companies.append(
                Known(number + 1, "".join(letters), "VN", phone=phone if rng.random() < 0.5 else "")
            )
            planted.add((number, number + 1))
    return companies, planted


def each_with_each(companies: Sequence[Known]) -> int:
    """The plain way: every pair compared."""
    read = [_read(company) for company in companies]
    return sum(_compare(one, other).score >= ENOUGH for one, other in combinations(read, 2))


def main() -> None:
    """Print seconds and the share found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--companies", type=int, default=10_000)
    count = parser.parse_args().companies
    companies, planted = make(count, random.Random(7))
    began = time.perf_counter()
    found = {(pair.low, pair.high) for pair in find_pairs(companies)}
    seconds = time.perf_counter() - began
    print(
        f"{len(companies)} companies: {seconds:.1f} s, {len(planted & found)} of {len(planted)} planted twins found"
    )
    began = time.perf_counter()
    each_with_each(companies[: count // 10])
    whole = (time.perf_counter() - began) * 100
    print(f"each with each would take about {whole:.0f} s: {whole / seconds:.0f} times as long")


if __name__ == "__main__":
    main()
