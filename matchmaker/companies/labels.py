"""Words for kinds and bands of companies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.companies.enums import CompanyKind, Employees, MemberRole, Side, Turnover
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        CompanyKind.PRODUCER: _l("Producer"),
        CompanyKind.COOPERATIVE: _l("Cooperative"),
        CompanyKind.HOUSEHOLD: _l("Household business"),
        CompanyKind.PROCESSOR: _l("Processor"),
        CompanyKind.TRADER: _l("Trader"),
        CompanyKind.IMPORTER: _l("Importer"),
        CompanyKind.DISTRIBUTOR: _l("Distributor"),
        CompanyKind.RETAILER: _l("Retailer"),
        CompanyKind.INVESTOR: _l("Investor"),
        CompanyKind.INSTITUTION: _l("Institution"),
    }
)
register({Side.EXPORTER: _l("Supplier"), Side.BUYER: _l("Buyer")})
register(
    {
        Employees.UP_TO_9: _l("up to 9"),
        Employees.UP_TO_49: _l("10 to 49"),
        Employees.UP_TO_199: _l("50 to 199"),
        Employees.UP_TO_499: _l("200 to 499"),
        Employees.FROM_500: _l("500 and more"),
    }
)
register(
    {
        Turnover.UP_TO_100: _l("below 100,000 USD"),
        Turnover.UP_TO_1000: _l("100,000 to 1 million USD"),
        Turnover.UP_TO_5000: _l("1 to 5 million USD"),
        Turnover.UP_TO_20000: _l("5 to 20 million USD"),
        Turnover.FROM_20000: _l("above 20 million USD"),
    }
)
register({MemberRole.OWNER: _l("Owner of the profile"), MemberRole.MEMBER: _l("Member")})
MESSAGES.update(
    {
        "tax_code_taken": _l(
            "A company with this tax code is already registered. Ask your officer to join it."
        ),
        "last_owner": _l("The company needs one owner of the profile at least."),
        "has_company": _l("This person already belongs to a company."),
    }
)
