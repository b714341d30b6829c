"""The safety net: sees every message first, depends on nothing that can be down."""

from knowledge.safety.net import Alarm, assess

__all__ = ["Alarm", "assess"]
