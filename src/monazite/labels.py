"""Lists of names, such as mines, periods and lanes, as whole numbers that can be joined at once.

An ``Axis`` is a list of names; an ``Index`` is a list of label rows such as (unit, period), held as one integer code
per axis; ``match`` finds all pairs of rows in two indexes that agree on some axes. The label text itself is touched
only when a person wants to read it, so that a programme with a hundred thousand columns takes milliseconds. Absence is
always a missing row, or the code -1 on an attribute axis, which matches nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from monazite.errors import ProgramFault, nearest

if TYPE_CHECKING:
    import pandas as pd

Codes = NDArray[np.int32]
Positions = NDArray[np.int64]

NO_LABEL = -1
_LARGEST_KEY = 2**62
# Below this many possible keys per row a counting table is faster than a binary search and still small.
_TABLE_PER_ROW = 4


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return ``array`` with writing switched off, so that frozen records are frozen to the last byte."""
    array.setflags(write=False)
    return array


@dataclass(frozen=True)
class Axis:
    """A named list of unique labels, for example ``Axis("region", ("north", "south"))``.

    Raises ``ProgramFault`` for a label that is repeated or is not text.
    """

    name: str
    labels: tuple[str, ...]
    _code_of: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", tuple(self.labels))
        code_of = {label: code for code, label in enumerate(self.labels)}
        for label in self.labels:
            if not isinstance(label, str):
                raise ProgramFault(f"axis {self.name}: label {label!r} is not text -> write {str(label)!r}")
        if len(code_of) < len(self.labels):
            twice = next(label for i, label in enumerate(self.labels) if code_of[label] != i)
            raise ProgramFault(f"axis {self.name}: label {twice!r} stands twice; labels are unique -> remove one")
        object.__setattr__(self, "_code_of", code_of)

    def __len__(self) -> int:
        return len(self.labels)

    def __hash__(self) -> int:
        return hash((self.name, len(self.labels)))

    def code(self, label: str) -> int:
        """Position of ``label`` on the axis; ``ProgramFault`` with the nearest known label when there is none."""
        try:
            return self._code_of[label]
        except KeyError:
            known = nearest(str(label), self.labels)
            raise ProgramFault(f"axis {self.name} has no label {label!r} -> {known}") from None

    def codes(self, labels: Iterable[str]) -> Codes:
        """Positions of many labels, in their order, shape (number of labels,)."""
        wanted = list(labels)
        try:
            return np.fromiter((self._code_of[label] for label in wanted), np.int32, len(wanted))
        except KeyError as missing:
            self.code(missing.args[0])
            raise  # pragma: no cover  (code() has raised)


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Index:
    """Rows of labels: one integer code array per axis, unique over the ``keys`` axes.

    Axes that are not keys are *attributes*: functions of the key that rows may be matched on as well, such as the
    region of a unit. The name under which an axis is held is its role and may differ from the axis' own name: a lane
    may hold the region axis twice, as ``origin`` and ``destination``.

    ``axes`` maps role to ``Axis``; ``codes`` maps role to an int32 array of shape (size,); without ``keys`` all are.
    Raises ``ProgramFault`` for repeated keys, codes outside an axis, and arrays of unequal length.
    """

    axes: dict[str, Axis]
    codes: dict[str, Codes]
    size: int
    keys: tuple[str, ...]

    def __init__(
        self,
        axes: Mapping[str, Axis],
        codes: Mapping[str, ArrayLike],
        size: int | None = None,
        keys: Sequence[str] | None = None,
    ) -> None:
        if set(axes) != set(codes):
            raise ProgramFault(f"an index has axes {sorted(axes)} but codes for {sorted(codes)} -> give codes for each")
        if size is None:
            size = len(np.atleast_1d(next(iter(codes.values())))) if codes else 1
        key_axes = tuple(axes) if keys is None else tuple(keys)
        arrays = {
            role: _checked(role, axis, codes[role], size, 0 if role in key_axes else NO_LABEL)
            for role, axis in axes.items()
        }
        self._set(axes, arrays, size, key_axes)
        self.require(key_axes)
        self._refuse_repeated_keys()

    def _set(self, axes: Mapping[str, Axis], codes: dict[str, Codes], size: int, keys: tuple[str, ...]) -> None:
        object.__setattr__(self, "axes", dict(axes))
        object.__setattr__(self, "codes", {role: read_only(array) for role, array in codes.items()})
        object.__setattr__(self, "size", int(size))
        object.__setattr__(self, "keys", keys)

    @classmethod
    def _trusted(cls, axes: Mapping[str, Axis], codes: dict[str, Codes], size: int, keys: tuple[str, ...]) -> Index:
        """An index whose arrays are known to be good, because they were cut from one that was checked."""
        index = cls.__new__(cls)
        index._set(axes, codes, size, keys)
        return index

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._set(**state)  # arrays come out of a pickle writeable

    def _refuse_repeated_keys(self) -> None:
        if self.size < 2:
            return
        ordered = np.sort(self.key(self.keys))
        repeated = np.flatnonzero(ordered[1:] == ordered[:-1])
        if repeated.size:
            first = int(np.flatnonzero(self.key(self.keys) == ordered[repeated[0]])[0])
            raise ProgramFault(
                f"label [{self.label(first)}] stands twice (of {self.size} rows); rows are unique over {self.keys} "
                "-> merge the two, or add the axis that tells them apart"
            )

    @classmethod
    def product(cls, *axes: Axis) -> Index:
        """All combinations of the axes' labels, last axis fastest; without axes the one empty label row."""
        sizes = [len(axis) for axis in axes]
        total = int(np.prod(sizes, dtype=np.int64))
        codes: dict[str, Codes] = {}
        inner = total
        for axis in axes:
            inner = inner // len(axis) if len(axis) else 0
            block = np.repeat(np.arange(len(axis), dtype=np.int32), inner)
            codes[axis.name] = np.tile(block, total // block.size if block.size else 0)
        if len(codes) < len(axes):
            raise ProgramFault(f"axes {[axis.name for axis in axes]}: a name stands twice -> rename one")
        return cls._trusted({axis.name: axis for axis in axes}, codes, total, tuple(codes))

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame | Mapping[str, Sequence[str]],
        axes: Iterable[Axis] | Mapping[str, Axis],
        keys: Sequence[str] | None = None,
    ) -> Index:
        """Rows of a table as an index: column names are roles, cells are labels of the axes given.

        ``axes`` is a list of axes, or a mapping role to axis where the column is not named as its axis.
        """
        by_role = dict(axes) if isinstance(axes, Mapping) else {axis.name: axis for axis in axes}
        missing = [role for role in by_role if role not in frame]
        if missing:
            raise ProgramFault(f"the table has no column {missing[0]!r} -> {nearest(missing[0], list(frame))}")
        codes = {role: axis.codes(frame[role]) for role, axis in by_role.items()}
        return cls(by_role, codes, len(next(iter(codes.values()))) if codes else 1, keys)

    def __len__(self) -> int:
        return self.size

    def __repr__(self) -> str:
        extra = [role for role in self.axes if role not in self.keys]
        return f"Index({', '.join(self.keys)}{' | ' + ', '.join(extra) if extra else ''}; {self.size} rows)"

    def __eq__(self, other: object) -> bool:
        """Same axes in the same roles, same rows in the same order."""
        if self is other:
            return True
        if not isinstance(other, Index):
            return NotImplemented
        return (
            self.size == other.size
            and self.keys == other.keys
            and self.axes == other.axes
            and all(np.array_equal(self.codes[role], other.codes[role]) for role in self.axes)
        )

    __hash__ = None  # type: ignore[assignment]

    def require(self, roles: Iterable[str]) -> None:
        """Raise ``ProgramFault`` when the index lacks one of the axes."""
        for role in roles:
            if role not in self.axes:
                known = nearest(role, self.axes)
                raise ProgramFault(f"an index over {tuple(self.axes)} has no axis {role!r} -> {known}")

    def take(self, rows: ArrayLike) -> Index:
        """The rows under a boolean mask, or at unique positions, in that order."""
        chosen = np.asarray(rows)
        positions = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen.astype(np.int64)
        codes = {role: array[positions] for role, array in self.codes.items()}
        part = self._trusted(self.axes, codes, positions.size, self.keys)
        if chosen.dtype != np.bool_:
            part._refuse_repeated_keys()
        return part

    def with_attribute(self, axis: Axis, codes: ArrayLike, role: str | None = None) -> Index:
        """The same rows with one more axis to match on; code -1 means that a row has no such label.

        ``codes`` has shape (size,); an axis that hangs on another is ``region_of_unit[index.codes["unit"]]``.
        """
        role = role or axis.name
        if role in self.axes:
            raise ProgramFault(f"an index over {tuple(self.axes)} already has {role!r} -> give another role")
        array = _checked(role, axis, codes, self.size, NO_LABEL)
        return self._trusted({**self.axes, role: axis}, {**self.codes, role: array}, self.size, self.keys)

    def renamed(self, roles: Mapping[str, str]) -> Index:
        """The same rows with other role names, for example ``{"destination": "region"}``."""
        self.require(roles)
        name = {role: roles.get(role, role) for role in self.axes}
        if len(set(name.values())) < len(name):
            raise ProgramFault(f"renaming {dict(roles)} gives two axes one name -> choose another")
        return self._trusted(
            {name[role]: axis for role, axis in self.axes.items()},
            {name[role]: array for role, array in self.codes.items()},
            self.size,
            tuple(name[role] for role in self.keys),
        )

    def seen_as(self, roles: Mapping[str, str]) -> Index:
        """The same rows under other names: ``seen_as({"region": "destination"})`` shows destinations as regions.

        Only the axes named are kept and rows may repeat: good as the left side of ``match`` only.
        """
        self.require(roles.values())
        axes = {role: self.axes[own] for role, own in roles.items()}
        return self._trusted(axes, {role: self.codes[own] for role, own in roles.items()}, self.size, ())

    def where(self, **labels: str | Collection[str]) -> NDArray[np.bool_]:
        """Mask of the rows that carry the labels, for example ``where(region="north", step=("1", "2"))``."""
        self.require(labels)
        mask = np.ones(self.size, dtype=np.bool_)
        for role, wanted in labels.items():
            if isinstance(wanted, str):
                mask &= self.codes[role] == self.axes[role].code(wanted)
            else:
                mask &= np.isin(self.codes[role], self.axes[role].codes(list(wanted)))
        return mask

    def key(self, axes: Sequence[str], like: Index | None = None) -> Positions:
        """One int64 per row that is equal for equal labels on ``axes``; -1 where a label is missing.

        With ``like`` the numbers are those of that index, so that keys of two indexes can be compared.
        """
        target = like or self
        self.require(axes)
        target.require(axes)
        if _span(target, axes) > _LARGEST_KEY:
            raise ProgramFault(f"axes {tuple(axes)} have too many combinations for one key -> match on fewer axes")
        key = np.zeros(self.size, dtype=np.int64)
        missing = np.zeros(self.size, dtype=np.bool_)
        for role in axes:
            codes, count = self.codes[role], len(target.axes[role])
            own, other = self.axes[role], target.axes[role]
            if own is not other and own.labels != other.labels:
                table = [other._code_of.get(label, NO_LABEL) for label in own.labels]
                codes = np.array([*table, NO_LABEL], dtype=np.int32)[codes]  # the last entry answers code -1
                missing |= codes < 0
            elif role not in self.keys:
                missing |= codes < 0
            key *= count
            key += codes
        key[missing] = NO_LABEL
        return key

    def labels(self, role: str) -> list[str]:
        """The labels of one axis, row by row; empty text where a row has none."""
        self.require([role])
        names = [*self.axes[role].labels, ""]
        return [names[code] for code in self.codes[role].tolist()]

    def label(self, row: int) -> str:
        """One row for people, its keys only: ``lane=north_south, step=3, period=2025Q2``."""
        return ", ".join(f"{role}={self.axes[role].labels[self.codes[role][row]]}" for role in self.keys)

    def frame(self) -> pd.DataFrame:
        """The rows as a table of text, one column per axis, keys and attributes alike; a missing label is NaN."""
        import pandas as pd  # heavy, and only people need it

        return pd.DataFrame(
            {
                role: pd.Categorical.from_codes(self.codes[role], list(axis.labels)).astype(object)
                for role, axis in self.axes.items()
            },
            index=range(self.size),
        )


def _checked(role: str, axis: Axis, codes: ArrayLike, size: int, low: int) -> Codes:
    """A fresh int32 copy of ``codes``, one per row and each within the axis."""
    array = np.array(codes, dtype=np.int32)
    if array.shape != (size,):
        raise ProgramFault(f"axis {role}: codes of shape {array.shape} for {size} rows -> give one code for each row")
    if size and not (low <= array.min() and array.max() < len(axis)):
        raise ProgramFault(f"axis {role}: a code lies outside {low}..{len(axis) - 1} -> give positions on the axis")
    return array


def _span(index: Index, axes: Sequence[str]) -> int:
    """How many different keys ``index.key(axes)`` could hold."""
    span = 1
    for role in axes:
        span *= max(1, len(index.axes[role]))
    return span


def match(left: Index, right: Index, on: Sequence[str]) -> tuple[Positions, Positions]:
    """All pairs of rows with equal labels on the axes ``on``: positions in ``left``, positions in ``right``.

    Many to many; ordered by the left row, then by the right row. With ``on=()`` every row meets every row.
    """
    left_key, right_key = left.key(on, like=right), right.key(on)
    span = _span(right, on)
    if np.all(right_key[1:] >= right_key[:-1]):  # as in most families, whose rows are declared in this order
        order = np.arange(np.searchsorted(right_key, 0), right_key.size)
    else:
        order = np.argsort(right_key, kind="stable")
        order = order[np.searchsorted(right_key, 0, sorter=order) :]  # rows without a label match nothing
    if span <= _TABLE_PER_ROW * (left.size + right.size + 4096):
        rows_with = np.bincount(right_key[order], minlength=span)
        first_with = np.cumsum(rows_with) - rows_with
        count, first = rows_with[left_key], first_with[left_key]
    else:
        ordered = right_key[order]
        first = np.searchsorted(ordered, left_key, side="left")
        count = np.searchsorted(ordered, left_key, side="right") - first
    count[left_key < 0] = 0
    if count.size == 0 or count.max() <= 1:
        left_rows = np.flatnonzero(count)
        return left_rows, order[first[left_rows]]
    left_rows = np.repeat(np.arange(left.size), count)
    nth = np.arange(left_rows.size) - np.repeat(np.cumsum(count) - count, count)
    return left_rows, order[np.repeat(first, count) + nth]


def join(
    left: Index, right: Index, on: Sequence[str], keep: Sequence[str] | None = None
) -> tuple[Index, Positions, Positions]:
    """The pairs of ``match`` as an index over the axes of both sides, with the positions of each side.

    ``keep`` names the axes to carry over (default: all). An axis on both sides that is not in ``on`` would have two
    meanings and is refused. When ``keep`` leaves out keys, rows may repeat: good as the left side of ``match`` only.
    """
    left_rows, right_rows = match(left, right, on)
    kept = tuple(dict.fromkeys([*left.axes, *right.axes])) if keep is None else tuple(keep)
    axes: dict[str, Axis] = {}
    codes: dict[str, Codes] = {}
    for role in kept:
        if role in left.axes and role in right.axes and role not in on:
            raise ProgramFault(f"axis {role!r} stands on both sides of a join on {tuple(on)} -> add it, or rename one")
        side, rows = (left, left_rows) if role in left.axes else (right, right_rows)
        side.require([role])
        axes[role], codes[role] = side.axes[role], side.codes[role][rows]
    keys = tuple(role for role in kept if role in left.keys or role in right.keys)
    return Index._trusted(axes, codes, left_rows.size, keys), left_rows, right_rows
