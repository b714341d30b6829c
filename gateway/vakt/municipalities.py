"""Whether the desks, the look-up's settings and the provider's roles are for municipalities that are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.errors import OperatorError
from foundation.settings import variable
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foundation.settings import Settings


def refuse_unknown(settings: Settings) -> None:
    """Looks at whom the settings are for.

    Raises:
        OperatorError: naming, for each setting, those that are no municipality here.
    """
    roles = settings.oidc.roles.values() if settings.oidc else ()
    named: dict[str, Iterable[str]] = {
        "desks": settings.desks,
        "lookup_public": settings.lookup_public,
        "editors": settings.editors,
        "oidc": (grant.kommune for grants in roles for grant in grants),
    }
    faults = [
        f"{variable(field)} names {', '.join(unknown)}, which is no municipality here."
        for field, kommuner in named.items()
        if (unknown := [one for one in dict.fromkeys(kommuner) if one not in ontology().municipalities])
    ]
    if faults:
        message = "\n".join([*faults, f"These are: {', '.join(ontology().municipalities)}."])
        raise OperatorError(message)
