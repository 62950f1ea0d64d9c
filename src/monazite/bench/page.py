"""The report of a comparison as a page of the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monazite.bench.tables import Table, tables

OPENING = """# Speed and memory beside peers

Measured by `monazite bench`, which writes this page:

```
{command}
```

The peers come with `pip install 'monazite[bench]'`; why they are no dependencies is in
[decision 0008](../decisions/0008-peers-are-measured-not-needed.md); what bounds the speed of a variant is in
[decision 0007](../decisions/0007-variants-on-one-pattern.md). Figures differ between machines;
ratios differ less.
"""


def markdown(report: Mapping[str, Any], command: str) -> str:
    """The page, with the command that writes it again."""
    parts = [OPENING.format(command=command), *(_section(table) for table in tables(report))]
    return "\n".join(parts)


def _section(table: Table) -> str:
    words = [True] * table.words + [False] * (len(table.heads) - table.words)
    lines = [_row(table.heads), _row("---" if word else "---:" for word in words), *(_row(row) for row in table.rows)]
    return "\n\n".join([f"## {table.title}", *table.notes, "\n".join(lines)]) + "\n"


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"
