"""Reasons in words."""

from __future__ import annotations

from matchmaker.matching.engine.values import Reason

TEXTS = {
    "words": {"vi": "Hai bên cùng viết: {words}", "en": "Both texts say: {words}"},
    "letters": {"vi": "Cách viết gần giống nhau", "en": "The wording is alike"},
    "hs_code": {"vi": "Cùng mã HS {code}", "en": "Same HS code {code}"},
    "form": {"vi": "Cùng dạng sản phẩm", "en": "Same form of product"},
    "market": {"vi": "Muốn bán vào thị trường này", "en": "Wants to sell to this market"},
    "certificates": {"vi": "Có đủ chứng nhận bắt buộc", "en": "Holds the certificates required"},
    "missing_certificates": {"vi": "Còn thiếu chứng nhận: {names}", "en": "Certificates missing: {names}"},
}


def render(reason: Reason, language: str) -> str:
    """The reason in Vietnamese or English (any other language reads English)."""
    texts = TEXTS[reason.code]
    return texts.get(language, texts["en"]).format(**reason.parameters)
