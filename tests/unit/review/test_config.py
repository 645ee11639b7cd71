"""The configuration fails closed and says where and how to mend it."""

import copy
import datetime
from pathlib import Path

import pytest
import yaml

from review.config import refuse_bad_yaml, validated
from review.errors import ReviewError


@pytest.fixture
def config(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("corpus", "vocabulary"):
        Path(name).mkdir()
    for name in ("criteria.yaml", "decisions.csv", "claims.yaml", "comparisons.yaml"):
        Path(name).touch()
    return {
        "review": "a-review",
        "source": {"endpoint": "local", "corpus": ["corpus"], "email": None},
        "search": {
            "query": "myeloma[tiab]",
            "until": "2026-11-22",
            "allow_ignored": [],
            "related": {"seeds": [], "links": ["similar"], "limit": 50},
        },
        "screening": {"criteria": "criteria.yaml", "decisions": ["decisions.csv"]},
        "extraction": {"vocabulary": "vocabulary", "corrections": None},
        "synthesis": {"comparisons": "comparisons.yaml", "claims": None},
        "report": {"renderer": "auto", "formats": ["html"], "compare_to": None},
    }


def test_a_sound_configuration_passes_and_what_it_leaves_out_is_filled_in(config):
    settings = validated(config)
    assert settings["refresh"] is False
    filled_in = {"concepts": {}, "files": [], "since": None, "reported": {}}
    assert settings["search"] == {**config["search"], **filled_in}
    assert {key: settings[key] for key in ("review", "source", "synthesis")} == {
        key: config[key] for key in ("review", "source", "synthesis")
    }


def test_title_and_question_come_from_the_criteria_unless_the_configuration_has_them(config):
    Path("criteria.yaml").write_text("title: From the criteria\nquestion: What?\n")
    config["report"]["question"] = "Which?"
    report = validated(config)["report"]
    assert (report["title"], report["question"]) == ("From the criteria", "Which?")


def test_criteria_that_are_no_yaml_are_left_for_screening_to_explain(config):
    Path("criteria.yaml").write_text("title: [")
    assert validated(config)["report"]["title"] is None


def test_concepts_can_stand_in_for_the_query(config):
    config["search"] |= {"query": None, "concepts": {"drug": {"words": ["lenalidomide"]}}}
    assert validated(config)["search"]["query"] is None


def test_an_unquoted_day_is_read_as_its_text(config):
    config["search"]["until"] = datetime.date(2026, 11, 22)
    assert validated(config)["search"]["until"] == "2026-11-22"


def _with(config, path, value):
    changed = copy.deepcopy(config)
    place = changed
    *parents, last = path.split(".")
    for key in parents:
        place = place[key]
    place[last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("search.qurey", "x", r"search\.qurey: unknown key.*Did you mean 'query'\?"),
        ("serach", {}, r"serach: unknown key.*Did you mean 'search'\?"),
        ("search.query", "  ", r"search\.query: the query is empty"),
        ("search.until", "2026-02-30", r"search\.until: not a day of the calendar.*2026-02-30"),
        ("search.since", "2026-02-30", r"search\.since: not a day of the calendar.*2026-02-30"),
        ("search.since", "2026-11-23", r"search\.since: a day after search\.until.*2026-11-23"),
        ("search.reported", {"contact": "x"}, r"contact.*contacts"),
        ("search.until", "yesterday", r"search\.until.*YYYY-MM-DD"),
        ("search.related.limit", 0, r"search\.related\.limit"),
        ("search.related.links", ["simlar"], r"'simlar'.*Did you mean 'similar'\?"),
        ("source.corpus", ["nowhere"], r"source\.corpus: no such file or folder.*'nowhere'"),
        ("source.corpus", [], r"source\.corpus: the local endpoint has nothing to serve"),
        ("source.endpoint", "ncbi", r"source\.email: NCBI asks"),
        ("source.endpoint", "pubmed", r"source\.endpoint: 'pubmed'.*local.*ncbi"),
        ("screening.criteria", "gone.yaml", r"screening\.criteria: no such file.*'gone\.yaml'"),
        ("source.corpus", "corpus", r"source\.corpus: 'corpus' is not a list\."),
        ("source.endpoint", "https://x.org/?api_key=1", r"source\.endpoint: .*form"),
        ("synthesis.claims", ["claims.yaml"], r"synthesis\.claims: .* is not text or null\."),
        ("review", "My Review", r"review: 'My Review'.*lower-case"),
        ("report.renderer", "qarto", r"'qarto'.*Did you mean 'quarto'\?"),
    ],
)
def test_what_does_not_fit_is_named_with_its_value_and_the_fix(config, path, value, says):
    with pytest.raises(ReviewError, match=says):
        validated(_with(config, path, value))


def test_quarto_that_is_asked_for_but_not_installed_is_told_before_anything_runs(
    config, monkeypatch, tmp_path
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReviewError, match=r"report\.renderer: quarto is not on PATH"):
        validated(_with(config, "report.renderer", "quarto"))


def test_the_error_names_the_file_and_line(config):
    text = yaml.safe_dump(_with(config, "search.qurey", "x"), sort_keys=False)
    Path("my.yaml").write_text(text)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "qurey" in row)
    with pytest.raises(ReviewError, match=rf"^my\.yaml line {line}: search\.qurey"):
        validated(yaml.safe_load(text), ["my.yaml"])


def test_the_error_names_the_file_that_says_so_among_several(config):
    Path("default.yaml").write_text(yaml.safe_dump(config))
    Path("my.yaml").write_text("report:\n  formats: [html, htm]\n")
    merged = _with(config, "report.formats", ["html", "htm"])
    for files in (["my.yaml", "default.yaml"], ["default.yaml", "my.yaml"]):
        with pytest.raises(ReviewError, match=r"^my\.yaml line 2: report\.formats\.1: 'htm'"):
            validated(merged, files)


@pytest.mark.parametrize(
    ("path", "value"),
    [("review", "My Review"), ("search.qurey", "x"), ("report.compare_to", "nowhere")],
)
def test_a_value_that_no_file_says_came_with_the_command_line(config, path, value):
    Path("default.yaml").write_text(yaml.safe_dump(config))
    with pytest.raises(ReviewError, match=rf"^--config: {path}"):
        validated(_with(config, path, value), ["default.yaml"])


def test_without_the_default_configuration_the_error_says_where_it_is(config):
    with pytest.raises(ReviewError, match=r"'source' is missing.*config/config\.yaml"):
        validated({"review": "mine"}, [])


def test_a_key_given_twice_is_refused(config):
    Path("my.yaml").write_text("review: a\nreview: b\n")
    with pytest.raises(ReviewError, match=r"my\.yaml line 2: the key 'review' stands twice"):
        validated(config, ["my.yaml"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", r"mine\.yaml: no keys"),
        (b"- a\n", r"mine\.yaml: no keys"),
        (b"a: 1\n b: 2\n", r"mine\.yaml line 2: not valid YAML"),
        (b"a: na\xefve\n", r"mine\.yaml: not UTF-8"),
    ],
)
def test_a_file_that_snakemake_would_refuse_without_a_name_is_named(tmp_path, text, says):
    (tmp_path / "mine.yaml").write_bytes(text)
    with pytest.raises(ReviewError, match=says):
        refuse_bad_yaml(tmp_path / "mine.yaml")


def test_a_file_that_is_not_there_is_left_to_snakemake(tmp_path):
    refuse_bad_yaml(tmp_path / "none.yaml")
