"""A company's way in: joining, the profile, offers and needs, certificates and photos, as its people and strangers."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.catalogue.models import Certificate, Offer, Photo
from matchmaker.companies.models import Company, Draft, Membership
from matchmaker.jobs.models import Job
from matchmaker.notices.models import OutboxMessage
from tests import factories

JOINING = {
    "side": "exporter", "legal_name": "HTX Gừng Đăk Hà", "kind": "cooperative", "country": "VN",
    "province": "quang-ngai/kon-tum", "name": "A Thị B", "phone": "0905 000 000", "email": "New@Example.com",
    "password": "ba con voi xanh", "purposes": ["directory", "mail"],
}  # fmt: skip


def test_joining_makes_account_company_and_consents(client, database):
    assert client.get("/join?side=exporter").status_code == 200
    for step in ("1", "2", "3"):
        assert client.post("/join", data={**JOINING, "step": step}).status_code == 200
    response = client.post("/join", data={**JOINING, "step": "4"})
    assert "mailbox" in response.text
    with database.read() as session:
        user = session.scalars(select(User)).one()
        company = session.scalars(select(Company)).one()
        membership = session.scalars(select(Membership)).one()
        assert (user.email, user.email_verified_at) == ("new@example.com", None)
        assert user.password_hash.startswith("$argon2id$")
        assert (company.slug, company.province, company.former_province) == (
            "htx-gung-dak-ha",
            "quang-ngai",
            "kon-tum",
        )
        assert (membership.role, membership.user_id) == ("owner", user.id)
        assert session.scalars(select(OutboxMessage.template)).one() == "verify"
    signed_in = client.post("/sign-in", data={"email": "new@example.com", "password": "ba con voi xanh"})
    assert signed_in.status_code == 302
    assert "confirm your address" in client.get("/").text


def test_joining_with_a_known_address_answers_the_same_and_tells_its_owner(client, session, database):
    factories.make_user(session, email="new@example.com")
    session.commit()
    response = client.post("/join", data={**JOINING, "step": "4"})
    assert "mailbox" in response.text
    with database.read() as reading:
        assert reading.scalars(select(Company)).all() == []
        assert reading.scalars(select(OutboxMessage.template)).one() == "known"


def test_what_was_typed_is_kept_when_something_is_wrong(client):
    response = client.post("/join", data={**JOINING, "step": "3", "password": "short"})
    assert response.status_code == 422
    assert "HTX Gừng Đăk Hà" in response.text
    assert "at least 10 characters" in response.text


@pytest.fixture
def firm(session):
    company = factories.make_company(session, trading_name="Măng Đen Farm")
    session.commit()
    return company


WHAT = {"step": "1", "language": "vi", "name": "Bột gừng sấy khô", "description": "Gừng sẻ, sấy lạnh.", "partnership_kind": "trade",
        "hs_code": "0910.12", "form": "powder"}  # fmt: skip
HOW_MUCH = {"step": "2", "unit": "t", "capacity": "1,200.5", "moq": "2", "months": ["1", "2"]}
PRICE = {
    "step": "3",
    "price": "4.5",
    "currency": "USD",
    "incoterm": "FOB",
    "incoterm_place": "Quy Nhơn",
    "markets_wanted": ["IN", "KR"],
}


def test_an_offer_in_three_steps(client, firm, database):
    client.sign_in(factories.owner_of(firm))
    assert client.get("/company/offers/new").status_code == 200
    assert (
        client.post("/company/offers/new", data={**WHAT, "go": "next"}).headers["Location"].endswith("step=2")
    )
    assert client.get("/company/offers/new?step=2").status_code == 200
    client.post("/company/offers/new", data={**HOW_MUCH, "go": "next"})
    done = client.post("/company/offers/new", data={**PRICE, "go": "save"})
    assert done.headers["Location"] == "/offers/bot-gung-say-kho"
    assert "Bột gừng sấy khô" in client.get("/offers/bot-gung-say-kho").text
    with database.read() as session:
        offer = session.scalars(select(Offer)).one()
        assert (offer.hs_code, float(offer.capacity), offer.months, offer.group) == (
            "091012",
            1200.5,
            [1, 2],
            "spices",
        )
        assert offer.markets_wanted == ["IN", "KR"]
        assert session.scalars(select(Draft)).all() == []
        assert session.scalars(select(Job.name)).all() == ["matching.refresh"]


def test_a_draft_outlives_the_browser(app, client, firm):
    client.sign_in(factories.owner_of(firm))
    assert client.post("/company/offers/new", data={**WHAT, "go": "keep"}).status_code == 204
    other = app.test_client()
    other.sign_in(factories.owner_of(firm))
    assert "Gừng sẻ, sấy lạnh." in other.get("/company/offers/new").text


def test_a_wrong_number_is_said_beside_its_field_and_kept(client, firm):
    client.sign_in(factories.owner_of(firm))
    response = client.post("/company/offers/new", data={**HOW_MUCH, "capacity": "many", "go": "next"})
    assert response.status_code == 422
    assert 'value="many"' in response.text
    assert "This is not a number" in response.text


def test_the_second_of_two_savers_is_told(client, session, firm):
    offer = factories.make_offer(session, firm)
    session.commit()
    client.sign_in(factories.owner_of(firm))
    first = client.post(
        f"/offers/{offer.slug}/edit", data={**WHAT, "name": "First", "version": "1", "go": "save"}
    )
    assert first.status_code == 302
    second = client.post(
        f"/offers/{offer.slug}/edit", data={**WHAT, "name": "Second", "version": "1", "go": "save"}
    )
    assert second.status_code == 422
    assert "Somebody else changed this" in second.text
    assert 'value="Second"' in second.text


def test_others_cannot_edit(client, session, firm):
    offer = factories.make_offer(session, firm)
    stranger = factories.owner_of(factories.make_buyer(session))
    session.commit()
    assert client.get(f"/offers/{offer.slug}/edit").status_code == 302
    client.sign_in(stranger)
    for path in (
        f"/offers/{offer.slug}/edit",
        f"/companies/{firm.slug}/edit",
        f"/offers/{offer.slug}/photos",
    ):
        assert client.get(path).status_code == 404
    assert client.post(f"/offers/{offer.slug}/state", data={"state": "archived"}).status_code == 404
    assert client.post(f"/companies/{firm.slug}/verify").status_code == 403


def picture(size=(2400, 1200), kind="PNG"):
    stream = io.BytesIO()
    Image.new("RGB", size, "green").save(stream, kind)
    return stream.getvalue()


def test_photos_are_checked_by_content_and_made_small(client, session, firm, database):
    offer = factories.make_offer(session, firm)
    session.commit()
    client.sign_in(factories.owner_of(firm))
    address = f"/offers/{offer.slug}/photos"
    refused = client.post(address, data={"photo": (io.BytesIO(b"<script>"), "x.jpg")})
    assert refused.status_code == 422
    assert "not a picture" in refused.text
    assert client.post(address, data={"photo": (io.BytesIO(picture()), "x.exe")}).status_code == 302
    with database.read() as reading:
        file_id = reading.scalars(select(Photo.file_id)).one()
    shown = client.get(f"/files/{file_id}")
    assert shown.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(shown.data)).size == (1600, 800)


def test_certificates_with_their_paper(client, session, firm, database):
    factories.make_offer(session, firm)
    session.commit()
    client.sign_in(factories.owner_of(firm))
    values = {"kind": "haccp", "number": "H-1", "expires_on": "2030-01-31"}
    wrong = client.post(
        "/company/certificates", data={**values, "file": (io.BytesIO(b"MZ program"), "a.pdf")}
    )
    assert wrong.status_code == 422
    assert 'value="H-1"' in wrong.text
    assert (
        client.post(
            "/company/certificates", data={**values, "file": (io.BytesIO(b"%PDF-1.7 x"), "a.pdf")}
        ).status_code
        == 302
    )
    with database.read() as reading:
        certificate = reading.scalars(select(Certificate)).one()
        assert [offer.certificates[0].kind for offer in reading.scalars(select(Offer))] == ["haccp"]
    stranger = client.application.test_client()
    assert stranger.get(f"/files/{certificate.file_id}").status_code == 200


def test_contacts_are_closed_until_both_are_interested(client, session, firm):
    person = factories.owner_of(firm)
    person.phone = "0905 123 456"
    offer = factories.make_offer(session, firm)
    need = factories.make_need(session)
    proposal = factories.make_proposal(session, offer, need)
    session.commit()
    client.sign_in(factories.owner_of(need.company))
    assert "0905 123 456" not in client.get(f"/companies/{firm.slug}").text
    proposal.mutual_at = factories.NOW
    session.commit()
    assert "0905 123 456" in client.get(f"/companies/{firm.slug}").text


def test_a_twelve_digit_tax_code_is_never_public(client, session):
    household = factories.make_company(session, tax_code="079123456789")
    firm = factories.make_company(session, tax_code="6101234567")
    session.commit()
    assert "079123456789" not in client.get(f"/companies/{household.slug}").text
    assert "6101234567" in client.get(f"/companies/{firm.slug}").text


def test_search_forgives_accents_and_typing_errors_and_knows_former_provinces(client, session):
    firm = factories.make_company(
        session, trading_name="Ngọc Linh Xanh", province="quang-ngai", former_province="kon-tum"
    )
    from matchmaker.companies.operations import refresh_search_text

    refresh_search_text(firm)
    factories.make_offer(session, firm, name={"vi": "Sâm dây"}, search_text="sam day")
    session.commit()
    for words in ("ngoc linh", "Ngọc Lnh", "kon tum", "quảng ngãi", "SÂM DÂY"):
        assert "Ngọc Linh Xanh" in client.get("/companies", query_string={"q": words}).text, words
    assert "Nothing found" in client.get("/companies?q=zzzzqqq").text
    assert "Sâm dây" in client.get("/products?q=sam+day&province=kon-tum").text


def test_officers_vouch_and_register_for_those_without_mail(client, session, firm, database):
    officer = factories.make_officer(session)
    session.commit()
    client.sign_in(officer)
    assert firm.slug in client.get("/companies/manage").text
    client.post(f"/companies/{firm.slug}/verify")
    assert "Verified" in client.get(f"/companies/{firm.slug}").text
    made = client.post("/companies/new", data={"legal_name": "Hộ A Lăng", "side": "exporter", "kind": "household", "country": "VN",
                                               "province": "quang-ngai/kon-tum", "name": "A Lăng", "tax_code": "062123456789"})  # fmt: skip
    assert made.status_code == 302
    with database.read() as reading:
        user = reading.scalars(select(User).where(User.name == "A Lăng")).one()
    page = client.post(f"/companies/ho-a-lang/people/{user.id}/link").text
    token = page.split("/link/")[1].split('"')[0]
    phone = client.application.test_client()
    phone.in_language("en")
    assert phone.get(f"/link/{token}").status_code == 200
    assert phone.post(f"/link/{token}").status_code == 302
    assert "A Lăng" in phone.get("/").text
    assert phone.post(f"/link/{token}").status_code == 422


def test_shortlist_and_comparison(client, session):
    offers = [factories.make_offer(session, moq=moq, unit=unit) for moq, unit in ((1, "t"), (500, "kg"))]
    buyer = factories.make_buyer(session)
    session.commit()
    client.sign_in(factories.owner_of(buyer))
    for offer in offers:
        client.post(f"/offers/{offer.slug}/shortlist")
    assert client.get("/shortlist").text.count('name="offer"') == 2
    page = client.get("/compare", query_string={"offer": [offer.slug for offer in offers]}).text
    assert "0.5 tonnes" in page


def test_two_people_saving_a_profile(client, session, firm):
    client.sign_in(factories.owner_of(firm))
    page = client.get(f"/companies/{firm.slug}/edit").text
    assert 'name="version" value="1"' in page
    values = {
        "legal_name": "Tên mới",
        "kind": "producer",
        "country": "VN",
        "place": "gia-lai",
        "version": "1",
    }
    assert client.post(f"/companies/{firm.slug}/edit", data=values).status_code == 302
    again = client.post(f"/companies/{firm.slug}/edit", data={**values, "legal_name": "Tên khác"})
    assert again.status_code == 422
    assert "Tên khác" in again.text
