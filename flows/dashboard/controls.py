"""How is something chosen, so that the address has it? Streamlit's widgets, each bound to a name of the address.

The address is the master: a widget is set to what it says before it is drawn, and what somebody does with the widget
goes into the address. Values stand there as in the data, in no language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import streamlit as st

from flows.dashboard.address import Address
from flows.dashboard.language import _
from flows.dashboard.plain import literally

T = TypeVar("T")
ADDRESS = "address"  # where a session keeps it
ON, OFF = "1", "0"


def address() -> Address:
    kept: Address = st.session_state.setdefault(ADDRESS, Address())
    return kept


def begin(page: str) -> None:
    """To be called before anything is drawn."""
    address().begin(page, {name: st.query_params.get_all(name) for name in st.query_params})


def finish() -> list[tuple[str, str]]:
    """To be called when all is drawn; what the address said in vain."""
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    told = address().finish(asked)
    if told != asked:
        st.query_params.from_dict(told)
    return address().not_understood()


def key_of(name: str) -> str:
    """What the widget of a choice is called; each page has its own."""
    return f"{address().page}-{name}"


def choose_one(
    place: Any, label: str, name: str, options: Sequence[T], default: T | None = None, *,
    show: Callable[[T], str] = str, kind: str = "selectbox", forget: tuple[str, ...] = (), tell: bool = False,
    **look: Any,
) -> T:  # fmt: skip
    """One of the options, at first the default or the first one; `tell` it even then, where the default may change."""
    named = {str(option): option for option in options}
    first = default if default is not None else options[0]
    (value,) = _chosen(name, named, [str(first)], 1) or [str(first)]
    key = key_of(name)
    st.session_state[key] = named[value]

    def keep() -> None:
        picked = st.session_state[key]
        address().choose(name, [str(first if picked is None else picked)], forget)

    if kind == "segmented_control":
        look["required"] = True  # else a second click on what is chosen would choose nothing
    draw = getattr(place, kind)
    draw(label, list(options), format_func=show, key=key, on_change=keep, **look)
    address().tell(name, [value] if tell or value != str(first) else [])
    return named[value]


def choose_named(
    place: Any, label: str, name: str, names: Mapping[str, str], default: str | None = None, **look: Any
) -> str:
    """One of several things that are called something."""
    return choose_one(place, label, name, list(names), default, show=names.__getitem__, **look)


def choose_or_none(
    place: Any, label: str, name: str, options: Sequence[str], *, show: Callable[[str], str] = str,
    placeholder: str = "", forget: tuple[str, ...] = (), **look: Any,
) -> str | None:  # fmt: skip
    """One of the options, or none of them."""
    chosen = _chosen(name, {option: option for option in options}, [], 1)
    key = key_of(name)
    st.session_state[key] = chosen[0] if chosen else None

    def keep() -> None:
        picked = st.session_state[key]
        address().choose(name, [] if picked is None else [str(picked)], forget)

    place.selectbox(
        label, list(options), index=None, format_func=show, key=key, on_change=keep, placeholder=placeholder, **look
    )
    address().tell(name, chosen)
    return chosen[0] if chosen else None


def choose_some(
    place: Any, label: str, name: str, options: Sequence[T], default: Sequence[T] = (), *,
    show: Callable[[T], str] = str, kind: str = "multiselect", free: bool = False, tell: bool = False,
    forget: tuple[str, ...] = (), **look: Any,
) -> tuple[T, ...]:  # fmt: skip
    """Some of the options; `free`: names that are not among them too."""
    named = {str(option): option for option in options}
    if free:
        named |= {value: cast(T, value) for value in address().values(name) or [] if value not in named}
    first = [str(option) for option in default]
    chosen = _chosen(name, named, first)
    key = key_of(name)
    st.session_state[key] = [named[value] for value in chosen]

    def keep() -> None:
        picked = [str(value) for value in st.session_state[key]]
        address().choose(name, picked or ([""] if first else []), forget)

    if kind == "multiselect":
        look |= {"accept_new_options": free}
    else:
        look |= {"selection_mode": "multi"}
    getattr(place, kind)(label, list(named.values()), format_func=show, key=key, on_change=keep, **look)
    if tell or chosen != first:
        address().tell(name, chosen or ([""] if first else []))
    else:
        address().tell(name, [])
    return tuple(named[value] for value in chosen)


def choose_text(place: Any, label: str, name: str, *, forget: tuple[str, ...] = (), **look: Any) -> str:
    value = " ".join(address().values(name) or [])
    key = key_of(name)
    st.session_state[key] = value

    def keep() -> None:
        address().choose(name, [text] if (text := str(st.session_state[key] or "").strip()) else [], forget)

    place.text_input(label, key=key, on_change=keep, **look)
    address().tell(name, [value] if value else [])
    return value


def choose_share(place: Any, label: str, name: str, step: float = 0.05, **look: Any) -> float:
    """A number from 0 to 1; at first 0."""
    value = 0.0
    for asked in address().values(name) or []:
        try:
            value = float(asked)
        except ValueError:
            address().missing.append((name, asked))
        if not 0 <= value <= 1:  # NaN too
            address().missing.append((name, asked))
            value = 0.0
    key = key_of(name)
    st.session_state[key] = value

    def keep() -> None:
        address().choose(name, [f"{st.session_state[key]:g}"])

    place.slider(label, 0.0, 1.0, step=step, key=key, on_change=keep, **look)
    address().tell(name, [f"{value:g}"] if value else [])
    return value


def choose_switch(place: Any, label: str, name: str, default: bool, **look: Any) -> bool:
    chosen = _chosen(name, {ON: True, OFF: False}, [ON if default else OFF], 1)
    value = (chosen or [ON if default else OFF])[0] == ON
    key = key_of(name)
    st.session_state[key] = value

    def keep() -> None:
        address().choose(name, [ON if st.session_state[key] else OFF])

    place.toggle(label, key=key, on_change=keep, **look)
    address().tell(name, [] if value == default else [ON if value else OFF])
    return value


def choose_page(place: Any, name: str, pages: int) -> int:
    """A page of several; where there is only one, nothing is drawn."""
    chosen = _chosen(name, {str(page): page for page in range(1, pages + 1)}, ["1"], 1)
    page = int((chosen or ["1"])[0])
    if pages > 1:
        key = key_of(name)
        st.session_state[key] = page

        def keep() -> None:
            address().choose(name, [str(st.session_state[key])])

        place.pagination(pages, key=key, on_change=keep)
    address().tell(name, [] if page == 1 else [str(page)])
    return page


def reset(names: Sequence[str]) -> None:
    """Back to the defaults; for a button's on_click."""
    address().forget(*names)


def say_what_was_not_understood(place: Any, vain: list[tuple[str, str]]) -> None:
    """Nothing that an address asks for is dropped without a word."""
    if vain:
        listed = ", ".join(literally(f"{name}={value}") for name, value in vain)
        place.warning(_("The address asks for {listed}, which there is not here: it is left out.", listed=listed))


def _chosen(name: str, named: dict[str, Any], first: list[str], most: int | None = None) -> list[str]:
    """What the address says, as far as it is offered."""
    asked = address().values(name)
    if asked is None:
        return first
    known = [value for value in dict.fromkeys(asked) if value in named]
    address().missing += [(name, value) for value in asked if value and value not in named]
    known, more = known[:most], known[most:] if most else []
    address().missing += [(name, value) for value in more]
    return known or ([] if "" in asked or not asked else first)
