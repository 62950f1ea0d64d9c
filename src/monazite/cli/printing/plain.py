"""Text as a terminal may safely show it: what would move the cursor, change colours or turn letters round is spelled
out.
"""

from __future__ import annotations

import re

_SIGNALS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with each control character as its code, ``\\x1b`` for escape; a tab is a blank, and lines stay
    lines.
    """
    return _SIGNALS.sub(lambda found: " " if found[0] == "\t" else _code(found[0]), text)


def visible_json(text: str) -> str:
    """A JSON document in which control characters that JSON allows stand as escapes; it says the same."""
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _code(sign: str) -> str:
    return f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}"
