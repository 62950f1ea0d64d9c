"""Records of a JSON answer one after the other: the list is never in memory as a whole.

An answer is an object with a list called ``data`` (or ``dataset``) beside words such as ``count`` and ``error``, or the bare
list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TextIO

CHUNK = 1 << 20
"""Signs that are read at once."""
LONGEST = 4 << 20
"""Signs that one value may have."""
LISTS = ("data", "dataset")

_SPACE = " \t\r\n"
# A number that ends with what is in memory may go on in what is not read yet.
_NUMBER = "0123456789.eE+-"


class NotRecords(ValueError):
    """The text is no list of records; the message says where it goes wrong."""


class JsonRecords:
    """Iterates over (number, record) of a text, numbers from 1; ``beside`` holds what stands beside the list, and ``count`` is
    how many records there are, both complete when all are read.

    With ``wanted`` only records in whose text the pattern is found are sure to come: the others are passed over where that is
    faster, unless they are torn. Raises `NotRecords` for a text that is no JSON, breaks off, or holds no list of records.
    """

    def __init__(self, stream: TextIO, wanted: re.Pattern[str] | None = None) -> None:
        self.beside: dict[str, object] = {}
        self.count = 0
        self._stream = stream
        self._wanted = wanted
        self._text, self._at, self._ended = "", 0, False
        self._decode = json.JSONDecoder().raw_decode

    def __iter__(self) -> Iterator[tuple[int, dict]]:
        first = self._sign()
        if first == "[":
            yield from self._list()
        elif first == "{":
            yield from self._object()
        else:
            raise NotRecords("it begins with neither { nor [")
        if self._sign():
            raise NotRecords("something follows after its end")

    def _object(self) -> Iterator[tuple[int, dict]]:
        self._take("{")
        found = False
        while self._sign() != "}":
            key = self._value()
            self._take(":")
            if key in LISTS and self._sign() == "[":
                found = True
                yield from self._list()
            else:
                self.beside[str(key)] = self._value()
            if self._sign() != "}":
                self._take(",")
        self._take("}")
        if not found and not self.beside.get("error"):
            raise NotRecords(f"it holds no list called {' or '.join(LISTS)}")

    def _list(self) -> Iterator[tuple[int, dict]]:
        self._take("[")
        while self._sign() != "]":
            record = self._value()
            self.count += 1
            if not isinstance(record, dict):
                raise NotRecords(f"record {self.count:,} is no object")
            yield self.count, record
            closed = self._at - 1
            if self._sign() != "]":
                self._take(",")
                if self._wanted and self._sign() == "{":
                    yield from self._passing(self._text[closed : self._at + 1] if closed >= 0 else "")
        self._take("]")

    def _passing(self, between: str) -> Iterator[tuple[int, dict]]:
        """The wanted records among those that are whole in memory, told apart by the signs that stand between two of them.

        Where these signs also stand within a text, what they part is no JSON, and all goes the slow way from there on.
        """
        end = self._text.rfind(between, self._at) if between.startswith("}") else -1
        if end < 0:
            return
        pieces = self._text[self._at + 1 : end].split(between)
        try:
            # The last is always looked at: where it is whole, so is what comes after it.
            self._decode(f"{{{pieces[-1]}}}")
            found = [
                (i, self._decode(f"{{{piece}}}")[0])
                for i, piece in enumerate(pieces, self.count + 1)
                if self._wanted.search(piece)
            ]
        except (ValueError, RecursionError):
            self._wanted = None
            return
        self.count += len(pieces)
        self._at = end + len(between) - 1
        yield from found

    def _value(self) -> object:
        """The value that begins here; where the text in memory ends within it, more is read."""
        while True:
            self._sign()
            what = "its brackets are too deep"
            try:
                value, end = self._decode(self._text, self._at)
                if self._ended or (end < len(self._text) and self._text[end] not in _NUMBER):
                    self._at = end
                    return value
                what = "a number has no end"
            except json.JSONDecodeError as error:
                what = (
                    "it breaks off"
                    if error.pos >= len(self._text.rstrip()) or "Unterminated" in error.msg
                    else error.msg
                )
            except RecursionError:
                self._ended = True
            if self._ended or len(self._text) - self._at > LONGEST:
                raise NotRecords(f"{what} after record {self.count:,}") from None
            self._more()

    def _take(self, sign: str) -> None:
        found = self._sign()
        if found != sign:
            what = f"{found!r} stands where {sign!r} is due" if found else "it breaks off"
            raise NotRecords(f"{what} after record {self.count:,}")
        self._at += 1

    def _sign(self) -> str:
        """The next sign that is no blank, not yet taken; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if self._ended:
                return ""
            self._more()

    def _more(self) -> None:
        read = self._stream.read(CHUNK)
        self._ended = not read
        self._text, self._at = self._text[self._at :] + read, 0
