"""What a newcomer meets first: joining with mistakes, numbers as they are typed, a new password, partners not wanted."""

import io
import struct
import zlib
from decimal import Decimal

import pytest
from sqlalchemy import select

from matchmaker import clock
from matchmaker.catalogue.models import Offer
from matchmaker.companies.models import Company
from matchmaker.i18n.formatting import quantity
from matchmaker.jobs.models import Job
from matchmaker.matching.grouping import likely_group
from matchmaker.notices.models import Notice, OutboxMessage
from matchmaker.notices.rendering import render_mail
from tests import factories
from workers.catalogue import look_at_searches
from workers.context import Context


@pytest.fixture
def firm(session):
    company = factories.make_company(session)
    session.commit()
    return company


def test_joining_speaks_only_of_what_was_asked(client):
    empty = client.post("/join", data={"side": "buyer", "step": "2"})
    assert empty.status_code == 422
    assert 'href="#legal_name"' in empty.text
    assert 'href="#country"' in empty.text  # a buyer's country is not guessed
    assert 'href="#email"' not in empty.text
    both = client.post("/join", data={"side": "buyer", "legal_name": "X", "kind": "importer", "country": "KR", "step": "3",
                                      "name": "Kim", "email": "bad", "password": "short"})  # fmt: skip
    assert 'href="#email"' in both.text
    assert 'href="#password"' in both.text


def test_a_new_password_by_mail_signs_in_and_works_once(app, client, session, firm, database):
    person = factories.owner_of(firm)
    client.sign_in(person)
    stranger = app.test_client()
    stranger.in_language("en")
    assert stranger.post("/forgot", data={"email": person.email}).status_code == 200
    with database.read() as reading:
        message = reading.scalars(select(OutboxMessage)).one()
        mail = render_mail(app, message, stamp=person.session_stamp)
    link = "/reset/" + mail.body.split("/reset/")[1].split()[0]
    phone = app.test_client()  # its language is the browser's: none was chosen
    assert phone.get(link).status_code == 200
    assert phone.post(link, data={"password": "short"}).status_code == 422
    changed = phone.post(link, data={"password": "ba con voi xanh"}, follow_redirects=True)
    assert changed.status_code == 200
    assert person.name in changed.text
    assert phone.get(link).status_code == 422
    assert client.get("/settings").status_code == 302  # whoever was signed in elsewhere is so no longer


def test_numbers_arrive_as_typed_and_come_back_in_the_form(client, session, firm, database):
    offer = factories.make_offer(session, firm, capacity=Decimal("12.5"))
    session.commit()
    client.sign_in(factories.owner_of(firm))
    client.in_language("vi")
    page = client.get(f"/offers/{offer.slug}/edit?step=2").text
    assert 'type="number"' not in page  # a browser empties it where the server writes 12,5
    assert 'value="12,5"' in page
    wrong = client.post(f"/offers/{offer.slug}/edit",
                        data={"step": "2", "unit": "t", "capacity": "nhiều", "shelf_life": "lâu", "go": "next"}).text  # fmt: skip
    assert 'value="nhiều"' in wrong
    assert 'value="lâu"' in wrong
    assert wrong.count('class="error"') == 2
    assert "Số phải từ 0" not in wrong  # one complaint a field


def pixels(width, height):
    """The head of a PNG of this size: all that is read before it is refused."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = (
        struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) for body in (head, data)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_picture_with_too_many_pixels_is_refused_as_such(client, session, firm):
    offer = factories.make_offer(session, firm)
    session.commit()
    client.sign_in(factories.owner_of(firm))
    png = pixels(20_000, 20_000)
    refused = client.post(
        f"/offers/{offer.slug}/photos", data={"photo": (io.BytesIO(png), "a.png"), "caption": "Củ"}
    )
    assert refused.status_code == 422
    assert "too many pixels" in refused.text
    assert 'value="Củ"' in refused.text
    large = client.post(f"/offers/{offer.slug}/photos", data={"photo": (io.BytesIO(bytes(14 << 20)), "a.jpg"), "caption": "Củ"})  # fmt: skip
    large.request.environ["wsgi.input"].close()  # the test client writes so large a body into a file
    assert "larger than 10 MB" in large.text
    assert 'value="Củ"' in large.text


def test_a_company_not_wanted_is_proposed_no_longer(client, session, firm, database):
    factories.make_offer(session, firm)
    other, hidden = factories.make_buyer(session), factories.make_buyer(session, published=False)
    session.commit()
    address = f"/companies/{other.slug}/wanted"
    assert client.post(address, data={"wanted": "no"}).status_code == 302
    client.sign_in(factories.owner_of(firm))
    assert client.post(f"/companies/{firm.slug}/wanted").status_code == 404
    assert client.post(f"/companies/{hidden.slug}/wanted").status_code == 404
    for _twice in range(2):
        client.post(address, data={"wanted": "no"})
    with database.read() as reading:
        assert reading.get_one(Company, firm.id).excluded_companies == [other.id]
        assert reading.scalars(select(Job.name)).all() == ["matching.refresh"]
    assert other.name in client.get("/company").text
    assert "Not wanted as a partner" in client.get(f"/companies/{other.slug}").text
    client.post(address, data={"wanted": "yes"})
    with database.read() as reading:
        assert reading.get_one(Company, firm.id).excluded_companies == []


def test_a_changed_profile_is_matched_anew(client, session, firm, database):
    factories.make_offer(session, firm)
    session.commit()
    client.sign_in(factories.owner_of(firm))
    values = {
        "legal_name": firm.legal_name,
        "kind": "producer",
        "country": "VN",
        "version": "1",
        "languages": ["vi", "en"],
    }
    assert client.post(f"/companies/{firm.slug}/edit", data=values).status_code == 302
    with database.read() as reading:
        assert "matching.refresh" in reading.scalars(select(Job.name)).all()


def test_the_group_comes_from_the_name_where_there_is_no_code(client, firm, database):
    client.sign_in(factories.owner_of(firm))
    client.post(
        "/company/offers/new",
        data={
            "step": "1",
            "language": "vi",
            "name": "Bot nghe rung",
            "partnership_kind": "trade",
            "go": "save",
        },
    )
    with database.read() as reading:
        assert reading.scalars(select(Offer.group)).one() == "spices"
    assert likely_group("400122", "Tinh bột nghệ") == "rubber_wood"
    assert likely_group(None, "gừng và sách") == "other"  # two products of two groups
    assert likely_group(None, "xyzzy") == "other"


def test_one_tonne_is_not_tonnes():
    assert [quantity(Decimal(n), "t", "en") for n in (1, 2)] == ["1 tonne", "2 tonnes"]
    assert quantity(Decimal(1), "t", "vi") == "1 tấn"


def test_a_kept_search_tells_once_of_what_is_new(app, client, session, firm, database):
    buyer = factories.make_buyer(session)
    factories.make_offer(session, firm, group="spices", created_at=factories.NOW)
    session.commit()
    client.sign_in(factories.owner_of(buyer))
    assert client.post("/searches", data={"group": "spices", "country": "VN", "q": "gừng"}).status_code == 302
    assert "gừng · Spices · Vietnam" in client.get("/products").text
    context = Context(app, 0)
    assert look_at_searches(context) == {"told": 0}  # what was there already is not new
    for group in ("spices", "fruit"):
        factories.make_offer(session, firm, group=group, created_at=clock.now(), updated_at=clock.now())
    session.commit()
    assert look_at_searches(context) == {"told": 1}
    assert look_at_searches(context) == {"told": 0}
    with database.read() as reading:
        notice = reading.scalars(select(Notice)).one()
        assert (notice.user_id, notice.kind, notice.path) == (
            factories.owner_of(buyer).id,
            "saved_search",
            "/products?group=spices&country=VN&q=g%E1%BB%ABng",
        )
