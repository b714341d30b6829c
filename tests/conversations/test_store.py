"""The tables, and the migrations that make them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from conversations.retention import TALK, Retention
from conversations.service import PERSON, Conversations
from conversations.stopping import By, Message, Stops
from conversations.store import VERSIONS, Base, ConversationRow
from tests.conversations.house import KARI, Clock, House, wish
from tests.conversations.migrating import step

if TYPE_CHECKING:
    from sqlalchemy import Engine

# As version 0002 stored them: one with messages, one without, and one that is old.
BEFORE = f"""
INSERT INTO conversation (id, token_hash, kommune, role, language, created_at) VALUES
  ('{"a" * 32}', '1', 'oppdal', 'forelder', 'nb', '2026-03-01 12:00:00.000000'),
  ('{"b" * 32}', '2', NULL, 'ukjent', 'nn', '2026-03-01 12:00:00.000000'),
  ('{"c" * 32}', '3', NULL, 'ukjent', 'nb', '2026-01-01 12:00:00.000000');
INSERT INTO message (conversation_id, number, author, text, answer, created_at) VALUES
  ('{"a" * 32}', 1, 'person', 'Først', NULL, '2026-03-01 12:00:01.500000'),
  ('{"a" * 32}', 2, 'assistent', 'Sist', '{{"reply": "Sist"}}', '2026-03-02 13:30:00.000000'),
  ('{"c" * 32}', 1, 'person', 'Gammel', NULL, '2026-02-01 09:00:00.000000');
INSERT INTO candidate (conversation_id, number, text, role, understood, created_at) VALUES
  ('{"a" * 32}', 2, 'Først', 'forelder', '{{}}', '2026-03-02 13:31:00.000000')
"""  # noqa: S608 - our own words


def moment(stored: datetime) -> datetime:
    """A stored time, which SQLite gives without its zone."""
    return stored.astimezone(UTC) if stored.tzinfo else stored.replace(tzinfo=UTC)


def test_the_migrations_make_the_tables_that_the_code_means(
    conversations: Conversations,  # noqa: ARG001 - migrates
    engine: Engine,
) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        assert compare_metadata(context, Base.metadata) == []


def test_no_column_holds_who_somebody_is(
    conversations: Conversations,  # noqa: ARG001 - migrates
    engine: Engine,
) -> None:
    """No family has a name, a number or an address here, but the sealed `contact` and its `hint` until it is called.

    Employees have: `holder`, `by` and the names beside them say who did what at work, which a municipality must be able
    to tell. They go with the conversation, but for those of `stop`, which is of no conversation: who has stopped the
    service stays told. Of what else stays, `handover_figure`, neither family nor employee can be told.
    """
    columns = {table: [one["name"] for one in inspect(engine).get_columns(table)] for table in Base.metadata.tables}
    employees = {"holder", "holder_name", "shown_name", "by", "by_name"}
    assert {table: [name for name in names if name not in employees] for table, names in columns.items()} == {
        "conversation": [
            *("id", "token_hash", "kommune", "role", "language", "created_at", "keep_as", "last_at", "is_counted"),
        ],
        "message": [
            *("id", "conversation_id", "number", "author", "text", "answer", "created_at"),
            *("client_id", "reply_to", "place", "replaces", "addressee", "event"),
        ],
        "withdrawn": ["conversation_id", "client_id"],
        "candidate": ["id", "conversation_id", "number", "text", "role", "understood", "label", "created_at"],
        "handover": [
            *("id", "conversation_id", "open_for", "kommune", "language", "state"),
            *("asked_at", "claimed_at", "ended_at", "since", "until", "shares_talk", "summary", "acute"),
            *("due", "contact", "contact_kind", "hint", "proposals", "consent", "proposed"),
            *("outcome", "helped", "follow_up"),
        ],
        "handover_event": ["id", "handover_id", "at", "kind", "detail"],
        "handover_note": ["id", "handover_id", "at", "text"],
        "handover_figure": [
            *("handover_id", "kommune", "asked_on", "kind", "end", "waited", "due", "is_kept"),
            *("outcome", "helped", "helped_later", "follow_up"),
        ],
        "canned_reply": ["id", "kommune", "title", "nb", "nn"],
        "stop": ["id", "at", "kommune", "since", "nb", "nn"],
        "usage_count": ["kommune", "monday", "figure", "value", "count"],
    }
    assert {table for table, names in columns.items() if employees & set(names)} == {
        "handover",
        "handover_event",
        "handover_note",
        "stop",
    }


def test_all_that_names_somebody_goes_with_the_conversation(
    conversations: Conversations,  # noqa: ARG001 - migrates
    engine: Engine,
) -> None:
    follow = {
        table: [
            (key["referred_table"], key["options"].get("ondelete")) for key in inspect(engine).get_foreign_keys(table)
        ]
        for table in Base.metadata.tables
    }
    assert follow == {
        "conversation": [],
        **{table: [("conversation", "CASCADE")] for table in ("message", "withdrawn", "candidate", "handover")},
        **{table: [("handover", "CASCADE")] for table in ("handover_event", "handover_note")},
        "handover_figure": [],
        "canned_reply": [],
        "stop": [],
        "usage_count": [],
    }


def test_a_conversation_of_before_hand_overs_is_the_assistants_and_can_be_handed_over(engine: Engine) -> None:
    step(engine, command.upgrade, "0004")
    with engine.begin() as connection:
        for sql in BEFORE.replace("language, created_at)", "language, created_at, last_at)").split(";"):
            stored = sql.replace("12:00:00.000000')", "12:00:00.000000', '2026-03-02 13:30:00.000000')")
            connection.execute(text(stored))
    house = House(engine, Clock())
    assert house.conversations.turn("a" * 32) == "assistant"
    assert [one.addressee for one in house.conversations.messages("a" * 32)] == [None, None]
    number = house.conversations.write("a" * 32, "Så").number
    assert [one.text for one in house.conversations.told("a" * 32, number, 5).before] == ["Først"]
    case = house.handovers.ask("a" * 32, wish(shares_talk=True)).handover_id
    assert [one.number for one in house.cases.entries(case, KARI)] == [1, 2, 3, 4]


def test_a_database_of_before_the_kill_switch_can_be_stopped_and_left_again(engine: Engine) -> None:
    step(engine, command.upgrade, "0005")
    conversations, stops = Conversations(engine), Stops(engine)
    own, _ = conversations.start("oppdal", "forelder", "nb")
    stops.stop("oppdal", By("drift"), Message())
    assert set(stops.in_force()) == {"oppdal"}
    step(engine, command.downgrade, "0005")
    assert not inspect(engine).has_table("stop")
    assert Conversations(engine).messages(own.id) == ()


def test_conversations_of_before_are_kept_and_count_from_their_last_message(engine: Engine) -> None:
    step(engine, command.upgrade, "0002")
    with engine.begin() as connection:
        for sql in BEFORE.split(";"):
            connection.execute(text(sql))
    opened = Conversations(engine, Retention(), lambda: datetime(2026, 3, 20, tzinfo=UTC))
    assert [(one.number, one.author, one.text, one.answer) for one in opened.messages("a" * 32)] == [
        (1, "person", "Først", None),
        (2, "assistent", "Sist", {"reply": "Sist"}),
    ]
    with engine.connect() as connection:
        rows = connection.execute(select(ConversationRow.id, ConversationRow.keep_as, ConversationRow.last_at)).all()
        kept = connection.execute(text("SELECT text FROM candidate")).scalars().all()
    assert {(id_[0], keep_as, moment(last_at)) for id_, keep_as, last_at in rows} == {
        ("a", TALK, datetime(2026, 3, 2, 13, 30, tzinfo=UTC)),
        ("b", TALK, datetime(2026, 3, 1, 12, 0, tzinfo=UTC)),
        ("c", TALK, datetime(2026, 2, 1, 9, 0, tzinfo=UTC)),
    }
    assert kept == ["Først"]
    assert opened.purge() == ("c" * 32,)


def test_the_newest_form_can_be_left_again_without_losing_a_message(
    conversations: Conversations, engine: Engine
) -> None:
    own, _ = conversations.start("oppdal", "forelder", "nb")
    conversations.tell(own.id, PERSON, "Hei")
    conversations.write(own.id, "Igjen", "melding-nummer-0001")
    House(engine, Clock()).handovers.ask(own.id, wish())
    step(engine, command.downgrade, "0002")
    columns = [one["name"] for one in inspect(engine).get_columns("conversation")]
    assert columns == ["id", "token_hash", "kommune", "role", "language", "created_at"]
    assert [one.text for one in Conversations(engine).messages(own.id)] == ["Hei", "Igjen", ""]


def test_messages_of_before_have_no_id_of_their_senders_and_go_on_from_their_number(engine: Engine) -> None:
    step(engine, command.upgrade, "0003")
    with engine.begin() as connection:
        for sql in BEFORE.replace("language, created_at)", "language, created_at, last_at)").split(";"):
            stored = sql.replace("12:00:00.000000')", "12:00:00.000000', '2026-03-02 13:30:00.000000')")
            connection.execute(text(stored))
    opened = Conversations(engine)
    old = opened.messages("a" * 32)
    assert [(one.number, one.text, one.client_id, one.replaces) for one in old] == [
        (1, "Først", None, None),
        (2, "Sist", None, None),
    ]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT DISTINCT reply_to, place FROM message")).all() == [(None, None)]
        assert connection.execute(text("SELECT text FROM candidate")).scalars().all() == ["Først"]
    new = opened.write("a" * 32, "Ny", "melding-nummer-0001", replaces="melding-nummer-0000")
    assert (new.number, new.replaces, len(opened.messages("a" * 32))) == (3, None, 3)


def test_a_conversation_takes_its_messages_along_after_the_migration_too(engine: Engine) -> None:
    step(engine, command.upgrade, "0002")
    with engine.begin() as connection:
        for sql in BEFORE.split(";"):
            connection.execute(text(sql))
    Conversations(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM conversation"))
        for table in ("message", "candidate"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0  # noqa: S608 - our own
