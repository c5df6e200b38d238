"""Who is sitting here, in the team's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.repository import IdentityMissing

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.model.policy import Policy


def me_if_known(book: Logbook) -> str | None:
    """Return the same handle; None where git does not know who writes, which the commit will refuse."""
    try:
        return me(book)
    except IdentityMissing:
        return None


def me(book: Logbook) -> str:
    """Return the handle of who writes here, by git's identity and mailmap; the local part of an unlisted e-mail.

    Raises:
        IdentityMissing: when git does not know who that is.
    """
    return handle(book.repo.known_as().email, book.policy)


def handle(email: str, policy: Policy) -> str:
    """Return the handle that the policy ties to an e-mail, else the e-mail's local part."""
    wanted = email.casefold()
    for name, person in policy.people.items():
        if wanted in (each.casefold() for each in person.emails):
            return name
    return email.partition("@")[0] or email
