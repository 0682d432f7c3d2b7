"""Papers: what they say, for whom, in which language, and what nobody can smuggle into them."""

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from matchmaker.accounts.enums import Purpose
from matchmaker.accounts.models import Consent
from matchmaker.events.models import Interpreter, PlenarySession
from matchmaker.meetings.models import ScheduleVersion
from matchmaker.papers import fonts, typesetting, views
from tests import factories
from workers.embedded import drain

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
MARKUP = '#eval("1+1") *bold* $x^2$ #sys.inputs @ref [x] </text> "quoted" \\'


def said(response) -> str:
    """All text of a PDF in one line; raises where it is none."""
    assert response.status_code == 200, response.text[:200]
    assert response.mimetype == "application/pdf"
    pages = PdfReader(io.BytesIO(response.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


@pytest.fixture
def fair(session):
    """An event with a firm, a Korean buyer who speaks no English, an interpreter, one meeting, and an idle buyer."""
    officer = factories.make_officer(session)
    event = factories.make_event(session, officer.office)
    firm = factories.make_company(session, trading_name="HTX Gừng Sẻ Đăk Hà")
    buyer = factories.make_buyer(session, trading_name="한국생강무역", country="KR", languages=["ko"])
    idle = factories.make_buyer(session, trading_name="Idle Imports")
    people = [factories.make_participation(session, event, one) for one in (firm, buyer, idle)]
    proposal = factories.make_proposal(
        session, factories.make_offer(session, firm), factories.make_need(session, buyer)
    )
    request = factories.make_request(session, people[0], people[1], proposal_id=proposal.id)
    interpreter = Interpreter(event_id=event.id, name="Phạm Thị Yến", languages=["vi", "ko"])
    session.add(interpreter)
    session.flush()
    factories.make_schedule(
        session, event, {"a": people[0], "b": people[1], "slot": 2, "table": 1, "request_id": request.id,
                         "interpreter_id": interpreter.id},
    )  # fmt: skip
    made = {"officer": officer, "event": event, "people": people, "firm": firm, "buyer": buyer, "idle": idle,
            "address": f"/events/{event.slug}"}  # fmt: skip
    session.commit()
    return made


def test_agendas_are_in_each_persons_language(client, fair):
    client.sign_in(fair["officer"])
    text = said(client.get(f"{fair['address']}/papers/agendas.pdf"))
    assert "Lịch gặp" in text  # the firm's
    assert "09:00–09:25" in text
    assert "상담 일정" in text  # the buyer's
    assert "통역: Phạm Thị Yến" in text
    assert "Bột gừng sấy khô" in text  # what both meet on
    assert "No meetings" in text  # the idle buyer's
    in_lao = said(client.get(f"{fair['address']}/papers/agendas.pdf?language=lo"))
    assert "상담 일정" not in in_lao


def test_every_kind_and_all_of_them(client, fair):
    client.sign_in(fair["officer"])
    page = client.get(f"{fair['address']}/papers").text
    assert "Print all" in page
    expected = {
        "tables": ["HTX Gừng Sẻ Đăk Hà", "한국생강무역", "Phạm Thị Yến"],
        "badges": [one.badge_code for one in fair["people"]],
        "participants": ["List of participants (3)", "Idle Imports"],
        "catalogue": ["Supplier (1)", "Buyer (2)", "Bột gừng sấy khô"],
        "interpreters": ["Lịch phiên dịch", "Phạm Thị Yến", "09:00–09:25"],
    }
    for kind, texts in expected.items():
        text = said(client.get(f"{fair['address']}/papers/{kind}.pdf"))
        assert [one for one in texts if one not in text] == [], kind
        picture = client.get(f"{fair['address']}/papers/{kind}.png")
        assert picture.data.startswith(b"\x89PNG")
    whole = said(client.get(f"{fair['address']}/papers/all.pdf"))
    assert all(one in whole for texts in expected.values() for one in texts)


def test_contacts_are_printed_only_with_consent(client, session, fair):
    client.sign_in(fair["officer"])
    user = factories.owner_of(fair["firm"])
    address = f"{fair['address']}/papers/catalogue.pdf"
    text = said(client.get(address))
    assert user.name not in text
    assert user.email not in text
    for purpose in (Purpose.DIRECTORY, Purpose.RECIPIENTS_ABROAD):
        session.add(
            Consent(user_id=user.id, purpose=purpose, wording="", locale="vi", granted_at=factories.NOW)
        )
    session.commit()
    text = said(client.get(address))
    assert user.name in text
    assert user.email in text.replace(" ", "")


def test_texts_of_people_are_never_evaluated(client, session, fair):
    fair["firm"].trading_name = MARKUP
    fair["buyer"].trading_name = LONG
    session.commit()
    client.sign_in(fair["officer"])
    text = said(client.get(f"{fair['address']}/papers/all.pdf?language=en"))
    assert MARKUP.replace(" ", "") in text.replace(" ", "")
    assert LONG in text.replace(" ", "")


@pytest.mark.parametrize("language", ["vi", "lo", "zh", "ja"])
def test_long_names_without_spaces_are_broken(client, session, fair, language):
    name = "ក្រុមហ៊ុនកសិឧស្សាហកម្មរតនគិរីនាំចេញនាំចូលឯកជនទទួលខុសត្រូវមានកម្រិតបានលុង"
    fair["firm"].trading_name = name
    session.commit()
    client.sign_in(fair["officer"])
    response = client.get(f"{fair['address']}/papers/catalogue.pdf?language={language}")
    heights: list[float] = []

    def look(text, matrix, place, *_font):
        if re.search("[\u1780-\u17ff]", text):
            heights.append(matrix[5] + matrix[3] * place[5])

    PdfReader(io.BytesIO(response.data)).pages[0].extract_text(visitor_text=look)
    assert max(heights) - min(heights) > 10, "one line, which runs out of its column"


def test_one_persons_papers(client, fair):
    client.sign_in(fair["officer"])
    text = said(client.get(f"{fair['address']}/people/{fair['people'][1].id}/papers.pdf"))
    assert "상담 일정" in text
    assert fair["people"][1].badge_code in text
    assert fair["people"][0].badge_code not in text
    client.sign_in(factories.owner_of(fair["firm"]))
    own = said(client.get(f"{fair['address']}/agenda.pdf"))
    assert "한국생강무역" in own
    assert "Idle Imports" not in own


def test_several_come_for_one_company(client, session, fair):
    event, firm = fair["event"], fair["firm"]
    factories.make_participation(session, event, firm, representative=2, user_id=None, person="Đinh Văn Sơn")
    session.commit()
    client.sign_in(factories.owner_of(firm))
    both = said(client.get(f"{fair['address']}/company-agenda.pdf"))
    assert "Đinh Văn Sơn" in both
    assert factories.owner_of(firm).name in both
    assert "Đinh Văn Sơn" not in said(client.get(f"{fair['address']}/agenda.pdf"))
    client.sign_in(fair["officer"])
    assert said(client.get(f"{fair['address']}/papers/catalogue.pdf")).count("HTX Gừng Sẻ Đăk Hà") == 1


def test_one_interpreters_roster(client, session, fair):
    user = factories.make_user(session, role="interpreter", office_id=fair["event"].office_id)
    interpreter = session.scalars(select(Interpreter)).one()
    interpreter.user_id = user.id
    idle = Interpreter(event_id=fair["event"].id, name="Idle", languages=["th", "en"])
    session.add(idle)
    session.commit()
    client.sign_in(user)
    own = said(client.get(f"{fair['address']}/interpreting.pdf"))
    assert "한국생강무역" in own
    assert "Idle" not in own
    assert client.get(f"{fair['address']}/interpreters/{idle.id}/roster.pdf").status_code == 403
    client.sign_in(fair["officer"])
    assert client.get(f"{fair['address']}/interpreting.pdf").status_code == 403
    theirs = said(client.get(f"{fair['address']}/interpreters/{idle.id}/roster.pdf"))
    assert "No meetings" in theirs
    assert client.get(f"{fair['address']}/interpreters/999/roster.pdf").status_code == 404


def test_the_programme_and_what_is_provisional_stand_on_agendas(client, session, fair):
    event = fair["event"]
    begins = event.slots[0].starts_at - timedelta(hours=1)
    session.add(PlenarySession(event_id=event.id, title={"vi": "Khai mạc", "en": "Opening"}, place="Hội trường lớn",
                               starts_at=begins, ends_at=begins + timedelta(minutes=30)))  # fmt: skip
    session.get_one(ScheduleVersion, event.published_schedule_id).publication = "provisional"
    session.commit()
    client.sign_in(factories.owner_of(fair["firm"]))
    own = said(client.get(f"{fair['address']}/agenda.pdf"))
    assert "07:00–07:30" in own
    assert "Khai mạc · Hội trường lớn" in own
    assert "Tạm thời: giờ và bàn còn có thể thay đổi" in own
    assert "Provisional" in said(client.get(f"{fair['address']}/agenda.pdf?language=en"))


def test_papers_are_the_offices_own(client, session, fair):
    addresses = [f"{fair['address']}/papers", f"{fair['address']}/papers/all.pdf", f"{fair['address']}/papers/badges.png",
                 f"{fair['address']}/people/{fair['people'][0].id}/papers.pdf"]  # fmt: skip
    stranger, other = factories.make_company(session), factories.make_officer(session)
    session.commit()
    assert client.get(addresses[0]).status_code == 302
    client.sign_in(factories.owner_of(stranger))
    assert [client.get(address).status_code for address in addresses] == [403] * 4
    assert client.get(f"{fair['address']}/agenda.pdf").status_code == 404
    client.sign_in(other)
    assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_bad_addresses_and_empty_events(client, session, fair):
    empty = factories.make_event(session, fair["officer"].office)
    session.commit()
    client.sign_in(fair["officer"])
    assert client.get(f"{fair['address']}/papers/money.pdf").status_code == 404
    assert client.get(f"{fair['address']}/papers/all.pdf?language=xx").status_code == 200
    assert client.get(f"{fair['address']}/people/999/papers.pdf").status_code == 404
    assert client.get(f"{fair['address']}/papers?print=999").status_code == 404
    assert "Nothing to print yet" in client.get(f"/events/{empty.slug}/papers").text
    assert client.get(f"/events/{empty.slug}/papers/all.pdf").status_code == 409
    assert client.get(f"/events/{empty.slug}/papers/all.png").status_code == 404


def test_before_a_publication_there_are_badges_and_lists_only(client, session, fair):
    fair["event"].published_schedule_id = None
    session.commit()
    client.sign_in(fair["officer"])
    page = client.get(f"{fair['address']}/papers").text
    assert "agendas as soon as a schedule is published" in page
    assert client.get(f"{fair['address']}/papers/agendas.pdf").status_code == 409
    whole = said(client.get(f"{fair['address']}/papers/all.pdf"))
    assert fair["people"][0].badge_code in whole
    assert "상담 일정" not in whole
    client.sign_in(factories.owner_of(fair["firm"]))
    assert "nothing to print yet" in client.get(f"{fair['address']}/agenda.pdf", follow_redirects=True).text


def test_without_fonts_the_page_names_the_package(client, fair, monkeypatch):
    monkeypatch.setattr(
        fonts, "installed", lambda: frozenset({"Noto Sans CJK KR", "Noto Sans CJK SC", "Noto Sans CJK JP"})
    )
    client.sign_in(fair["officer"])
    page = client.get(f"{fair['address']}/papers").text
    assert "lacks the fonts of fonts-noto-core." in page
    assert "Print all" not in page
    assert "fonts-noto-core" in client.get(f"{fair['address']}/papers/all.pdf").text
    client.sign_in(factories.owner_of(fair["firm"]))
    assert "fonts-noto-core" in client.get(f"{fair['address']}/agenda.pdf", follow_redirects=True).text


def test_the_worker_sets_the_papers_of_many(app, client, session, fair, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 2)
    monkeypatch.setattr(typesetting, "BATCH", 4)  # several processes, one file
    client.sign_in(fair["officer"])
    assert client.get(f"{fair['address']}/papers/all.pdf").headers["Location"] == f"{fair['address']}/papers"
    first = client.post(f"{fair['address']}/papers/all")
    again = client.post(f"{fair['address']}/papers/all")
    assert first.headers["Location"] == again.headers["Location"]  # asked for twice, made once
    assert "being set" in client.get(first.headers["Location"]).text
    job = first.headers["Location"].rpartition("=")[2]
    assert client.get(f"{fair['address']}/papers/prints/{job}.pdf").status_code == 404
    drain(app)
    assert "ready" in client.get(f"{fair['address']}/papers/prints/{job}").text
    assert "한국생강무역" in said(client.get(f"{fair['address']}/papers/prints/{job}.pdf"))
    other = factories.make_officer(session)
    theirs = factories.make_event(session, other.office)
    session.commit()
    client.sign_in(other)
    assert client.get(f"{fair['address']}/papers/prints/{job}.pdf").status_code == 404
    assert client.get(f"/events/{theirs.slug}/papers/prints/{job}.pdf").status_code == 404
