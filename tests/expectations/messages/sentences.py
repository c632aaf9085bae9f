"""Which sentences can an error, or the reason of a file, say? Read off the code: each with holes where values come.

Nobody marks them. The arguments of SINKS are followed through names, constants, conditions, loops over tables,
functions that return texts, and parameters to their callers; what can be followed no further is a hole.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product

from tests.conftest import ROOT

MARK = "S_"
PACKAGES = ("extractors", "expectations", "flows")
#: What is called with sentences: which of its arguments they are, by place and by name
SINKS: Mapping[str, tuple[tuple[int, str], ...]] = {
    **dict.fromkeys(("BadUseError", "NothingToReadError", "RunBrokenError"), ((0, "problem"), (1, "remedy"))),
    **dict.fromkeys(("UnreadableError", "DecodingError"), ((0, "reason"), (1, "remedy"), (2, "place"))),
    **dict.fromkeys(("SourceError", "GoneError"), ((1, "reason"), (2, "remedy"), (3, "place"))),
    "RulesError": ((0, "problem"), (1, "remedy")),
    **dict.fromkeys(("UnitTableError", "ServerError", "WorkerLostError", "BadParameter"), ((0, "message"),)),
    **dict.fromkeys(("tell", "tell_aside"), ((0, "message"),)),
    "say": ((0, "message"), (1, "message")),
    "BatchFile": ((3, "problem"),),
    **dict.fromkeys(("Held", "Found"), ((2, "reason"),)),
    "Reading": ((4, "reason"),),
    "Told": ((5, "reason"),),
    "Damaged": ((1, "why"),),
    "Check": ((3, "description"),),
    "Failure": ((5, "detail"),),
    MARK: ((0, "sentence"),),
    "replace": ((9, "reason"), (9, "problem")),
}
#: Parameters that are words of ours inside of a sentence; others are values
WORDED = ("what", "why")
#: Sentences that are told apart wherever they stand, each by itself
JOINT = "; "
MOST = 400  # alternatives of one argument
DEEPEST = 12
WORDS = re.compile(r"[A-Za-z]\S* \S|\S [A-Za-z]\S+")


#: Where a value comes. In a message holes are {a}, {b} … in their order, so that a variable's new name changes nothing.
HOLE = "\0"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class Module:
    """What names mean in a file."""

    name: str
    constants: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands."""

    module: Module
    function: Function | None


@dataclass(slots=True)
class Program:
    """All modules, and who calls whom."""

    modules: dict[str, Module] = field(default_factory=dict)
    calls: dict[str, list[tuple[Scope, ast.Call]]] = field(default_factory=dict)
    defaults: list[tuple[str, Scope, ast.expr]] = field(default_factory=list)  # of what the sinks that are classes take


@cache
def read_program() -> Program:
    program = Program()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            add_module(program, name, ast.parse(path.read_text(encoding="utf-8")))
    return program


def add_module(program: Program, name: str, tree: ast.Module) -> None:
    module = program.modules[name] = Module(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            module.imported |= {one.asname or one.name: (node.module, one.name) for one in node.names}
        if isinstance(node, Function):
            module.functions.setdefault(node.name, node)
    for node in tree.body:
        module.constants |= dict(assigned(node))
        if isinstance(node, ast.ClassDef) and node.name in SINKS:
            made = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
            defaults = [value for one in made for value in one.args.defaults]
            program.defaults += [(node.name, Scope(module, None), value) for value in defaults]
    place(program, Scope(module, None), tree)


def place(program: Program, scope: Scope, node: ast.AST) -> None:
    """Note all calls below a node, each with its function."""
    for child in ast.iter_child_nodes(node):
        within = Scope(scope.module, child) if isinstance(child, Function) else scope
        if isinstance(child, ast.Call) and (called := name_of(child.func)):
            program.calls.setdefault(called, []).append((within, child))
        place(program, within, child)


def assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names and what is assigned to them, tuples taken apart."""
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value:
        pairs = [(node.target, node.value)]
    else:
        return
    for target, value in pairs:
        if isinstance(target, ast.Name):
            yield target.id, value
        elif isinstance(target, ast.Tuple):
            for number, one in enumerate(target.elts):
                if isinstance(one, ast.Name):
                    yield one.id, ast.Subscript(value, ast.Constant(number), ast.Load())


def name_of(function: ast.expr) -> str | None:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


@dataclass(slots=True)
class Follow:
    """Follows expressions to the sentences that they can be."""

    program: Program
    depth: int = 0

    def sentences(self, node: ast.expr, scope: Scope) -> list[str]:
        """All that an expression can say; [HOLE] where nothing is known of it."""
        if self.depth > DEEPEST:
            return [HOLE]
        self.depth += 1
        try:
            found = list(dict.fromkeys(islice(self.alternatives(node, scope), MOST)))
        finally:
            self.depth -= 1
        return found or [HOLE]

    def alternatives(self, node: ast.expr, scope: Scope) -> Iterator[str]:
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=values):
                yield from joined([self.sentences(value, scope) for value in values])
            case ast.FormattedValue(value=ast.IfExp() as value):
                yield from self.sentences(value, scope)
            case ast.FormattedValue(value=value):
                yield from self.said_in(value, scope)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from joined([self.sentences(left, scope), self.sentences(right, scope)])
            case ast.IfExp(body=body, orelse=other):
                yield from (*self.sentences(body, scope), *self.sentences(other, scope))
            case ast.BoolOp(values=values):
                for value in values:
                    yield from self.sentences(value, scope)
            case _:
                for value, where in self.elsewhere(node, scope):
                    yield from self.sentences(value, where)

    def said_in(self, value: ast.expr, scope: Scope) -> Iterator[str]:
        """What is put into a text: words where these are known, else a value."""
        found = [HOLE] if self.is_value(value, scope) else self.sentences(value, scope)
        known = [one for one in found if not one or WORDS.search(one)]
        yield from known
        if len(known) < len(found):
            yield HOLE

    def is_value(self, node: ast.expr, scope: Scope) -> bool:
        """Whether it is a parameter that is no words of ours."""
        function = scope.function
        if not isinstance(node, ast.Name) or not function or node.id in WORDED:
            return False
        parameters = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
        return node.id in parameters and not any(
            one == node.id for inner in own_nodes(function) for one, _ in assigned(inner)
        )

    def elsewhere(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The expressions that say what one is."""
        match node:
            case ast.Name(id=name):
                yield from self.named(name, scope)
            case ast.Subscript(value=value, slice=ast.Constant(value=int(number))):
                for one, where in self.reached(value, scope):
                    if isinstance(one, ast.Tuple | ast.List) and number < len(one.elts):
                        yield one.elts[number], where
            case ast.Subscript(value=value):
                yield from self.values(value, scope)
            case ast.Call(func=ast.Attribute(value=value, attr="get"), args=[_, *others]):
                yield from self.values(value, scope)
                yield from ((other, scope) for other in others)
            case ast.Call(func=ast.Attribute(value=value, attr="rstrip" | "removeprefix" | "strip")):
                yield value, scope
            case ast.Call(func=function, args=args) if (called := name_of(function)) in ("str", "N_") and args:
                yield args[0], scope
            case ast.Call(func=function) if called := name_of(function):
                yield from self.returned(called, scope)

    def named(self, name: str, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """What a name can be: a local one, a parameter, one of a loop, a constant."""
        if scope.function:
            local = [value for node in own_nodes(scope.function) for one, value in assigned(node) if one == name]
            looped = list(self.looped(name, scope))
            if local or looped:
                yield from ((value, scope) for value in local)
                yield from looped
                return
            parameters = [one.arg for one in (*scope.function.args.args, *scope.function.args.kwonlyargs)]
            if name in parameters:
                yield from self.given(scope.function, parameters, name)
                return
        module = scope.module
        if name in module.constants:
            yield module.constants[name], Scope(module, None)
        elif name in module.imported:
            other, called = module.imported[name]
            if found := self.program.modules.get(other):
                yield from self.named(called, Scope(found, None))

    def looped(self, name: str, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The values of a loop's variable, where it goes over a constant."""
        assert scope.function
        for node in own_nodes(scope.function):
            if not isinstance(node, ast.For | ast.comprehension):
                continue
            if isinstance(node.target, ast.Name) and node.target.id == name:
                for one, where in self.reached(node.iter, scope):
                    if isinstance(one, ast.Tuple | ast.List):
                        yield from ((value, where) for value in one.elts)
            if isinstance(node.target, ast.Tuple):
                names = [one.id if isinstance(one, ast.Name) else "" for one in node.target.elts]
                if name in names:
                    yield from self.columns(node.iter, names.index(name), scope)

    def columns(self, node: ast.expr, number: int, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr="items")):
                for one, where in self.reached(value, scope):
                    if isinstance(one, ast.Dict):
                        yield from ((key, where) for key in (one.values if number else one.keys) if key)
            case _:
                for one, where in self.reached(node, scope):
                    for row in one.elts if isinstance(one, ast.Tuple | ast.List) else []:
                        if isinstance(row, ast.Tuple) and number < len(row.elts):
                            yield row.elts[number], where

    def given(self, function: Function, parameters: Sequence[str], name: str) -> Iterator[tuple[ast.expr, Scope]]:
        """What callers give for a parameter."""
        number = parameters.index(name) - (parameters[0] in ("self", "cls"))
        called = "DecodingError" if function.name == "__init__" else function.name
        for scope, call in self.program.calls.get(called, []):
            if not any(isinstance(argument, ast.Starred) for argument in call.args) and number < len(call.args):
                yield call.args[number], scope
            yield from ((one.value, scope) for one in call.keywords if one.arg == name)

    def values(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The values of a table."""
        for one, where in self.reached(node, scope):
            for key, value in zip(one.keys, one.values, strict=True) if isinstance(one, ast.Dict) else []:
                if key is not None:
                    yield value, where
                elif isinstance(value, ast.Call) and name_of(value.func) == "fromkeys":
                    yield value.args[1], where

    def reached(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The expression itself, or what its name is."""
        if isinstance(node, ast.IfExp):
            yield from self.reached(node.body, scope)
            yield from self.reached(node.orelse, scope)
        elif isinstance(node, ast.Name | ast.Call | ast.Subscript):
            if self.depth <= DEEPEST:
                self.depth += 1
                for one, where in list(self.elsewhere(node, scope)):
                    yield from self.reached(one, where)
                self.depth -= 1
        else:
            yield node, scope

    def returned(self, name: str, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        module = scope.module
        if name not in module.functions and name in module.imported:
            other, name = module.imported[name]
            module = self.program.modules.get(other, module)
        if function := module.functions.get(name):
            for node in own_nodes(function):
                if isinstance(node, ast.Return) and node.value:
                    yield node.value, Scope(module, function)


@cache
def own_nodes(function: Function) -> tuple[ast.AST, ...]:
    """All nodes of a function."""
    return tuple(ast.walk(function))


def joined(parts: Sequence[list[str]]) -> Iterator[str]:
    yield from ("".join(chosen) for chosen in islice(product(*parts), MOST))


def messages_of(sentence: str) -> Iterator[str]:
    """Its parts with their holes named; none without words of ours."""
    for part in sentence.split(JOINT):
        first, *others = part.strip().replace("{", "{{").replace("}", "}}").split(HOLE)
        if WORDS.search(part) and not part.endswith((":", ": ")):
            yield first + "".join(f"{{{chr(ord('a') + place)}}}{text}" for place, text in enumerate(others))


@cache
def found_sentences() -> frozenset[str]:
    """All of them, as messages."""
    program = read_program()
    follow = Follow(program)
    found: set[str] = set()
    for sink, scope, node in sunk(program):
        for one in follow.sentences(node, scope):
            found.update([one] if sink == MARK else messages_of(one))
    return frozenset(found)


def sunk(program: Program) -> Iterator[tuple[str, Scope, ast.expr]]:
    """The arguments of the sinks that are sentences."""
    yield from program.defaults
    for sink, places in SINKS.items():
        for scope, call in program.calls.get(sink, []):
            names = [name for _, name in places]
            if len(call.args) == 1 and isinstance(call.args[0], ast.Starred):
                for number in range(len(names)):
                    yield sink, scope, ast.Subscript(call.args[0].value, ast.Constant(number), ast.Load())
                continue
            starred = next((at for at, one in enumerate(call.args) if isinstance(one, ast.Starred)), None)
            for number, name in places:
                if starred is not None and number >= starred:
                    value = call.args[starred].value  # type: ignore[attr-defined]
                    yield sink, scope, ast.Subscript(value, ast.Constant(number - starred), ast.Load())
                elif number < len(call.args):
                    yield sink, scope, call.args[number]
                yield from ((sink, scope, one.value) for one in call.keywords if one.arg == name)
