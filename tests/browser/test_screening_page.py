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


def test_a_download_holds_what_was_decided_in_earlier_rounds_too(queue):
    page = queue.page
    decision = {"decision": "include", "reason": "", "note": "", "date": "2026-11-01"}
    page.evaluate(
        """([pmids, decision]) => {
          const { review } = JSON.parse(document.getElementById("data").textContent);
          const decisions = Object.fromEntries(pmids.map((pmid) => [pmid, decision]));
          localStorage.setItem(`living-review:${review}`, JSON.stringify({ decisions }));
        }""",
        # The first was decided by a human and has left the queue; the second the review has lost.
        [["99000001", "99000999"], {**decision, "text_sha256": "a" * 64}],
    )
    page.reload()
    page.keyboard.press("i")
    assert [row["pmid"] for row in downloaded(page)] == ["99000001", "99000002"]


def test_each_record_is_announced_and_reached_by_tab(queue):
    page = queue.page
    page.keyboard.press("s")
    focused = "document.activeElement.id"
    assert page.evaluate(focused) == "record"
    assert page.get_by_role("heading", level=1).inner_text() == "A narrative review of the drug"
    assert page.get_by_role("region", name="Verdicts of the rules").is_visible()
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.innerText || document.activeElement.id")
        )
    assert [words.split()[-1] for words in reached if words.split()[0] in "iesbu"] == [
        *("Include", "Exclude", "Skip", "Back", "Undo")
    ]
    assert "note" in reached
    page.get_by_role("button", name="Include").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == "1 of 3 decided"


def test_a_button_says_what_was_decided_when_one_comes_back_to_it(queue):
    page = queue.page
    page.keyboard.press("i")
    page.keyboard.press("b")
    include = page.get_by_role("button", name="Include")
    assert include.get_attribute("aria-pressed") == "true"
    assert "decided: include" in page.locator("#place").inner_text()


def test_the_words_behind_the_rank_and_the_risk_of_stopping_are_told(queue):
    told = queue.page.locator("#extras").inner_text()
    assert "Words behind the rank: drug, rash" in told
    assert "fewer than 95% of all includes are found is 25%" in told


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
