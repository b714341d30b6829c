"""Why somebody is not signed in, in words for them."""

from __future__ import annotations

from foundation.errors import DomainError


class NotSignedInError(DomainError):
    """Nobody is signed in, or not any more."""

    status = 401
    slug = "logg-inn"
    title = "Du er ikke logget inn"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Du er ikke logget inn, eller innloggingen er gått ut. Logg inn på nytt.")


class WrongPasswordError(DomainError):
    """The login is nobody's, the password is another, or the account is closed: the caller learns not which."""

    status = 401
    slug = "feil-passord"
    title = "Innloggingen ble avvist"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__(
            "Brukernavnet eller passordet er feil. Prøv igjen, eller be den som styrer tilgangene om et nytt passord."
        )


class SignInAgainError(DomainError):
    """A sign-in by way of the provider came to nothing: given up, too slow, used before, or another browser's."""

    status = 401
    slug = "logg-inn"
    title = "Innloggingen ble ikke fullført"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Innloggingen ble avbrutt, tok for lang tid eller er brukt før. Start den på nytt.")


class NoProviderError(DomainError):
    """No provider is set up here."""

    status = 404
    slug = "ikke-funnet"
    title = "Innloggingen finnes ikke her"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Her logger man inn med brukernavn og passord. Gå til innloggingen, og bruk dem der.")


class ProviderDownError(DomainError):
    """The provider does not answer, or not in time."""

    status = 503
    slug = "innlogging-nede"
    title = "Innloggingstjenesten svarer ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Innloggingstjenesten svarer ikke akkurat nå. Vent et minutt, og prøv igjen.")


class ProviderLiesError(DomainError):
    """The provider answers what it must not: what no standard knows, or what is not meant for us."""

    status = 502
    slug = "innlogging-avvist"
    title = "Svaret fra innloggingstjenesten kan ikke brukes"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__(
            "Vi fikk et svar fra innloggingstjenesten som vi ikke kan stole på, og har ikke logget deg inn. "
            "Prøv igjen. Skjer det en gang til, si fra til den som drifter Én dør inn."
        )


class NoRoleError(DomainError):
    """The provider knows who it is, and nothing that it says of them gives a role here."""

    status = 403
    slug = "ikke-lov"
    title = "Du har ingen rolle her"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__(
            "Vi vet hvem du er, men du har ikke fått noen rolle i Én dør inn. "
            "Be den som styrer tilgangene i kommunen om å gi deg en, og logg inn på nytt."
        )


class ClosedError(DomainError):
    """The provider vouches for somebody whose account is disabled here."""

    status = 403
    slug = "ikke-lov"
    title = "Kontoen er stengt"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Kontoen din i Én dør inn er stengt. Be den som styrer tilgangene i kommunen om å åpne den.")
