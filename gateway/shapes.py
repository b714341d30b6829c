"""What the API takes and gives, with the limits of each field."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from unicodedata import category

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

import knowledge
from foundation import lines
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable

ANSWER_SCHEMA = Path(knowledge.__file__).with_name("answer.schema.json")
MAX_CHARACTERS = 2_000
# What is left of a message is told to be something: a sign that is neither blank nor a control character.
NOT_BLANK = r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"


def _quoted(value: str) -> str:
    # Half a sign, which JSON may hold, can be repeated to nobody.
    return f"«{value[:40].encode('utf-8', 'replace').decode()}»"


def _known_municipality(value: str | None) -> str | None:
    if value is not None and value not in ontology().municipalities:
        known = ", ".join(ontology().municipalities)
        message = f"Kommunen {_quoted(value)} er ukjent her. Disse finnes: {known}."
        raise ValueError(message)
    return value


def _known_role(value: str) -> str:
    if value not in ontology().roles:
        message = f"Rollen {_quoted(value)} er ukjent. Disse finnes: {', '.join(ontology().roles)}."
        raise ValueError(message)
    return value


def without_control(value: object) -> object:
    """A text without the signs that nobody writes."""
    # NUL and its like cannot be stored everywhere and are nobody's words; line breaks and tabs stay.
    if isinstance(value, str):
        return "".join(character for character in value if character in "\n\t" or category(character) != "Cc")
    return value


def one_line(value: object) -> object:
    """A text as `lines.one_line` makes it."""
    return lines.one_line(value) if isinstance(value, str) else value


def _number(value: object) -> object:
    """A number of JSON: no text that reads like one, and no yes or no."""
    if isinstance(value, bool | str):
        message = "Skriv et helt tall, uten anførselstegn."
        raise ValueError(message)  # noqa: TRY004 - pydantic's own way to refuse
    return value


def _answer_schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(ANSWER_SCHEMA.read_text(encoding="utf-8"))
    definitions = schema.pop("$defs")
    resolved = _resolve({key: value for key, value in schema.items() if key not in {"$schema", "$id"}}, definitions)
    assert isinstance(resolved, dict)  # noqa: S101 - an object's schema is an object
    return resolved


def _resolve(node: object, definitions: dict[str, Any]) -> object:
    # FastAPI keeps all schemas under one roof, where "#/$defs/…" points nowhere.
    if isinstance(node, dict):
        if "$ref" in node:
            return _resolve(definitions[node["$ref"].rpartition("/")[2]], definitions)
        return {key: _resolve(value, definitions) for key, value in node.items()}
    if isinstance(node, list):
        return [_resolve(value, definitions) for value in node]
    return node


def _one_of(ids: Iterable[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(ids)})


type KnownMunicipality = Annotated[str, AfterValidator(_known_municipality), _one_of(ontology().municipalities)]
type KnownRole = Annotated[str, AfterValidator(_known_role), _one_of(ontology().roles)]
# Stands last, so that it is asked first, and the limits of the number are still described.
NO_TEXT = BeforeValidator(_number)
type MessageId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{16,64}$")]
type AnswerBody = Annotated[dict[str, Any], WithJsonSchema(_answer_schema())]


class Strict(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class NewConversation(Strict):
    """Who asks, as far as they say."""

    kommune: KnownMunicipality | None = Field(None, description="Id of a municipality; left out when not known.")
    role: KnownRole = Field("ukjent", description="forelder, ungdom, ansatt or ukjent.")
    language: Literal["nb", "nn", "en"] = Field("nb", description="Language until a message tells another.")


class StartedConversation(BaseModel):
    """The conversation and the key to it; the key is shown this once."""

    id: str
    token: str


class NewMessage(Strict):
    """What the person writes."""

    text: Annotated[
        str,
        StringConstraints(min_length=1, max_length=MAX_CHARACTERS, strip_whitespace=True),
        BeforeValidator(without_control),  # Written last, run first: what is left is what is counted.
    ] = Field(description="1 to 2,000 characters, not only blanks.", json_schema_extra={"pattern": NOT_BLANK})
    id: MessageId | None = Field(
        None,
        description="What the client calls the message, a UUID for example. Sent again under the same id, it is stored "
        "once and answered the same; the text that came first counts.",
    )
    replaces: MessageId | None = Field(
        None,
        description="The id of the last message, which this one is put in the place of. A message before the last, or "
        "one whose answer had help lines, stays, and this one follows it.",
    )


class Answers(BaseModel):
    """What the assistant says to one message, usually one answer."""

    answers: list[AnswerBody]
    state: Literal["assistant", "waiting", "coordinator", "callback", "closed"] = Field(
        "assistant", description="Whose turn it is; while it is a coordinator's, only help lines come as answers."
    )
    stored: bool = Field(
        default=True,
        description="False where the message or its answer cannot be stored just now: what there is to say is shown "
        "all the same, and the message is to be sent again under its `id`.",
    )


class WrittenMessage(BaseModel):
    """What the person wrote, as the event `message` of a stream tells it."""

    id: str | None
    text: str
    at: datetime
    replaces: int | None
    to: Literal["assistant", "coordinator"]


class CoordinatorMessage(BaseModel):
    """What a coordinator wrote, as the event `coordinator` of a stream tells it; `by`: the name they let be shown."""

    id: str | None
    text: str
    at: datetime
    by: str | None
    answer: AnswerBody | None


class KeptMessage(BaseModel):
    """What was kept, word for word, for the person to see."""

    text: str


class Problem(BaseModel):
    """An error, as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None = Field(None, description="Of a fault of ours: what to quote when telling of it.")
