"""Words of trade."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.catalogue.enums import (
    CertificateKind,
    Incoterm,
    ItemState,
    PartnershipKind,
    PaymentTerm,
    ProductForm,
    ProductGroup,
    ShipmentPaper,
    Unit,
)
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        PartnershipKind.TRADE: _l("Trade"),
        PartnershipKind.INVESTMENT: _l("Investment"),
        PartnershipKind.TECHNOLOGY: _l("Technology transfer"),
        PartnershipKind.TRAINING: _l("Training"),
        PartnershipKind.LOGISTICS: _l("Logistics"),
        PartnershipKind.TOURISM: _l("Tourism"),
    }
)
register(
    {
        ProductGroup.SPICES: _l("Spices"),
        ProductGroup.COFFEE_TEA: _l("Coffee and tea"),
        ProductGroup.FRUIT: _l("Fruit"),
        ProductGroup.VEGETABLES: _l("Vegetables"),
        ProductGroup.ROOTS_STARCH: _l("Cassava, roots, starch"),
        ProductGroup.GRAINS: _l("Rice and grains"),
        ProductGroup.NUTS_OILSEEDS: _l("Nuts and oilseeds"),
        ProductGroup.HERBS: _l("Medicinal herbs"),
        ProductGroup.HONEY: _l("Honey"),
        ProductGroup.ANIMAL: _l("Meat, dairy, eggs"),
        ProductGroup.FISH: _l("Fish and seafood"),
        ProductGroup.PROCESSED: _l("Processed food"),
        ProductGroup.DRINKS: _l("Drinks"),
        ProductGroup.RUBBER_WOOD: _l("Rubber and wood"),
        ProductGroup.HANDICRAFT: _l("Handicraft and textiles"),
        ProductGroup.INDUSTRY: _l("Industry and machinery"),
        ProductGroup.SERVICES: _l("Services and investment"),
        ProductGroup.OTHER: _l("Other"),
    }
)
register(
    {
        ProductForm.FRESH: _l("Fresh"),
        ProductForm.CHILLED: _l("Chilled"),
        ProductForm.FROZEN: _l("Frozen"),
        ProductForm.DRIED: _l("Dried"),
        ProductForm.FREEZE_DRIED: _l("Freeze-dried"),
        ProductForm.POWDER: _l("Powder"),
        ProductForm.SLICED: _l("Sliced or cut"),
        ProductForm.WHOLE: _l("Whole"),
        ProductForm.ROASTED: _l("Roasted"),
        ProductForm.GREEN: _l("Green, unroasted"),
        ProductForm.OIL: _l("Oil"),
        ProductForm.EXTRACT: _l("Extract"),
        ProductForm.PASTE: _l("Paste"),
        ProductForm.JUICE: _l("Juice"),
        ProductForm.PICKLED: _l("Pickled"),
        ProductForm.CANNED: _l("Canned"),
        ProductForm.STARCH: _l("Starch"),
        ProductForm.CHIPS: _l("Chips"),
        ProductForm.SAWN: _l("Sawn"),
        ProductForm.FINISHED: _l("Finished product"),
    }
)
register(
    {
        Unit.KILOGRAM: _l("kg"),
        Unit.TA: _l("tạ (100 kg)"),
        Unit.QUINTAL: _l("quintal (100 kg)"),
        Unit.TONNE: _l("tonne"),
        Unit.POUND: _l("pound (lb)"),
        Unit.LITRE: _l("litre"),
        Unit.CUBIC_METRE: _l("cubic metre"),
        Unit.PIECE: _l("piece"),
        Unit.CONTAINER_20: _l("20-foot container"),
        Unit.CONTAINER_40: _l("40-foot container"),
    }
)
register({term: term.value for term in Incoterm})
register(
    {
        CertificateKind.VIETGAP: "VietGAP",
        CertificateKind.GLOBALGAP: "GlobalG.A.P.",
        CertificateKind.ORGANIC_VN: _l("Organic (Vietnam, TCVN 11041)"),
        CertificateKind.ORGANIC_NOP: _l("Organic (USA, NOP)"),
        CertificateKind.ORGANIC_EU: _l("Organic (EU)"),
        CertificateKind.ORGANIC_JAS: _l("Organic (Japan, JAS)"),
        CertificateKind.ORGANIC_NPOP: _l("Organic (India, NPOP)"),
        CertificateKind.HACCP: "HACCP",
        CertificateKind.ISO_9001: "ISO 9001",
        CertificateKind.ISO_22000: "ISO 22000",
        CertificateKind.FSSC_22000: "FSSC 22000",
        CertificateKind.BRCGS: "BRCGS",
        CertificateKind.GMP: "GMP",
        CertificateKind.HALAL: "Halal",
        CertificateKind.KOSHER: "Kosher",
        CertificateKind.OCOP_3: _l("OCOP 3 stars"),
        CertificateKind.OCOP_4: _l("OCOP 4 stars"),
        CertificateKind.OCOP_5: _l("OCOP 5 stars"),
        CertificateKind.RAINFOREST: "Rainforest Alliance",
        CertificateKind.FAIRTRADE: "Fairtrade",
        CertificateKind.FOUR_C: "4C",
        CertificateKind.FSC: "FSC",
        CertificateKind.GEOGRAPHICAL_INDICATION: _l("Geographical indication"),
        CertificateKind.FDA_FACILITY: _l("US FDA facility registration"),
        CertificateKind.GACC: _l("China GACC registration"),
        CertificateKind.GROWING_AREA: _l("Growing-area code"),
        CertificateKind.PACKING_HOUSE: _l("Packing-house code"),
        CertificateKind.EUDR: _l("EUDR due diligence"),
    }
)
register(
    {
        ShipmentPaper.PHYTOSANITARY: _l("Phytosanitary certificate"),
        ShipmentPaper.ORIGIN: _l("Certificate of origin"),
        ShipmentPaper.HEALTH: _l("Health certificate"),
        ShipmentPaper.FUMIGATION: _l("Fumigation certificate"),
        ShipmentPaper.ANALYSIS: _l("Certificate of analysis"),
    }
)
register(
    {
        PaymentTerm.ADVANCE: _l("In advance"),
        PaymentTerm.TT: _l("Bank transfer (T/T)"),
        PaymentTerm.LC: _l("Letter of credit (L/C)"),
        PaymentTerm.DP: _l("Documents against payment (D/P)"),
        PaymentTerm.DA: _l("Documents against acceptance (D/A)"),
        PaymentTerm.OPEN_ACCOUNT: _l("Open account"),
    }
)
register(
    {
        ItemState.ACTIVE: _l("Active"),
        ItemState.PAUSED: _l("Paused"),
        ItemState.ARCHIVED: _l("Archived"),
    }
)
MESSAGES.update(
    {
        "file_kind": _l(
            "Only PDF, PNG and JPEG files can be taken; the content of this one is something else."
        ),
        "not_a_picture": _l("This is not a picture that can be read (JPEG, PNG or WebP)."),
        "picture_large": _l("The picture has too many pixels. Make it smaller and try again."),
        "file_large": _l("The file is larger than 10 MB."),
        "hs_unknown": _l("An HS code has 2, 4 or 6 digits (national tariffs up to 10); this is none."),
        "too_many_photos": _l("An offer has eight photos at most."),
    }
)
