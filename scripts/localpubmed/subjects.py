"""What indexers and funders put to a record: headings, substances, data banks, grants."""

from __future__ import annotations

from lxml import etree

from localpubmed.reading import Reading
from localpubmed.words import code_of
from pubmed.fields import plain_text


def read_mesh(heading: etree._Element, found: Reading) -> None:
    """Take in a heading with its qualifiers."""
    codes, subjects = found.codes, found.subjects
    name, major = "", False
    for part in heading:
        text = plain_text(part)
        subjects.append(text)
        if part.tag == "DescriptorName":
            name = code_of(text)
            codes.append(f"mh_{name}")
            major = part.get("MajorTopicYN") == "Y"
        elif part.tag == "QualifierName":
            qualifier = code_of(text)
            codes.append(f"sh_{qualifier}")
            codes.append(f"mh_{name}___{qualifier}")
            if part.get("MajorTopicYN") == "Y":
                major = True
                codes.append(f"mj_{name}___{qualifier}")
    if major:
        codes.append(f"mj_{name}")


def read_substance(chemical: etree._Element, found: Reading) -> None:
    """Take in a substance."""
    for part in chemical:
        text = plain_text(part)
        if part.tag == "NameOfSubstance":
            found.add("nm", text)
            found.subjects.append(text)
        elif part.tag == "RegistryNumber" and text != "0":
            found.add("rn", text)
            found.subjects.append(text)


def read_data_bank(bank: etree._Element, found: Reading) -> None:
    """Take in a data bank and its accession numbers."""
    name = ""
    for part in bank:
        if part.tag == "DataBankName":
            name = plain_text(part)
            found.add("si", name)
            found.subjects.append(name)
        elif part.tag == "AccessionNumberList":
            for number in part:
                accession = plain_text(number)
                found.add("si", accession)
                found.add("si", f"{name}/{accession}")
                found.subjects.append(accession)


def read_grants(grants: etree._Element, found: Reading) -> None:
    """Take in grants."""
    for grant in grants:
        for part in grant:
            if part.text and part.tag in ("GrantID", "Agency"):
                found.add("gr", part.text)
                found.identifiers[part.text] = None
