"""数据的 JSON Schema — of the data file of one pack, for editors that complete and check what is typed."""

from __future__ import annotations

from typing import Any

from pydantic import Field, create_model
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from disclosure.model.own_data import OWN, OwnDeclared
from disclosure.model.submission import Submission
from disclosure.money import Unit


class _OfFile(GenerateJsonSchema):
    """Said in Chinese; a text may be a number in a file: codes stand there without quotes."""

    def str_schema(self, schema: Any) -> JsonSchemaValue:
        return {**super().str_schema(schema), "type": ["string", "number"]}

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        made = super().model_schema(schema)
        return {**made, "description": made.get("description", OWN).partition(" — ")[0]}


def schema(declared: OwnDeclared) -> JsonSchemaValue:
    """数据的 JSON Schema — with the facts that a pack declares; keys are Chinese."""
    unit: Any = (Unit, Field("元", description="自有数据里金额的单位；与文件相同的不写"))
    own: Any = (create_model(OWN, __base__=declared.model, unit=unit), None)
    made = create_model("Data", __base__=Submission, __doc__=Submission.__doc__, own_data=own)
    return made.model_json_schema(schema_generator=_OfFile)
