import pytest

from review.errors import ReviewError
from vocabulary.alternatives import write_out


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("relapse", ["relapse"]),
        ("relapses?", ["relapses", "relapse"]),
        ("(local|distant) relapse", ["local relapse", "distant relapse"]),
        ("(distant )?relapse", ["distant relapse", "relapse"]),
        ("tumou?r( free)?", ["tumour free", "tumour", "tumor free", "tumor"]),
        ("a( (b|c))? d", ["a b d", "a c d", "a d"]),
        ("(a|a) b", ["a b"]),
    ],
)
def test_a_phrase_stands_for_all_that_it_writes_out(phrase, told):
    assert write_out(phrase) == told


@pytest.mark.parametrize("phrase", ["(a|b", "a)", "?a", "a (|?b)"])
def test_a_phrase_that_cannot_be_read_is_an_error_that_names_it(phrase):
    with pytest.raises(ReviewError) as error:
        write_out(phrase)
    assert phrase in str(error.value)
    assert "(a|b)" in str(error.value)
