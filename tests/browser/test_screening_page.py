import csv
import io

import pytest

pytestmark = pytest.mark.browser


def heading(page):
    return page.locator("#title").inner_text()


def downloaded(page):
    page.get_by_label("Reviewer").fill("AB")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download decisions.csv").click()
    assert download.value.suggested_filename == "decisions.csv"
    text = download.value.path().read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_queue_is_decided_with_the_keyboard_alone(queue):
    page = queue.page
    assert "attacks" in heading(page)
    page.keyboard.press("i")
    assert heading(page) == "A narrative review of the drug"
    page.keyboard.press("e")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("2")
    assert heading(page) == "A report without an abstract"
    page.keyboard.press("s")
    rows = downloaded(page)
    assert [(row["pmid"], row["decision"], row["reason"]) for row in rows] == [
        ("99000002", "include", ""),
        ("99000003", "exclude", "is_clinical"),
    ]
    assert {row["reviewer"] for row in rows} == {"AB"}
    assert all(len(row["text_sha256"]) == 64 for row in rows)
    assert queue.complaints == []
    assert queue.foreign == []


def test_undo_takes_back_and_escape_leaves_the_reasons(queue):
    page = queue.page
    page.keyboard.press("i")
    page.keyboard.press("u")
    assert "attacks" in heading(page)
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    assert page.get_by_role("status").inner_text() == "0 of 3 decided"


def test_decisions_survive_a_reload(queue):
    page = queue.page
    page.get_by_label("Note").fill("=seen twice")
    page.locator("#record").focus()
    page.keyboard.press("i")
    page.reload()
    assert page.get_by_role("status").inner_text() == "1 of 3 decided"
    assert downloaded(page)[0]["note"] == "'=seen twice"


def test_keys_typed_into_the_note_decide_nothing(queue):
    page = queue.page
    page.get_by_label("Note").focus()
    page.keyboard.type("is it")
    assert page.get_by_role("status").inner_text() == "0 of 3 decided"


def test_quotes_are_marked_and_hostile_text_is_text(queue):
    page = queue.page
    assert "<script>alert(1)</script>" in page.locator("#abstract").inner_text()
    page.keyboard.press("s")
    assert page.locator("#title mark").inner_text() == "narrative review"
    assert page.locator("#criteria").inner_text().count("narrative review") == 1


def test_axe_finds_nothing_serious_in_the_queue(queue):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    found = axe.Axe().run(queue.page).response["violations"]
    serious = [rule for rule in found if rule["impact"] in {"serious", "critical"}]
    assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in serious] == []
