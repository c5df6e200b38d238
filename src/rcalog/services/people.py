"""Who is sitting here, in the team's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.model.policy import Policy


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
