"""The typed words of trade."""

from __future__ import annotations

from enum import StrEnum


class PartnershipKind(StrEnum):
    """What kind of partner is looked for or offered."""

    TRADE = "trade"
    INVESTMENT = "investment"
    TECHNOLOGY = "technology"
    TRAINING = "training"
    LOGISTICS = "logistics"
    TOURISM = "tourism"


class ProductGroup(StrEnum):
    """What people browse by; each has a drawn sign."""

    SPICES = "spices"
    COFFEE_TEA = "coffee_tea"
    FRUIT = "fruit"
    VEGETABLES = "vegetables"
    ROOTS_STARCH = "roots_starch"
    GRAINS = "grains"
    NUTS_OILSEEDS = "nuts_oilseeds"
    HERBS = "herbs"
    HONEY = "honey"
    ANIMAL = "animal"
    FISH = "fish"
    PROCESSED = "processed"
    DRINKS = "drinks"
    RUBBER_WOOD = "rubber_wood"
    HANDICRAFT = "handicraft"
    INDUSTRY = "industry"
    SERVICES = "services"
    OTHER = "other"


class ProductForm(StrEnum):
    """The state in which a product is delivered."""

    FRESH = "fresh"
    CHILLED = "chilled"
    FROZEN = "frozen"
    DRIED = "dried"
    FREEZE_DRIED = "freeze_dried"
    POWDER = "powder"
    SLICED = "sliced"
    WHOLE = "whole"
    ROASTED = "roasted"
    GREEN = "green"
    OIL = "oil"
    EXTRACT = "extract"
    PASTE = "paste"
    JUICE = "juice"
    PICKLED = "pickled"
    CANNED = "canned"
    STARCH = "starch"
    CHIPS = "chips"
    SAWN = "sawn"
    FINISHED = "finished"


class Unit(StrEnum):
    """Units of quantity; conversion lives in nomenclature.units."""

    KILOGRAM = "kg"
    TA = "ta"
    QUINTAL = "quintal"
    TONNE = "t"
    POUND = "lb"
    LITRE = "l"
    CUBIC_METRE = "m3"
    PIECE = "piece"
    CONTAINER_20 = "container20"
    CONTAINER_40 = "container40"


class Incoterm(StrEnum):
    """Incoterms 2020."""

    EXW = "EXW"
    FCA = "FCA"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"


class CertificateKind(StrEnum):
    """Certificates and registrations that buyers ask for."""

    VIETGAP = "vietgap"
    GLOBALGAP = "globalgap"
    ORGANIC_VN = "organic_vn"
    ORGANIC_NOP = "organic_nop"
    ORGANIC_EU = "organic_eu"
    ORGANIC_JAS = "organic_jas"
    ORGANIC_NPOP = "organic_npop"
    HACCP = "haccp"
    ISO_9001 = "iso_9001"
    ISO_22000 = "iso_22000"
    FSSC_22000 = "fssc_22000"
    BRCGS = "brcgs"
    GMP = "gmp"
    HALAL = "halal"
    KOSHER = "kosher"
    OCOP_3 = "ocop_3"
    OCOP_4 = "ocop_4"
    OCOP_5 = "ocop_5"
    RAINFOREST = "rainforest"
    FAIRTRADE = "fairtrade"
    FOUR_C = "4c"
    FSC = "fsc"
    GEOGRAPHICAL_INDICATION = "gi"
    FDA_FACILITY = "fda_facility"
    GACC = "gacc"
    GROWING_AREA = "growing_area"
    PACKING_HOUSE = "packing_house"
    EUDR = "eudr"


class ShipmentPaper(StrEnum):
    """Papers that go with each shipment."""

    PHYTOSANITARY = "phytosanitary"
    ORIGIN = "origin"
    HEALTH = "health"
    FUMIGATION = "fumigation"
    ANALYSIS = "analysis"


class PaymentTerm(StrEnum):
    """How the buyer pays."""

    ADVANCE = "advance"
    TT = "tt"
    LC = "lc"
    DP = "dp"
    DA = "da"
    OPEN_ACCOUNT = "open_account"


class ItemState(StrEnum):
    """An offer or need is proposed to others only while active."""

    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"
