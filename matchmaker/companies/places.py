"""Vietnam's 34 provinces and cities since 1 July 2025, and the 63 that were before. Pure.

Source of the mergers: National Assembly Resolution 202/2025/QH15.
"""

from __future__ import annotations

from matchmaker.db import fold

MERGED = {
    "Tuyên Quang": ("Hà Giang", "Tuyên Quang"),
    "Lào Cai": ("Yên Bái", "Lào Cai"),
    "Thái Nguyên": ("Bắc Kạn", "Thái Nguyên"),
    "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình", "Phú Thọ"),
    "Bắc Ninh": ("Bắc Giang", "Bắc Ninh"),
    "Hưng Yên": ("Thái Bình", "Hưng Yên"),
    "Hải Phòng": ("Hải Dương", "Hải Phòng"),
    "Ninh Bình": ("Hà Nam", "Nam Định", "Ninh Bình"),
    "Quảng Trị": ("Quảng Bình", "Quảng Trị"),
    "Đà Nẵng": ("Quảng Nam", "Đà Nẵng"),
    "Quảng Ngãi": ("Kon Tum", "Quảng Ngãi"),
    "Gia Lai": ("Bình Định", "Gia Lai"),
    "Khánh Hòa": ("Ninh Thuận", "Khánh Hòa"),
    "Lâm Đồng": ("Đắk Nông", "Bình Thuận", "Lâm Đồng"),
    "Đắk Lắk": ("Phú Yên", "Đắk Lắk"),
    "Thành phố Hồ Chí Minh": ("Bà Rịa – Vũng Tàu", "Bình Dương", "Thành phố Hồ Chí Minh"),
    "Đồng Nai": ("Bình Phước", "Đồng Nai"),
    "Tây Ninh": ("Long An", "Tây Ninh"),
    "Cần Thơ": ("Sóc Trăng", "Hậu Giang", "Cần Thơ"),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh", "Vĩnh Long"),
    "Đồng Tháp": ("Tiền Giang", "Đồng Tháp"),
    "Cà Mau": ("Bạc Liêu", "Cà Mau"),
    "An Giang": ("Kiên Giang", "An Giang"),
}
UNCHANGED = (
    "Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh",
    "Cao Bằng",
)  # fmt: skip


def code_of(name: str) -> str:
    """A province's code: its folded name with hyphens."""
    return "-".join(fold(name).replace("–", " ").split())


PROVINCES = {code_of(name): name for name in sorted((*MERGED, *UNCHANGED), key=fold)}
"""Code -> name, today."""
FORMER = {code_of(name): name for names in (*MERGED.values(), UNCHANGED) for name in names}
"""Code -> name, before 1 July 2025."""
WENT_INTO = {code_of(name): code_of(today) for today, names in MERGED.items() for name in names} | {
    code_of(name): code_of(name) for name in UNCHANGED
}
"""Former code -> today's code."""


def province_name(code: str | None) -> str:
    """Today's name of a province, empty for none."""
    return PROVINCES.get(code or "", "")


def former_name(code: str | None) -> str:
    """The name of a former province, empty for none."""
    return FORMER.get(code or "", "")


def search_words(province: str | None, former: str | None) -> str:
    """What a company in this place is found by: today's name and the former one."""
    return f"{province_name(province)} {former_name(former)}".strip()


def province_choices() -> list[tuple[str, str]]:
    """(value, name) pairs: today's provinces, each former one apart under today's ("kon-tum" within Quảng Ngãi)."""
    listed: list[tuple[str, str]] = []
    for code, name in PROVINCES.items():
        parts = [former for former in MERGED.get(name, ()) if former != name]
        listed.append((code, name))
        listed += [(f"{code}/{code_of(part)}", f"{name} ({part})") for part in parts]
    return listed


def read_place(value: str) -> tuple[str | None, str | None]:
    """(province, former province) of a choice; (None, None) when it is none."""
    province, _slash, former = value.partition("/")
    if province not in PROVINCES:
        return None, None
    if former and WENT_INTO.get(former) == province:
        return province, former
    return province, (province if province in FORMER else None)
