import csv
import io

import openpyxl
import pytest

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 360, "height": 780}}
WIDE = {"viewport": {"width": 1360, "height": 900}}
DARK = {"viewport": {"width": 1360, "height": 900}, "color_scheme": "dark"}
NO_SCRIPT = {"java_script_enabled": False}


def column(page, label, at):
    return page.locator(f"#{label} tbody tr").evaluate_all(
        "(rows, at) => rows.map(row => { const cell = row.cells[at].cloneNode(true);"
        "cell.querySelectorAll('[popover]').forEach(p => p.remove());"
        "return cell.textContent.trim(); })",
        at,
    )


def test_nothing_is_asked_of_the_network_and_nothing_complains(opened):
    opened.page.mouse.wheel(0, 20_000)
    opened.page.wait_for_timeout(100)
    assert opened.complaints == []
    assert opened.foreign == []


def test_a_request_that_is_tried_is_refused(opened):
    blocked = opened.page.evaluate(
        "fetch('https://example.org').then(() => 'sent').catch(() => 'refused')"
    )
    assert blocked == "refused"


def test_a_number_opens_its_sentence_and_escape_closes_it(opened):
    button = opened.page.locator("#tbl-outcomes-efficacy button.number").first
    button.focus()
    opened.page.keyboard.press("Enter")
    panel = opened.page.locator("#o-99000001-1")
    assert panel.is_visible()
    assert panel.locator("mark").inner_text() == "hazard ratio, 0.61; 95% CI, 0.40 to 0.93"
    link = panel.locator("a").get_attribute("href")
    assert link == "https://pubmed.ncbi.nlm.nih.gov/99000001/"
    opened.page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_a_number_opens_its_sentence_though_its_row_is_filtered_away(opened):
    page = opened.page
    page.evaluate("document.querySelectorAll('.table-tools').forEach(t => t.hidden = false)")
    page.locator("#tbl-outcomes-efficacy").get_by_role("searchbox").fill("nothing like it")
    page.evaluate("document.getElementById('o-99000001-1').showPopover()")
    assert page.locator("#o-99000001-1 mark").is_visible()


def test_rows_sort_by_number_both_ways_and_the_heading_says_so(opened):
    heading = opened.page.locator("#tbl-outcomes-efficacy thead th").nth(4)
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert column(opened.page, "tbl-outcomes-efficacy", 4) == ["0.61", "14.1 months", "45\u202f%"]
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert column(opened.page, "tbl-outcomes-efficacy", 4)[0] == "45\u202f%"


def test_rows_are_filtered_by_all_words(opened):
    page = opened.page
    page.evaluate("document.querySelectorAll('.table-tools').forEach(t => t.hidden = false)")
    tools = page.locator("#tbl-outcomes-efficacy .table-tools")
    tools.get_by_role("searchbox").fill("pfs median")
    assert column(page, "tbl-outcomes-efficacy", 1) == ["PFS"]
    assert tools.get_by_role("status").inner_text() == "1 of 3 rows"


def test_the_rows_shown_download_as_csv_without_formulas(opened):
    page = opened.page
    page.evaluate("document.querySelectorAll('.table-tools').forEach(t => t.hidden = false)")
    with page.expect_download() as download:
        page.locator("#tbl-outcomes-efficacy .table-tools").get_by_text("CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert download.value.suggested_filename == "tbl-outcomes-efficacy.csv"
    assert [row["Value"] for row in rows] == ["0.61", "14.1 months", "45 %"]
    assert rows[1]["Arm"] == "'=SUM(A1)"


def test_the_rows_shown_download_as_a_workbook_that_another_program_reads(opened):
    page = opened.page
    page.evaluate("document.querySelectorAll('.table-tools').forEach(t => t.hidden = false)")
    with page.expect_download() as download:
        page.locator("#tbl-outcomes-efficacy .table-tools").get_by_text("XLSX").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    heads, *rows = book["Rows"].values
    assert heads[:2] == ("Report", "Endpoint")
    assert rows[0][4] == 0.61
    assert rows[1][2] == "=SUM(A1)"
    assert all(cell.data_type != "f" for row in book["Rows"].iter_rows() for cell in row)
    assert "<img src=x onerror=alert(2)>" in rows[2][2]


def test_a_long_table_is_paged_and_searched_as_a_whole(long_report):
    page = long_report.page
    part = page.locator("#tbl-excluded")
    status = part.get_by_role("status")
    assert status.inner_text() == "1,001 rows, 1 to 100 shown"
    part.get_by_role("button", name="Next").click()
    assert status.inner_text() == "1,001 rows, 101 to 200 shown"
    assert part.locator("tbody tr").count() == 100
    part.get_by_role("searchbox").fill("number 987")
    assert column(page, "tbl-excluded", 1) == ["Record number 987"]
    part.get_by_role("searchbox").fill("")
    part.locator("thead th").nth(1).get_by_role("button").click()
    assert column(page, "tbl-excluded", 1)[:2] == [
        "A narrative review of the drug",
        "Record number 0",
    ]
    assert long_report.complaints == []


def test_columns_can_be_chosen(opened):
    page = opened.page
    page.evaluate("document.querySelectorAll('.table-tools').forEach(t => t.hidden = false)")
    flags = page.locator("#tbl-outcomes-efficacy thead th", has_text="Flags")
    assert not flags.is_visible()
    page.locator("#tbl-outcomes-efficacy .table-tools summary").click()
    page.locator("#tbl-outcomes-efficacy .table-tools").get_by_label("Flags").check()
    assert flags.is_visible()


def test_the_flow_diagram_leads_to_its_records(opened):
    page = opened.page
    page.locator("svg.prisma a[data-choose]").first.click()
    assert page.url.endswith("#sec-excluded")
    assert column(page, "tbl-excluded", 2) == ["Not a clinical study"]
    page.locator("#prisma-included a").first.click()
    assert page.url.endswith("#sec-studies")
    text = page.locator("svg.prisma").evaluate(
        "svg => { const range = document.createRange(); range.selectNode(svg);"
        "getSelection().removeAllRanges(); getSelection().addRange(range);"
        "return getSelection().toString(); }"
    )
    assert "Records screened" in text


def test_tabs_are_reached_by_arrow_keys(opened):
    page = opened.page
    tabs = page.get_by_role("tab")
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    assert page.get_by_role("tabpanel").count() == 1


@pytest.mark.parametrize("opened", [NARROW], indirect=True)
def test_a_phone_scrolls_down_and_not_sideways(opened):
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    assert width == 360
    opened.page.locator("#tbl-outcomes-efficacy button.number").first.click()
    box = opened.page.locator("#o-99000001-1").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("opened", [NO_SCRIPT], indirect=True)
def test_the_report_works_without_script(opened):
    page = opened.page
    assert page.locator("#tbl-outcomes-efficacy tbody tr").count() == 3
    page.locator("#tbl-outcomes-efficacy button.number").first.click()
    assert page.locator("#o-99000001-1").is_visible()
    assert page.get_by_text("No links were followed from seed records.").is_visible()
    assert page.get_by_text("No papers were named that the search must find.").is_visible()


def test_paper_shows_text_figures_and_tables_and_no_tools(opened):
    page = opened.page
    page.emulate_media(media="print")
    assert page.locator("svg.prisma").is_visible()
    assert page.get_by_text("outcomes/outcomes.csv").first.is_visible()
    assert not page.locator("#o-99000001-1").is_visible()
    assert not page.locator(".contents").is_visible()
    assert not page.locator(".table-tools").first.is_visible()
    assert page.get_by_text("No links were followed from seed records.").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_paper_shows_the_head_of_a_long_table_and_says_where_the_rest_is(long_report):
    page = long_report.page
    rows = page.locator("#tbl-excluded tbody tr")
    note = page.get_by_text("989 more rows are in screening/decisions.csv")
    assert not note.is_visible()
    page.emulate_media(media="print")
    assert rows.filter(visible=True).count() == 12
    assert note.is_visible()


@pytest.mark.parametrize("opened", [WIDE, DARK, NARROW], indirect=True)
def test_axe_finds_nothing_serious(opened):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    page = opened.page
    page.locator("#tbl-outcomes-efficacy button.number").first.click()
    found = axe.Axe().run(page).response["violations"]
    serious = [rule for rule in found if rule["impact"] in {"serious", "critical"}]
    assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in serious] == []
