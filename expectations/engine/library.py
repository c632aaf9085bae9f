"""How is Great Expectations loaded? Once, late, without telemetry, without what we do not use of it.

Importing it takes seconds, so nothing in this package imports it at the top of a module; `load()` is the only door.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from types import ModuleType
from typing import Any

# Imported by the library for expectations about distributions: 40 % of its import time, and not used here.
_POSTPONED = ("altair", "scipy.stats")


class _StandIn(ModuleType):
    """A module that is imported when something in it is first asked for."""

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), attribute)


@contextmanager
def _postponed(*names: str) -> Iterator[None]:
    stand_ins = [_StandIn(name) for name in names if name not in sys.modules]
    for stand_in in stand_ins:
        sys.modules[stand_in.__name__] = stand_in
    try:
        yield
    finally:
        for stand_in in stand_ins:
            if sys.modules.get(stand_in.__name__) is stand_in:
                del sys.modules[stand_in.__name__]


@cache
def load() -> Any:
    """The library, quiet and without telemetry. Call it early from a thread to have it ready when it is needed."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with _postponed(*_POSTPONED), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = importlib.import_module("great_expectations")
    # Its progress bars, shown or not, share a lock between processes, which a worker that is ended leaves behind, and
    # Python then complains on the terminal. One of this process will do.
    importlib.import_module("tqdm").tqdm.set_lock(threading.RLock())
    return library


@contextmanager
def remembered_digests() -> Iterator[None]:
    """Meanwhile a frame is hashed once, not each time that the library makes a batch of it: twice a suite."""
    module: Any = importlib.import_module("great_expectations.execution_engine.pandas_execution_engine")
    own = module.hash_pandas_dataframe
    known: list[tuple[Any, str]] = []  # the frame, which is compared by identity, and its digest

    def digest(frame: Any) -> str:
        if not known or known[-1][0] is not frame:
            known[:] = [(frame, own(frame))]
        return known[-1][1]

    module.hash_pandas_dataframe = digest
    try:
        yield
    finally:
        module.hash_pandas_dataframe = own


@contextmanager
def remembered_configurations() -> Iterator[None]:
    """Meanwhile an expectation's configuration is made once, not each of the 140 times that the library asks for it.

    That was a third of the time of a small batch. Each asker gets a copy; one that was changed is made anew.
    """
    kind: Any = importlib.import_module("great_expectations.expectations.expectation").Expectation
    own = kind.configuration
    known: dict[int, tuple[Any, dict[str, Any], Any]] = {}  # with the expectation, whose id is then no other's

    def configuration(self: Any) -> Any:
        made = known.get(id(self))
        if made is None or made[1] != self.__dict__:
            made = known[id(self)] = self, dict(self.__dict__), own.fget(self)
        given = copy(made[2])
        given.__dict__["_kwargs"] = dict(given.kwargs)
        return given

    kind.configuration = property(configuration)
    try:
        yield
    finally:
        kind.configuration = own
