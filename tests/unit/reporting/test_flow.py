import pytest
from lxml import etree

from reporting.flow import flow_diagram
from reporting.prisma import Flow, reconcile

SVG = {"s": "http://www.w3.org/2000/svg"}


def flow(*, linked):
    pmids = [str(number) for number in range(1, 9)]
    found = [{"pmid": pmid, "via": "search"} for pmid in pmids[:6]]
    if linked:
        found += [{"pmid": pmid, "via": "similar"} for pmid in pmids[5:]]
    pmids = sorted({row["pmid"] for row in found})
    decision = {"1": "include", "7": "include", "2": "unclear"}
    decisions = [
        {
            "pmid": pmid,
            "decision": decision.get(pmid, "exclude"),
            "reason": "" if pmid in decision else "a",
            "decided_by": "rules",
        }
        for pmid in pmids
    ]
    studies = dict.fromkeys(pmids, "S")
    label = "Reason `with` {{< signs >}} & a name so long that it has to be broken into lines"
    return Flow(found, pmids, 6, pmids, {}, decisions, studies, {"1"}, {"a": label})


def drawn(prisma):
    return etree.fromstring(str(flow_diagram(prisma)).encode())


@pytest.mark.parametrize("linked", [False, True])
def test_the_diagram_is_valid_and_its_text_stays_in_its_boxes(linked):
    prisma = reconcile(flow(linked=linked))
    svg = drawn(prisma)
    _, _, width, height = map(float, svg.get("viewBox").split())
    for group in svg.findall("s:g[@class='box']", SVG):
        box = group.find("s:a/s:rect", SVG)
        x, y, wide, high = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert x + wide <= width
        assert y + high <= height
        for text in group.iterfind(".//s:text", SVG):
            assert x < float(text.get("x")) < x + wide
            assert y < float(text.get("y")) < y + high
            assert float(text.get("x")) + 6.2 * len(text.text) < x + wide


def test_other_methods_have_an_arm_when_they_brought_something():
    alone = "".join(drawn(reconcile(flow(linked=False))).itertext())
    assert "other methods" not in alone
    both = "".join(drawn(reconcile(flow(linked=True))).itertext())
    assert "Identification of studies by other methods" in both
    assert "similar articles (n\u00a0=\u00a03)" in both
    assert "found before (n\u00a0=\u00a01)" in both
    assert "Records screened (n\u00a0=\u00a06)" in both
    assert "Records assessed (n\u00a0=\u00a02)" in both


def test_both_arms_add_up_to_the_whole():
    prisma = reconcile(flow(linked=True))
    other, boxes = prisma["other_methods"], prisma["boxes"]
    assert other["screened"]["count"] == 2
    assert other["included_reports"]["pmids"] == ["7"]
    assert boxes["included_reports"]["count"] == 2


def test_boxes_and_reasons_lead_to_records():
    svg = drawn(reconcile(flow(linked=False)))
    targets = {link.get("href") for link in svg.iterfind(".//s:a", SVG)}
    assert targets == {
        "#sec-search",
        "#sec-screening",
        "#sec-excluded",
        "#sec-unclear",
        "#sec-studies",
    }
    reason = svg.find(".//s:a[@data-choose]", SVG)
    assert reason.get("data-choose").startswith("Reason `with`")


def test_no_sign_of_a_label_can_leave_a_raw_block():
    text = str(flow_diagram(reconcile(flow(linked=True))))
    assert "`" not in text
    assert "{{" not in text
    assert etree.fromstring(text.encode()).tag.endswith("svg")
