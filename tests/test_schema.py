"""The schema of answers is made of what the interviews ask."""

import jsonschema
import pytest

from fupan.schema import schema
from lived import FIRST, MISSED


@pytest.mark.parametrize("sheet", ["week", "quarter", "why"])
@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_schema_is_one(sheet, code):
    """Each is valid JSON Schema, in both languages."""
    jsonschema.Draft202012Validator.check_schema(schema(sheet, code))


@pytest.mark.parametrize("document", [FIRST, MISSED])
def test_documents_that_the_week_takes_are_valid(document):
    """What the interview accepts, the schema accepts."""
    jsonschema.validate(document, schema("week", "en"))


@pytest.mark.parametrize(
    ("sheet", "document"),
    [
        ("week", {"goals": {"g1": {"outcome": "perhaps"}}}),
        ("week", {"goals": {"g1": {"knew_next_step": "no"}}}),
        ("week", {"motive": {"strength": 11}}),
        ("quarter", {"scores": {"g1": {"own": 2}}}),
        ("why", {"rule": "none"}),
    ],
)
def test_what_no_interview_asks_is_refused(sheet, document):
    """Unknown names, values and ranges are no answers."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema(sheet, "en"))


def test_the_quarter_and_the_inquiry_take_verdicts():
    """Own, mentor's and final verdict, and the response, are asked outside the week too."""
    judged = {
        "goals": {"g1": {"own": "laziness", "mentor": "both", "agree": "ability", "response": "A01", "probe": 40}}
    }
    jsonschema.validate({**judged, "scores": {"g1": {"own": 0.5}}}, schema("quarter", "en"))
    jsonschema.validate({"goals": {"g1": {**judged["goals"]["g1"], "knew_next_step": "no"}}}, schema("why", "en"))
