"""Likely twins: companies that are probably the same, by tax code, address, telephone, site, or a name that is close. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz, process

from matchmaker.db import fold

CLOSE = 88.0  # rapidfuzz token_sort_ratio from which two names are taken for one
SURE = 100.0
LEGAL_FORMS = re.compile(
    r"\b(cong ty|cty|co phan|cp|tnhh|trach nhiem huu han|mtv|mot thanh vien|hai thanh vien|hop tac xa|htx|ho kinh doanh|hkd"
    r"|doanh nghiep tu nhan|dntn|san xuat|thuong mai|dich vu|xuat nhap khau|xnk|sx|tm|dv"
    r"|co|ltd|limited|company|joint stock|jsc|corp|corporation|inc|llc|gmbh|pvt|private|sarl|bv)\b"
)

OWN_SCRIPT_FORMS = re.compile(
    r"주식회사|유한회사|\(주\)|㈜|株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|公司|集团"
    r"|บริษัท|จำกัด|มหาชน|ห้างหุ้นส่วน|ບໍລິສັດ|ຈຳກັດ|ຈໍາກັດ|ក្រុមហ៊ុន|ឯ\.ក|प्राइवेट|लिमिटेड|प्रा\.|लि\."
)


@dataclass(frozen=True)
class Known:
    """A company that is there already, or a line above in the same sheet (``id`` negative: its line number)."""

    id: int
    name: str
    country: str
    tax_code: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    other_names: tuple[str, ...] = ()  # in Latin letters, of trade
    address: str = ""


@dataclass(frozen=True)
class Twin:
    """A likely twin, how sure (0 to 100), and why: tax_code, email, phone, website or name."""

    id: int
    score: float
    why: str


def core_name(name: str) -> str:
    """A name in Latin letters without accents, legal form and signs: "CÔNG TY TNHH Gia vị Á Châu" and "Gia Vi A Chau Co.,
    Ltd" meet, and so do "강원식품 주식회사" and "Gangwon Sigpum"."""
    latin = anyascii(OWN_SCRIPT_FORMS.sub(" ", fold(name)))
    plain = re.sub(r"[^\w\s]", " ", fold(latin))
    stripped = " ".join(LEGAL_FORMS.sub(" ", plain).split())
    return stripped or " ".join(plain.split())


def domain_of(address: str) -> str:
    """The site's or mailbox's domain, empty for those that everybody uses."""
    host = (
        address.rpartition("@")[2]
        .removeprefix("https://")
        .removeprefix("http://")
        .removeprefix("www.")
        .split("/")[0]
    )
    return "" if host in {"gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", ""} else host


def digits_of(phone: str) -> str:
    """The last nine digits, which country codes and leading zeros do not change."""
    return "".join(sign for sign in phone if sign.isdigit())[-9:]


class TwinFinder:
    """Finds the likeliest twin of each of many companies among those known."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._exact: dict[tuple[str, str], int] = {}
        self._names: dict[str, list[tuple[int, str]]] = {}
        for company in known:
            self.add(company)

    def add(self, company: Known) -> None:
        """Take a company among those known."""
        for key in _keys(company):
            self._exact.setdefault(key, company.id)
        self._names.setdefault(company.country, []).append((company.id, core_name(company.name)))

    def find(self, company: Known) -> Twin | None:
        """The likeliest twin, or None."""
        for why, value in _keys(company):
            if (why, value) in self._exact:
                return Twin(self._exact[(why, value)], SURE, why)
        listed = self._names.get(company.country, [])
        found = process.extractOne(
            core_name(company.name),
            [name for _id, name in listed],
            scorer=fuzz.token_sort_ratio,
            score_cutoff=CLOSE,
        )
        return Twin(listed[found[2]][0], float(found[1]), "name") if found else None


def _keys(company: Known) -> list[tuple[str, str]]:
    values = (
        ("tax_code", company.tax_code), ("email", company.email), ("phone", digits_of(company.phone)),
        ("website", domain_of(company.website) or domain_of(company.email)),
    )  # fmt: skip
    return [(why, value) for why, value in values if len(value) > 4]
