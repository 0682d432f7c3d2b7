"""A delegation comes into an event from a sheet, all or nothing, and the table of people goes out and back."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.companies.models import Company
from matchmaker.events.models import Delegation, Participation, Question, QuestionAnswer
from matchmaker.stewardship.models import SpreadsheetImport
from tests import factories
from tests.integration.test_imports import workbook
from workers.embedded import drain

HEADINGS = [
    "Họ tên",
    "Chức vụ",
    "Tên doanh nghiệp",
    "Quốc gia",
    "Ngôn ngữ",
    "Điện thoại",
    "Thư điện tử",
    "Có cần phiên dịch?",
]
MEMBERS = [
    ["Asha", "Director", "Nilgiri Traders Pvt Ltd", "", "English, Tiếng Hindi", "+91 484 111 2222", "asha@nilgiri.example", "Có"],
    ["Ravi", "Buyer", "Nilgiri Traders", "", "English", "+91 484 111 2222", "ravi@nilgiri.example", ""],
    ["Meera", "Owner", "Deccan Spices", "Ấn Độ", "", "", "", "yes"],
]  # fmt: skip


@pytest.fixture
def event(session):
    event = factories.make_event(session)
    session.add(Question(event_id=event.id, position=1, kind="choice", label={"vi": "Có cần phiên dịch?", "en": "Interpreter?"},
                         options=[{"vi": "Không", "en": "No"}, {"vi": "Có", "en": "Yes"}]))  # fmt: skip
    session.flush()
    return event


@pytest.fixture
def user(session, event):
    return factories.make_officer(session, session.get_one(factories.Office, event.office_id))


def upload(client, event, rows, **facts):
    form = {
        "name": "Kerala 2027",
        "country": "IN",
        "arrives_on": "2027-03-14",
        "leaves_on": "2027-03-17",
        "leader": "Asha",
    }
    sheet = workbook([["DANH SÁCH ĐOÀN"], HEADINGS, *rows])
    return client.post(
        f"/events/{event.slug}/people/import",
        data={**form, **facts, "file": (io.BytesIO(sheet), "doan.xlsx")},
    )


def counts(database):
    with database.read() as session:
        models = (Company, User, Participation, Delegation, QuestionAnswer)
        return [session.scalar(select(func.count()).select_from(model)) for model in models]


def test_a_delegation_comes_and_the_same_sheet_twice_adds_nothing(
    app, client, session, database, event, user
):
    session.commit()
    client.sign_in(user)
    path = upload(client, event, MEMBERS).headers["Location"]
    drain(app)
    page = client.get(path).text
    assert "Known company" in page
    assert "row 3 above" in page
    done = client.post(path, data={"go": "apply"})
    assert done.status_code == 302
    drain(app)
    assert "3 people take part now" in client.get(path).text
    with database.read() as reading:
        delegation = reading.scalars(select(Delegation)).one()
        people = reading.scalars(select(Participation).order_by(Participation.id)).all()
        assert (delegation.country, delegation.arrives_on, delegation.leader) == (
            "IN",
            date(2027, 3, 14),
            "Asha",
        )
        assert [(row.person_name, row.representative, row.side) for row in people] == [
            ("Asha", 1, "buyer"), ("Ravi", 2, "buyer"), ("Meera", 1, "buyer"),
        ]  # fmt: skip
        assert {row.delegation_id for row in people} == {delegation.id}
        assert people[0].user.job_title == "Director"
        assert people[0].company.languages == ["en", "hi"]
        assert sorted(reading.scalars(select(QuestionAnswer.text))) == ["1", "1"]
    before = counts(database)
    again = upload(client, event, MEMBERS).headers["Location"]
    drain(app)
    client.post(again, data={"go": "apply"})
    drain(app)
    assert "0 people take part now, 3 were there already" in client.get(again).text
    assert counts(database) == before

    table = client.get(f"/events/{event.slug}/people.xlsx?q=nilgiri")
    rows = list(load_workbook(io.BytesIO(table.data)).active.iter_rows(values_only=True))
    assert len(rows) == 3
    assert "Interpreter?" in rows[0]
    assert "Yes" in rows[1]
    back = client.post(
        f"/events/{event.slug}/people/import", data={"file": (io.BytesIO(table.data), "back.xlsx")}
    )
    drain(app)
    client.post(back.headers["Location"], data={"go": "apply"})
    drain(app)
    assert "0 people take part now, 2 were there already" in client.get(back.headers["Location"]).text
    assert counts(database) == before


def test_bad_cells_stand_beside_their_problem(app, client, session, database, event, user):
    other = factories.make_officer(session)
    address = other.email
    session.commit()
    client.sign_in(user)
    bad = [
        ["", "x", "Firm", "Ấn Độ", "", "", "", ""],
        ["Klaus", "", "Firm", "Xứ Lạ", "Klingon", "12", "not-an-address", "Maybe"],
        ["Officer", "", "Firm B", "", "", "", address, ""],
        ["Asha", "", "Nilgiri", "", "", "", "", ""],
        ["asha", "", "NILGIRI", "", "", "", "", ""],
    ]
    path = upload(client, event, bad).headers["Location"]
    drain(app)
    page = client.get(path).text
    for words in (
        "is missing",
        "is no country",
        "is no language",
        "is none of the choices",
        "an account that is no company",
        "sheet twice",
    ):
        assert words in page, words
    with database.read() as reading:
        rows = reading.scalars(select(SpreadsheetImport)).one().rows
    assert [row["decision"] for row in rows] == ["skip", "skip", "skip", "new", "skip"]
    assert upload(client, event, MEMBERS, leaves_on="2027-03-01").status_code == 422
    assert client.post(f"/events/{event.slug}/people/import", data={"name": "X"}).status_code == 422


def test_all_or_nothing(app, client, session, database, event, user):
    session.commit()
    client.sign_in(user)
    path = upload(client, event, MEMBERS).headers["Location"]
    drain(app)
    with database.begin() as writing:  # meanwhile somebody else joins with the address of the last but one
        company = factories.make_company(writing)
        factories.owner_of(company).email = "ravi@nilgiri.example"
    before = counts(database)
    client.post(path, data={"go": "apply"})
    drain(app)
    page = client.get(path).text
    assert "Nothing was changed" in page
    assert "Row 4:" in page
    assert counts(database) == before


def test_others_see_nothing(client, session, event, user):
    stranger, member = factories.make_officer(session), factories.owner_of(factories.make_company(session))
    session.commit()
    for who, status in ((stranger, 404), (member, 403)):
        client.sign_in(who)
        for path in ("people/import", "people.xlsx", "people/template.xlsx"):
            assert client.get(f"/events/{event.slug}/{path}").status_code == status
