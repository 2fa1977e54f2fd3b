"""Mutants of zips: a part changed as what it is, parts lost, doubled, renamed, or the zip itself lied to."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
from hashlib import sha256
from random import Random
from typing import Any

from tests.fuzz.markup import markup_mutant
from tests.fuzz.mutate import WORDS, bytes_mutant, text_mutant

Parts = dict[str, bytes]


def parts_of(data: bytes) -> Parts:
    """The parts of a whole zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of those parts, of which two may have one name."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, data in parts:
            archive.writestr(name, data)
    return buffer.getvalue()


def zip_mutant(chance: Random, parts: Parts, favourites: tuple[str, ...]) -> bytes:
    """A copy with one part changed (mostly one of the favourites), or the order of the zip disturbed."""
    made = list(parts.items())
    kind = chance.randrange(20)
    if kind == 0:
        del made[chance.randrange(len(made))]
    elif kind == 1:
        made.insert(chance.randrange(len(made)), chance.choice(made))
    elif kind == 2:
        at = chance.randrange(len(made))
        name = chance.choice(
            (chance.choice(made)[0], "../" + made[at][0], "x", "x\x00y", "word/文.xml")
        )
        made[at] = (name, made[at][1])
    else:
        names = [n for n in favourites if n in parts]
        usual = names and chance.random() < 0.85
        name = chance.choice(names) if usual else chance.choice(made)[0]
        made = [(n, _part_mutant(chance, d) if n == name else d) for n, d in made]
    method = zipfile.ZIP_DEFLATED if chance.random() < 0.1 else zipfile.ZIP_STORED
    data = zipped(made, method)
    return _lied(chance, data) if chance.random() < 0.1 else data


def _part_mutant(chance: Random, data: bytes) -> bytes:
    kind = chance.randrange(10)
    if kind == 0:
        return bytes_mutant(chance, data)
    if kind == 1:
        return chance.choice(
            (b"", b"<x/>", data + data, data.decode("utf-8", "replace").encode("utf-16"))
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return bytes_mutant(chance, data)
    if kind == 2:
        return text_mutant(chance, text, 3).encode("utf-8", "replace")
    return markup_mutant(chance, text).encode("utf-8", "replace")


def _lied(chance: Random, data: bytes) -> bytes:
    """A number in the zip's own records replaced: sizes, offsets, counts, methods, flags."""
    made = bytearray(data)
    mark, length = chance.choice(((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)))
    places = []
    at = made.find(mark)
    while at >= 0:
        places.append(at)
        at = made.find(mark, at + 4)
    if places:
        at = chance.choice(places) + chance.randrange(4, length - 3)
        value = chance.choice((0, 1, 8, 12, 14, 99, 1000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF))
        form = chance.choice(("<H", "<I"))
        struct.pack_into(form, made, at, value & (0xFFFF if form == "<H" else 0xFFFFFFFF))
    return bytes(made)


# --- .gia ---------------------------------------------------------------------------------------

_VALUES: tuple[Any, ...] = (
    None, True, 0, 1, -1, 10**9, 10**30, 1.5, float("nan"), float("inf"), "", "NaN", "sNaN", "Infinity", "1E+99999",
    "1E+999999999", "1E-999999999", "-0", "１", "9" * 5000, [], {}, [[]], ["a"], {"a": 1}, "free-1", "gia-2008", "gia-2021",
)  # fmt: skip


def package_mutant(chance: Random, parts: Parts) -> bytes:
    """A package whose report was changed by someone who also made its checksums right."""
    made = dict(parts)
    inner = [n for n in made if n != "manifest.json"]
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(inner)
        try:
            tree = json.loads(made[name])
        except (ValueError, RecursionError):
            break
        made[name] = _dumped(chance, _tree_mutant(chance, tree))
    manifest = json.loads(made["manifest.json"])
    manifest["sha256"] = {n: sha256(made[n]).hexdigest() for n in inner}
    if chance.random() < 0.15:
        manifest = _tree_mutant(chance, manifest)
    made["manifest.json"] = json.dumps(manifest, ensure_ascii=False).encode("utf-8", "replace")
    data = zipped(list(made.items()))
    return _lied(chance, data) if chance.random() < 0.03 else data


def _dumped(chance: Random, tree: Any) -> bytes:
    text = json.dumps(tree, ensure_ascii=False)
    kind = chance.randrange(40)
    if kind == 0:
        many = chance.choice((50, 900, 5000, 200_000))
        text = "[" * many + text + "]" * many
    elif kind == 1:
        text = text_mutant(chance, text, 2)
    return text.encode("utf-8", "replace")


def _tree_mutant(chance: Random, tree: Any) -> Any:
    """The tree with one of its leaves or branches replaced, doubled, dropped or moved."""
    nodes: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, child in items:
            nodes.append((node, key))
            if isinstance(child, dict | list):
                waiting.append(child)
    if not nodes:
        return chance.choice(_VALUES)
    # the cells are most of the tree; half of the time something else is wanted
    few = [n for n in nodes if not (isinstance(n[0], dict) and "row_label" in n[0])]
    holder, key = chance.choice(few if few and chance.random() < 0.6 else nodes)
    match chance.randrange(6):
        case 0 | 1:
            holder[key] = chance.choice(_VALUES)
        case 2 if isinstance(holder, dict):
            del holder[key]
        case 2 | 3 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case 4:
            other, where = chance.choice(nodes)
            holder[key] = other[where] if not isinstance(other[where], dict | list) else "甲"
        case _ if isinstance(holder[key], str):
            cut = chance.randrange(len(holder[key]) + 1)
            holder[key] = holder[key][:cut] + chance.choice(WORDS) + holder[key][cut:]
        case _:
            holder[key] = chance.choice(_VALUES)
    return tree
