"""In which language does a page speak? The one of its address, else the browser's, else Chinese.

A page is made in a thread of its own for each of its readers, so the language is kept for the length of that.
"""

from __future__ import annotations

from contextvars import ContextVar

from expectations.messages.catalogue import CHINESE, ENGLISH, Messages, language_named, translate

_SPOKEN: ContextVar[Messages] = ContextVar("spoken", default=translate(ENGLISH))  # noqa: B039  # it is never changed


class Speaker:
    """Messages in the language of the page that is being made; to be called as those are."""

    def __call__(self, message: str, /, **values: object) -> str:
        return _SPOKEN.get()(message, **values)

    def ngettext(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        return _SPOKEN.get().ngettext(singular, plural, count, **values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        return _SPOKEN.get().pgettext(context, message, **values)


_ = Speaker()


def speak(language: str) -> None:
    """Say everything in this language from now on, in this thread."""
    _SPOKEN.set(translate(language))


def spoken() -> str:
    return _SPOKEN.get().language


def language_for(locale: str | None) -> str:
    """The language for a browser: Chinese for all that do not ask for English."""
    return ENGLISH if locale and language_named(locale) == ENGLISH else CHINESE
