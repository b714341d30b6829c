from __future__ import annotations

from channels.talk import MESSAGES, Talk

SAID = [{"text": "Hei på deg 💛"}]


def talk_of(messages: int) -> Talk:
    talk = Talk("{}")
    for number in range(1, messages + 1):
        talk = talk.told(number, SAID)
    return talk


def test_what_was_said_is_remembered_for_the_last_messages() -> None:
    talk = talk_of(MESSAGES + 2)
    assert talk.last_told == MESSAGES + 2
    told = [number for number in range(1, MESSAGES + 3) if talk.said_to(number) == SAID]
    assert told == list(range(3, MESSAGES + 3))


def test_of_a_talk_that_nothing_is_remembered_of_nothing_was_said() -> None:
    assert (Talk().tracker, Talk().last_told, Talk().said_to(1)) == (None, None, None)


def test_a_message_that_is_told_again_is_the_last_one() -> None:
    assert talk_of(3).told(2, []).last_told == 2
    assert talk_of(3).told(2, []).said_to(2) == []


def test_what_is_told_later_does_not_change_what_was_read() -> None:
    read = talk_of(1)
    read.told(2, SAID)
    assert read.last_told == 1


def test_as_text_it_loses_neither_words_nor_order() -> None:
    talk = Talk('{"events": ["æøå"]}', {30: SAID, 7: [], 9: SAID})
    again = Talk.from_text(talk.as_text())
    assert (again, list(again.said), again.last_told) == (talk, [30, 7, 9], 9)
