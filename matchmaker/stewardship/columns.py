"""The columns of an officers' sheet: headings in both languages, and how each cell is read. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from babel import Locale

from matchmaker.catalogue.enums import ProductForm, Unit
from matchmaker.companies.enums import CompanyKind, Side
from matchmaker.companies.places import FORMER, PROVINCES, WENT_INTO, code_of
from matchmaker.db import fold


class BadCell(ValueError):
    """A cell cannot be read; the code names why."""


@dataclass(frozen=True)
class Column:
    """One column. ``aliases`` are other headings met in real sheets."""

    name: str
    vi: str
    en: str
    read: Callable[[str], str]
    required: bool = False
    aliases: tuple[str, ...] = ()
    example: str = ""

    def headings(self) -> set[str]:
        """All headings, folded, by which the column is recognised."""
        return {heading_key(text) for text in (self.vi, self.en, self.name, *self.aliases)}


def heading_key(text: str) -> str:
    """A heading without accents, case, signs and what stands in brackets."""
    plain = fold(text.split("(")[0])
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def read_text(limit: int) -> Callable[[str], str]:
    """Any text up to so many letters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise BadCell("too_long")
        return cell

    return read


def _tax_code(cell: str) -> str:
    plain = "".join(sign for sign in cell if sign.isalnum() or sign == "-").removesuffix("-")
    if plain and not 5 <= len(plain) <= 20:
        raise BadCell("tax_code")
    return plain


def _email(cell: str) -> str:
    address = cell.casefold()
    name, at, domain = address.partition("@")
    if address and (not at or not name or "." not in domain or " " in address):
        raise BadCell("email")
    return address


def _phone(cell: str) -> str:
    digits = [sign for sign in cell if sign.isdigit()]
    if cell and not 7 <= len(digits) <= 15:
        raise BadCell("phone")
    return cell


def _place(cell: str) -> str:
    """A province of today, or a former one: stored as its choice, "quang-ngai/kon-tum"."""
    code = code_of(cell.replace("Tỉnh", "").replace("tỉnh", "").replace("TP.", "").strip()) if cell else ""
    if not code or code in PROVINCES:
        return code
    if code in FORMER:
        return f"{WENT_INTO[code]}/{code}"
    raise BadCell("province")


COUNTRY_NAMES = {
    heading_key(name): code
    for locale in ("vi", "en")
    for code, name in Locale(locale).territories.items()
    if len(code) == 2 and code.isalpha()
} | {
    "viet nam": "VN", "vietnam": "VN", "an do": "IN", "india": "IN", "han quoc": "KR", "korea": "KR", "south korea": "KR",
    "lao": "LA", "laos": "LA", "campuchia": "KH", "cambodia": "KH", "thai lan": "TH", "thailand": "TH", "nhat ban": "JP",
    "japan": "JP", "trung quoc": "CN", "china": "CN", "duc": "DE", "germany": "DE", "phap": "FR", "france": "FR",
    "ha lan": "NL", "netherlands": "NL", "hoa ky": "US", "my": "US", "usa": "US", "united states": "US", "uc": "AU",
    "australia": "AU", "singapore": "SG", "malaysia": "MY", "anh": "GB", "united kingdom": "GB",
}  # fmt: skip


def read_country(cell: str) -> str:
    """A country by name or code, Vietnam where nothing is said; stored as its code."""
    if not cell:
        return "VN"
    if len(cell) == 2 and cell.isascii() and cell.isalpha():
        return cell.upper()
    code = COUNTRY_NAMES.get(heading_key(cell))
    if code is None:
        raise BadCell("country")
    return code


KINDS = {
    "nha san xuat": CompanyKind.PRODUCER, "san xuat": CompanyKind.PRODUCER, "producer": CompanyKind.PRODUCER,
    "hop tac xa": CompanyKind.COOPERATIVE, "htx": CompanyKind.COOPERATIVE, "cooperative": CompanyKind.COOPERATIVE,
    "ho kinh doanh": CompanyKind.HOUSEHOLD, "household": CompanyKind.HOUSEHOLD, "household business": CompanyKind.HOUSEHOLD,
    "che bien": CompanyKind.PROCESSOR, "nha che bien": CompanyKind.PROCESSOR, "processor": CompanyKind.PROCESSOR,
    "thuong mai": CompanyKind.TRADER, "thuong nhan": CompanyKind.TRADER, "trader": CompanyKind.TRADER,
    "nhap khau": CompanyKind.IMPORTER, "nha nhap khau": CompanyKind.IMPORTER, "importer": CompanyKind.IMPORTER,
    "phan phoi": CompanyKind.DISTRIBUTOR, "nha phan phoi": CompanyKind.DISTRIBUTOR, "distributor": CompanyKind.DISTRIBUTOR,
    "ban le": CompanyKind.RETAILER, "nha ban le": CompanyKind.RETAILER, "retailer": CompanyKind.RETAILER,
    "nha dau tu": CompanyKind.INVESTOR, "dau tu": CompanyKind.INVESTOR, "investor": CompanyKind.INVESTOR,
    "to chuc": CompanyKind.INSTITUTION, "institution": CompanyKind.INSTITUTION,
}  # fmt: skip
SIDES = {
    "ban": Side.EXPORTER, "ben ban": Side.EXPORTER, "xuat khau": Side.EXPORTER, "supplier": Side.EXPORTER,
    "exporter": Side.EXPORTER, "seller": Side.EXPORTER, "mua": Side.BUYER, "ben mua": Side.BUYER, "nhap khau": Side.BUYER,
    "buyer": Side.BUYER, "importer": Side.BUYER,
}  # fmt: skip
FORMS = {
    "tuoi": ProductForm.FRESH, "fresh": ProductForm.FRESH, "say kho": ProductForm.DRIED, "kho": ProductForm.DRIED,
    "say": ProductForm.DRIED, "dried": ProductForm.DRIED, "bot": ProductForm.POWDER, "powder": ProductForm.POWDER,
    "dong lanh": ProductForm.FROZEN, "frozen": ProductForm.FROZEN, "thai lat": ProductForm.SLICED, "sliced": ProductForm.SLICED,
    "rang": ProductForm.ROASTED, "roasted": ProductForm.ROASTED, "nhan": ProductForm.GREEN, "green": ProductForm.GREEN,
    "dau": ProductForm.OIL, "tinh dau": ProductForm.OIL, "oil": ProductForm.OIL, "tinh bot": ProductForm.STARCH,
    "starch": ProductForm.STARCH, "nguyen": ProductForm.WHOLE, "whole": ProductForm.WHOLE, "thanh pham": ProductForm.FINISHED,
    "finished": ProductForm.FINISHED,
}  # fmt: skip
UNITS = {
    "kg": Unit.KILOGRAM, "tan": Unit.TONNE, "t": Unit.TONNE, "ton": Unit.TONNE, "tonne": Unit.TONNE, "ta": Unit.TA,
    "lit": Unit.LITRE, "l": Unit.LITRE, "litre": Unit.LITRE, "m3": Unit.CUBIC_METRE, "cai": Unit.PIECE, "chiec": Unit.PIECE,
    "piece": Unit.PIECE,
}  # fmt: skip


def _one_of(words: dict[str, str], code: str) -> Callable[[str], str]:
    known = {str(value) for value in words.values()}

    def read(cell: str) -> str:
        if not cell or cell in known:
            return cell
        found = words.get(heading_key(cell))
        if found is None:
            raise BadCell(code)
        return str(found)

    return read


def _hs(cell: str) -> str:
    digits = "".join(sign for sign in cell if sign not in ". ")
    if digits and not (digits.isdecimal() and len(digits) in {2, 4, 6, 8, 10}):
        raise BadCell("hs")
    return digits


def _quantity(cell: str) -> str:
    plain = cell.replace(" ", "").replace(".", "").replace(",", ".") if "," in cell else cell.replace(" ", "")
    try:
        value = float(plain) if plain else 0.0
    except ValueError:
        raise BadCell("number") from None
    if value < 0 or value > 1e12:
        raise BadCell("number")
    return plain


COLUMNS = (
    Column("legal_name", "Tên doanh nghiệp", "Company name", read_text(200), True,
           ("Tên đơn vị", "Tên công ty", "Doanh nghiệp", "Company", "Name of company"), "HTX Gừng Đăk Hà"),
    Column("tax_code", "Mã số thuế", "Tax code", _tax_code, aliases=("MST", "Registry number"), example="6101234567"),
    Column("side", "Bên (bán/mua)", "Side (supplier/buyer)", _one_of(dict(SIDES), "side"), aliases=("Bên",), example="Bán"),
    Column("kind", "Loại hình", "Kind", _one_of(dict(KINDS), "kind"), aliases=("Loại hình doanh nghiệp", "Type"), example="Hợp tác xã"),
    Column("country", "Quốc gia", "Country", read_country, aliases=("Nước",), example="Việt Nam"),
    Column("place", "Tỉnh", "Province", _place, aliases=("Tỉnh thành", "Tỉnh/Thành phố"), example="Kon Tum"),
    Column("commune", "Xã, phường", "Commune", read_text(120), aliases=("Xã", "Huyện", "District"), example="Đăk Hà"),
    Column("address", "Địa chỉ", "Address", read_text(200)),
    Column("person", "Người liên hệ", "Contact person", read_text(120), aliases=("Đại diện", "Contact"), example="A Thị B"),
    Column("phone", "Điện thoại", "Telephone", _phone, aliases=("SĐT", "Số điện thoại", "Phone"), example="0905 000 000"),
    Column("email", "Thư điện tử", "E-mail", _email, aliases=("Email",), example="lienhe@example.com"),
    Column("website", "Trang web", "Website", read_text(200), aliases=("Web",)),
    Column("product", "Sản phẩm", "Product", read_text(200), aliases=("Sản phẩm chính", "Mặt hàng", "Products"), example="Bột gừng sấy khô"),
    Column("description", "Mô tả", "Description", read_text(4000)),
    Column("hs_code", "Mã HS", "HS code", _hs, example="091012"),
    Column("form", "Dạng", "Form", _one_of(dict(FORMS), "form"), example="Bột"),
    Column("capacity", "Sản lượng năm", "Quantity per year", _quantity, aliases=("Sản lượng", "Công suất", "Capacity"), example="50"),
    Column("unit", "Đơn vị tính", "Unit", _one_of(dict(UNITS), "unit"), aliases=("ĐVT",), example="tấn"),
)  # fmt: skip
"""In the order of the template."""
