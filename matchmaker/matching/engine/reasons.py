"""Reasons in words: codes and parameters become sentences when they are shown."""

from __future__ import annotations

from matchmaker.catalogue.nomenclature.lexicon import Lexicon, shipped
from matchmaker.matching.engine.values import Reason

TEXTS: dict[str, dict[str, str]] = {
    "concepts": {"vi": "Cùng sản phẩm: {names}", "en": "The same product: {names}"},
    "attributes": {"vi": "Cùng đặc điểm: {names}", "en": "The same properties: {names}"},
    "hs_code": {"vi": "Cùng mã HS {code}", "en": "The same HS code {code}"},
    "words": {"vi": "Hai bên cùng viết: {words}", "en": "Both texts say: {words}"},
    "letters": {"vi": "Cách viết gần giống nhau", "en": "The spelling is alike"},
    "meaning": {"vi": "Từ ngữ có cùng nghĩa: {words}", "en": "Words of the same meaning: {words}"},
    "sound": {"vi": "Đọc lên nghe gần giống nhau: {words}", "en": "They sound alike: {words}"},
    "likeness": {"vi": "Hai mô tả gần như nhau", "en": "The two descriptions are much alike"},
    "extent": {"vi": "Hai bên mô tả với độ dài gần nhau", "en": "Both texts are about as long"},
    "form": {"vi": "Cùng dạng sản phẩm", "en": "The same form of product"},
    "market": {"vi": "Muốn bán vào thị trường {country}", "en": "Wants to sell to {country}"},
    "origin": {"vi": "Đúng xuất xứ cần tìm: {country}", "en": "From an origin that is looked for: {country}"},
    "certificates": {"vi": "Có chứng nhận bắt buộc: {names}", "en": "Holds required certificates: {names}"},
    "certificates_nice": {
        "vi": "Có chứng nhận mong muốn: {names}",
        "en": "Holds wished certificates: {names}",
    },
    "volume": {
        "vi": "Sản lượng đáp ứng {percent}% khối lượng cần",
        "en": "The capacity covers {percent}% of the volume",
    },
    "languages": {"vi": "Có ngôn ngữ chung", "en": "A language in common"},
    "incoterm": {"vi": "Cùng điều kiện Incoterms", "en": "The same Incoterms rule"},
    "met": {"vi": "Hai bên đã từng gặp nhau", "en": "The two have met before"},
    "missing_certificates": {
        "vi": "Hãy bổ sung chứng nhận: {names}",
        "en": "Add these certificates: {names}",
    },
    "missing_form": {
        "vi": "Dạng sản phẩm khác với nhu cầu",
        "en": "The form differs from the one looked for",
    },
    "missing_market": {
        "vi": "Hãy thêm thị trường {country} vào chào bán",
        "en": "Add {country} to the markets of the offer",
    },
    "missing_origin": {
        "vi": "Xuất xứ không nằm trong danh sách cần tìm",
        "en": "Not from an origin looked for",
    },
    "missing_volume": {
        "vi": "Sản lượng mới đáp ứng {percent}% khối lượng cần",
        "en": "The capacity covers only {percent}% of the volume",
    },
    "missing_moq": {
        "vi": "Lượng đặt tối thiểu cao hơn khối lượng cần",
        "en": "The smallest order is above the volume looked for",
    },
    "missing_hs_code": {"vi": "Hãy ghi mã HS của sản phẩm", "en": "State the HS code of the product"},
    "missing_capacity": {"vi": "Hãy ghi sản lượng mỗi năm", "en": "State the capacity a year"},
    "own_company": {"vi": "Cùng một doanh nghiệp", "en": "Both belong to one company"},
    "excluded_party": {"vi": "Một bên đã loại trừ bên kia", "en": "One side has excluded the other"},
    "excluded_country": {
        "vi": "Một bên không giao thương với nước kia",
        "en": "A country is excluded by one side",
    },
    "origin_not_accepted": {"vi": "Xuất xứ không được chấp nhận", "en": "The origin is not accepted"},
    "form_not_accepted": {"vi": "Dạng sản phẩm không được chấp nhận", "en": "The form is not accepted"},
}


class _Forgiving(dict[str, object]):
    """A parameter that an older run did not store reads as nothing."""

    def __missing__(self, key: str) -> str:
        return "…"


def render(reason: Reason, language: str, lexicon: Lexicon | None = None) -> str:
    """The reason in Vietnamese or English; other languages read English with the products' names in their own."""
    texts = TEXTS.get(reason.code)
    if texts is None:
        return reason.code
    parameters = _Forgiving(reason.parameters)
    if "entries" in reason.parameters:
        parameters["names"] = _names(str(reason.parameters["entries"]), language, lexicon or shipped())
    return texts.get(language, texts["en"]).format_map(parameters)


def _names(entries: str, language: str, lexicon: Lexicon) -> str:
    names = []
    for identifier in entries.split("|"):
        concept = lexicon.concepts.get(identifier)
        names.append(concept.label(language) if concept else identifier.lstrip("@").replace("-", " "))
    return ", ".join(dict.fromkeys(names))
