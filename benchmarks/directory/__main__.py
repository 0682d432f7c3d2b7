"""`python -m benchmarks.directory [--companies 10000]`: how long directory pages take, beside a page that asks nothing."""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient

from config import ROOT, read_settings
from matchmaker.app import create_app
from matchmaker.schema import migrate
from matchmaker.stewardship.demo.files import read
from tests import factories

REPEATS = 11
PAGES = {
    "all companies": "/companies",
    "page 200": "/companies?page=200",
    "without diacritics": "/companies?q=gung+say",
    "mistyped": "/companies?q=guwng+sya",
    "two facets": "/companies?group=spices&country=VN",
    "all products": "/products",
    "products, searched": "/products?q=ca+phe",
    "products, three facets": "/products?group=spices&form=powder&country=VN",
}
BARE = "/privacy"


def fill(folder: Path, companies: int) -> FlaskClient:
    """A site with so many companies, each with one offer, words drawn from the demonstration's firms."""
    app = create_app(read_settings({"MATCHMAKER_DATA": str(folder), "MATCHMAKER_TESTING": "yes"}))
    migrate(ROOT, app.database)
    draw = random.Random(1)
    rows = read("firms.tsv")
    with app.database.begin() as session:
        for number in range(companies):
            row = draw.choice(rows)
            company = factories.make_company(session, owner=False, legal_name=f"{row['name']} {number}")
            factories.make_offer(session, company, name={"vi": row["name_vi"] or row["name"]},
                                 search_text=factories.fold(row["name_vi"] or row["name"]))  # fmt: skip
    return app.test_client()


def median(client: FlaskClient, path: str) -> float:
    """Seconds for a page, the middle of several."""
    times = []
    for _repeat in range(REPEATS):
        begun = time.perf_counter()
        status = client.get(path).status_code
        times.append(time.perf_counter() - begun)
        assert status == 200, f"{path}: {status}"
    return statistics.median(times)


def main() -> None:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--companies", type=int, default=10_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        client = fill(Path(folder), chosen.companies)
        bare = median(client, BARE)
        print(
            f"Median of {REPEATS}, {chosen.companies:,} companies, SQLite; {BARE} takes {bare * 1000:.0f} ms.\n"
        )
        print("| page | ms | times a bare page |\n|---|---|---|")
        for name, path in PAGES.items():
            taken = median(client, path)
            print(f"| {name} | {taken * 1000:.0f} | {taken / bare:.1f} |", flush=True)


if __name__ == "__main__":
    main()
