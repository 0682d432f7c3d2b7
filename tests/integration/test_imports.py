"""Officers' sheets as they are: titles on top, headings in Vietnamese, ; or , and a byte-order mark, twins and bad cells."""

import io

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from matchmaker.catalogue.models import Need, Offer
from matchmaker.companies.models import Company
from matchmaker.errors import Invalid
from matchmaker.stewardship.models import SpreadsheetImport
from matchmaker.stewardship.sheets import read_sheet, template
from matchmaker.stewardship.twins import core_name
from tests import factories
from workers.embedded import drain

CSV = """\ufeffDANH SÁCH DOANH NGHIỆP THAM GIA;;;;
TT;Tên đơn vị;MST;Tỉnh;Sản phẩm chính
1;HTX Gừng Ngọc Réo;6101000001;Kon Tum;Gừng tươi
2;CÔNG TY TNHH GIA VỊ Á CHÂU;6101000002;Gia Lai;Tiêu đen
3;;6101000003;Gia Lai;Không tên
4;Cty Sai Tỉnh;12;Xứ Lạ;Cà phê
""".encode()


def workbook(rows):
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_sheet_with_titles_and_vietnamese_headings_is_read():
    rows = read_sheet(CSV)
    assert [row.line for row in rows] == [3, 4, 5, 6]
    assert rows[0].values["place"] == "quang-ngai/kon-tum"
    assert rows[2].problems == {"legal_name": "required"}
    assert rows[3].problems == {"tax_code": "tax_code", "place": "province"}
    comma = CSV.decode("utf-8-sig").replace(";", ",").encode()
    assert [row.values for row in read_sheet(comma)] == [row.values for row in rows]
    sheet = workbook(
        [
            ["Danh sách", None, None, None],
            [],
            ["Company name", "Tax code", "Country", "Product"],
            ["Malabar", "X12345", "Ấn Độ", "Ginger"],
        ]
    )
    assert read_sheet(sheet)[0].values["country"] == "IN"


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04 broken", "chỉ có chữ".encode(), b"a;b\n1;2"]
)
def test_what_is_no_sheet_is_refused_in_words(content):
    with pytest.raises(Invalid):
        read_sheet(content)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_template_can_be_read_back(locale):
    assert read_sheet(template(locale))[0].problems == {}


def test_names_meet_without_legal_form_and_accents():
    assert (
        core_name("CÔNG TY TNHH MTV Gia vị Á Châu") == core_name("Gia Vi A Chau Co., Ltd") == "gia vi a chau"
    )
    assert core_name("Công ty TNHH") != ""


@pytest.fixture
def officer(session):
    found = factories.make_officer(session)
    factories.make_company(session, legal_name="Gia vị Á Châu Co., Ltd", tax_code=None)
    session.commit()
    return found


def sent(app, client, content, name="danh sach.csv"):
    response = client.post("/imports", data={"file": (io.BytesIO(content), name)})
    drain(app)
    return response.headers["Location"]


def test_a_sheet_is_reviewed_then_applied_and_the_same_again_creates_nothing(app, client, database, officer):
    client.sign_in(officer)
    address = sent(app, client, CSV)
    page = client.get(address).text
    assert "is missing" in page
    assert "is no province we know" in page
    assert "a name much alike" in page
    client.post(address, data={"row-4": "merge", "go": "apply"})
    drain(app)
    assert "1 companies new, 1 merged, 2 skipped" in client.get(address).text
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Company)) == 2
        assert (
            session.scalars(select(Company.tax_code).where(Company.legal_name.contains("Co., Ltd"))).one()
            == "6101000002"
        )
        assert session.scalar(select(func.count()).select_from(Offer)) == 2
    again = sent(app, client, CSV)
    client.post(again, data={"go": "apply"})
    drain(app)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Company)) == 2
        assert session.scalar(select(func.count()).select_from(Offer)) == 2
        assert session.scalar(select(func.count()).select_from(Need)) == 0


def test_a_failure_in_the_middle_changes_nothing(app, client, database, officer):
    client.sign_in(officer)
    twice = b"Company name;Tax code\nOne;A123456\nTwo;B123456\n"
    address = sent(app, client, twice)
    with database.begin() as session:
        factories.make_company(session, legal_name="Quicker", tax_code="B123456")  # meanwhile
    client.post(address, data={"row-2": "new", "row-3": "new", "go": "apply"})
    drain(app)
    page = client.get(address).text
    assert "Nothing was changed" in page
    with database.read() as session:
        assert session.scalar(select(func.count()).where(Company.legal_name.in_(["One", "Two"]))) == 0


def test_a_file_that_is_no_sheet_says_so_and_other_offices_keep_out(app, client, database, session, officer):
    client.sign_in(officer)
    assert client.post("/imports", data={}).status_code == 422
    address = sent(app, client, b"\x89PNG\r\n\x1a\n\x00\x00", "photo.png")
    assert "neither an Excel sheet" in client.get(address).text
    stranger = factories.make_officer(session)
    session.commit()
    client.sign_in(stranger)
    assert client.get(address).status_code == 404
    client.sign_in(factories.make_user(session))
    session.commit()
    assert client.get("/imports").status_code in {302, 403}
    with database.read() as reading:
        assert reading.scalars(select(SpreadsheetImport.state)).all() == ["failed"]


def test_two_thousand_rows(app, client, database, officer):
    client.sign_in(officer)
    lines = ["Company name;Tax code;Province;Product"] + [
        f"HTX Thử {n} {n * 7919 % 9973};61{n:08d};Gia Lai;Gừng {n}" for n in range(2000)
    ]
    address = sent(app, client, "\n".join(lines).encode())
    client.post(address, data={"go": "apply"})
    with database.read() as session:
        state = session.scalars(select(SpreadsheetImport.state)).one()
        assert state == "applying"
    from matchmaker.jobs.models import Job
    from workers.runner import make_owner, run_next

    with database.read() as session:
        job = session.scalars(select(Job.id).where(Job.name == "stewardship.apply")).one()
    assert run_next(app, make_owner(), job)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Company)) == 2001
