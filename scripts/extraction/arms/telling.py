"""Whether a label names a treatment, so that it tells an arm wherever it stands."""

from __future__ import annotations

import re

from extraction.lexicon import Lexicon
from vocabulary.match import fold

#: A word of a label, with what hyphens tie to it unless that speaks of the patients.
TOKEN = re.compile(
    r"\w+(?:-(?!treated|based|containing|related|refractory|na.ve|pretreated|induced)\w+)*"
)
_TWO_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
#: Capitals that name no treatment.
NO_ACRONYM = re.compile(
    r"(?:I{2,3}|IV|HER-?2\S*|ER\S*|PR|MBC|EBC|ABC|OS|PFS|DFS|TTP|RFS|EFS|CR|ORR|RR|HR|OR|CI|CBR|"
    r"pCR|PCR|VGPR|MRD|SPMs?|AEs?|SAEs?|ITT|"
    r"BMD|QOL|QoL|HRQOL|CNS|MRI|DNA|RNA|US|USA|UK|NCT\d+|ISS|ECOG|WHO|LVEF|TNBC|NDMM|RRMM|MM|ASCT|"
    r"PD|SD|NR|BMI|II/III|PS|DoR|DOR|LN|N\+|CYP\w+|BRCA\w*|PIK3CA|TOP2A|TP53|ESR1|ANC|BSA|AUC|"
    r"T\d\w?|N\d|M[01]|DCIS|LVI|SNP\w*|SLN\w*|BCS|PM|EM)"
)


def names_treatment(label: str, lexicon: Lexicon) -> bool:
    """Whether a label has the name of a treatment, or a way of giving one, or an acronym."""
    first, _, rest = label.partition(" ")
    return bool(
        has_acronym(label)
        or (fold(first) in lexicon.arms.manners and lexicon.arms.treatments.find(rest))
        or any(lexicon.arms.is_drug(word) for word in TOKEN.findall(label))
        or lexicon.treatments.find(label)
    )


def spells(short: str, words: str) -> bool:
    """Whether capitals are the first letters of the words before them."""
    last = re.findall(r"[A-Za-z]\w*", words)[-len(short) :]
    return len(short) > 1 and "".join(word[0] for word in last).upper() == short


def has_acronym(label: str) -> bool:
    """Whether a word of a label is an acronym that may be a treatment's."""
    return any(
        _TWO_CAPITALS.search(word) and not NO_ACRONYM.fullmatch(word) for word in label.split()
    )
