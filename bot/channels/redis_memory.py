"""The memory of several Rasa instances, in one Redis: each turn claims its conversation there and keeps it.

Each of the two is one call: what is remembered comes with the claim, and the claim ends with what is kept.

A claim ends by itself when its process has died, and is renewed while the turn goes on. Whoever has lost it, because
Redis was away for too long or the conversation was forgotten, keeps nothing (docs/adr/0020-several-rasas.md).
"""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, AsyncIterator, Dict, Iterator, List, Optional, Set, Text, Union
from uuid import uuid4

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.commands.core import AsyncScript
from redis.exceptions import LockError, RedisError

from channels.memory import Claim, Memory, MemoryDownError
from channels.talk import Talk

# As in the gateway (`gateway/redis_client.py`): an address takes no options, which would win over ours.
ADDRESS = re.compile(r"(?:rediss?://[^/?#\s]+(?:/\d*)?|unix://[^?#\s]+)")
# Seconds that each step may take, to connect or to get a reply.
STEP_SECONDS = 1.0
# Seconds after which the claim of a process that has died ends. The gateway waits longer for an answer.
CLAIM_SECONDS = 5.0
RENEW_SECONDS = 1.0
POLL_SECONDS = 0.02
# Seconds that a message waits for one that another instance answers. A gateway that gives up before ends the waiting.
WAIT_SECONDS = 30.0
# Claims a conversation for so many milliseconds if nobody has, and reads it; keeps one for so many milliseconds if the
# claim still holds, and ends it. Each is done at once, so that nothing can come between.
CLAIM = """
if not redis.call('set', KEYS[1], ARGV[1], 'nx', 'px', ARGV[2]) then
    return false
end
return {redis.call('get', KEYS[2])}
"""
KEEP = """
if redis.call('get', KEYS[1]) ~= ARGV[1] then
    return 0
end
redis.call('set', KEYS[2], ARGV[2], 'px', ARGV[3])
redis.call('del', KEYS[1])
return 1
"""


class ReadingLock(Lock):
    """redis-py's lock on a conversation, which reads what is remembered of it as it takes it."""

    def __init__(self, claim: AsyncScript, sender: Text) -> None:
        """`claim`: the script CLAIM. Takes nothing yet."""
        self._claim = claim
        self._keys = _keys_of(sender)
        self.text: Optional[bytes] = None
        super().__init__(
            claim.registered_client, self._keys[0], timeout=CLAIM_SECONDS, sleep=POLL_SECONDS, thread_local=False
        )

    async def do_acquire(self, token: Union[str, bytes]) -> bool:
        """One try."""
        taken = await self._claim(keys=self._keys, args=[token, int(CLAIM_SECONDS * 1000)])
        if taken:
            self.text = taken[0]
        return bool(taken)


class RedisMemory(Memory):
    """The memory that all instances at one Redis share."""

    def __init__(self, address: Text, seconds: float) -> None:
        """Connects when it is first used.

        Raises:
            ValueError: when it is no address of a Redis. It may hold a password, so it is not repeated.
        """
        self._milliseconds = int(seconds * 1000)
        self._redis = client_of(address)
        self._claim = self._redis.register_script(CLAIM)
        self._keep = self._redis.register_script(KEEP)
        self._held: Set[Text] = set()  # Tokens of claims that are still to be given back.

    @asynccontextmanager
    async def claimed(self, sender: Text) -> AsyncIterator[Claim]:
        """The claim on a conversation, once no other instance has it."""
        token = uuid4().hex
        lock = ReadingLock(self._claim, sender)
        with _named_errors():
            if not await lock.acquire(blocking_timeout=WAIT_SECONDS, token=token):
                raise MemoryDownError("ClaimedByAnother")
        renewing = asyncio.create_task(_renew(lock))
        self._held.add(token)
        try:
            yield Claim(sender, token, Talk() if lock.text is None else Talk.from_text(lock.text))
        finally:
            renewing.cancel()
            if token in self._held:
                self._held.discard(token)
                with suppress(RedisError):  # It does not hold any more, or ends by itself.
                    await lock.release()

    async def keep(self, claim: Claim, talk: Talk) -> bool:
        """Remembers a talk if the claim still holds."""
        with _named_errors():
            kept = await self._keep(keys=_keys_of(claim.sender), args=[claim.token, talk.as_text(), self._milliseconds])
        self._held.discard(claim.token)
        return bool(kept)

    async def forget(self, sender: Text) -> None:
        """Drops a conversation and the claim on it, at whichever instance that is."""
        with _named_errors():
            await self._redis.delete(*_keys_of(sender))

    async def check(self) -> None:
        """Asks Redis for a sign of life."""
        with _named_errors():
            await self._redis.ping()

    async def close(self) -> None:
        """Lets go of the connections."""
        await self._redis.close(close_connection_pool=True)


def client_of(address: Text) -> Redis:
    """A client that has not connected yet, and tries nothing twice.

    Raises:
        ValueError: when it is no address of a Redis.
    """
    # Left to itself, this version of redis-py takes any certificate that is valid for somebody.
    options: Dict[Text, Any] = {"ssl_check_hostname": True} if address.startswith("rediss:") else {}
    try:
        if ADDRESS.fullmatch(address):
            return Redis.from_url(address, socket_timeout=STEP_SECONDS, socket_connect_timeout=STEP_SECONDS, **options)
    except ValueError:  # Its text may hold the password.
        pass
    error = (
        "ENDORINN_REDIS_URL is no address of a Redis. Write it as redis://user:password@127.0.0.1:6379/0, or "
        "rediss:// for TLS; characters such as @ and / in a password as %40 and %2F."
    )
    raise ValueError(error)


async def _renew(lock: Lock) -> None:
    while True:
        await asyncio.sleep(RENEW_SECONDS)
        try:
            await lock.reacquire()
        except LockError:  # Lost for good.
            return
        except RedisError:  # Tried again while the claim may still hold.
            continue


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise MemoryDownError(type(error).__name__) from error


def _keys_of(sender: Text) -> List[Text]:
    """Of the claim on a conversation and of the talk, as the scripts want them."""
    return [f"endorinn:claim:{sender}", f"endorinn:talk:{sender}"]
