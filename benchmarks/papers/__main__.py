"""Sets personal agendas of ten meetings each, in all languages in turn, and prints how long it takes.

``python -m benchmarks.papers`` for 110 and 1,000 participants; the processor's time beside the clock's, since other
programs may run.
"""

from __future__ import annotations

import os
import time

from matchmaker.papers.contents.values import Agenda, Day, Part, Row, Side
from matchmaker.papers.enums import PaperKind
from matchmaker.papers.typesetting import typeset
from matchmaker.papers.words import LANGUAGES

NAMES = ("HTX Gừng Sẻ Đăk Hà", "ບໍລິສັດ ກາເຟ ບໍລະເວນ ຈຳກັດ", "ក្រុមហ៊ុនកសិឧស្សាហកម្មរតនគិរី", "บริษัทเครื่องเทศอุบลราชธานี",
         "한국생강무역주식회사", "मालाबार मसाला आयात-निर्यात", "上海香料进出口有限公司", "東京スパイス輸入株式会社",
         "Malabar Spice House", "Công ty TNHH Dược liệu Ngọc Linh Kon Tum")  # fmt: skip
MEETINGS = 10


def agenda(number: int, run: int) -> Agenda:
    """One participant's day; other words in each run, since the typesetter remembers what it has set."""
    rows = tuple(
        Row("meeting", f"{8 + index // 2:02}:{index % 2 * 3}0–{8 + index // 2:02}:{index % 2 * 3}5", table=str(index + 1),
            sides=(Side(NAMES[(number + index) % len(NAMES)], "India", "Sales desk", "English, Hindi"),),
            about=f"Bột gừng sấy khô, hữu cơ {run}.{number}.{index}")
        for index in range(MEETINGS)
    )  # fmt: skip
    return Agenda(
        id=f"agenda-{number}", language=LANGUAGES[number % len(LANGUAGES)], event="Hội nghị kết nối giao thương",
        place="15/03/2027 · Kon Tum", name=f"{NAMES[number % len(NAMES)]} {run}",
        person="Nguyễn Thị Hạnh", note="15/03/2027", notice="",
        days=(Day("15/03/2027", rows),), code="ABCD2345",
    )  # fmt: skip


def _children() -> float:
    """Seconds of processor time that finished child processes have used."""
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Measure and print."""
    for people, runs in ((110, 3), (1000, 1)):
        best: tuple[float, float, int] | None = None
        for run in range(runs):
            part = Part(PaperKind.AGENDAS, tuple(agenda(number, run) for number in range(people)))
            clock, processor = time.perf_counter(), _children()
            size = len(typeset([part], title="benchmark", author=""))
            found = (time.perf_counter() - clock, _children() - processor, size)
            best = found if best is None else min(best, found)
        assert best is not None
        print(f"{people} agendas: {best[0]:.1f} s, processor {best[1]:.1f} s, {best[2] / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
