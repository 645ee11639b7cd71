"""The lines that end a run say what its tables hold."""

import json

from reporting.summary import summary


def test_counts_are_those_of_the_tables(tmp_path):
    counts = {
        "unique": 9,
        "not_retrieved": 1,
        "screened": 8,
        "included_reports": 4,
        "excluded": 3,
        "unclear": 1,
        "included_studies": 3,
        "reports_with_outcomes": 2,
    }
    boxes = {name: {"count": count} for name, count in counts.items()}
    for name, content in {
        "prisma.json": json.dumps({"boxes": boxes}),
        "search/ledger.json": json.dumps(
            {
                "lint": [{"part": "x"}],
                "whole": {"error_list": [{"kind": "PhraseNotFound"}], "warning_list": []},
            }
        ),
        "outcomes/outcomes.csv": "outcome_id,flags\r\na,\r\nb,one_sided_p\r\n",
        "synthesis/pooled.csv": "comparison,status\r\nx,pooled\r\ny,single\r\n",
        "synthesis/claims.csv": "claim,verdict\r\nx,mixed\r\ny,mixed\r\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    lines = "\n".join(summary(tmp_path, tmp_path / "index.html"))
    assert len(lines.splitlines()) <= 10
    for words in (
        "9 found, 1 missing",
        "8: 4 included, 3 excluded, 1 for a human to decide",
        "3 in 4 reports",
        "2 from 2 reports, 1 flagged",
        "1 of 2 comparisons",
        "2 mixed",
        "2 in the search",
        "index.html",
    ):
        assert words in lines
