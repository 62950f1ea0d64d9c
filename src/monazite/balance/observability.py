"""What the reports and laws leave open: mixtures of amounts that could change without anybody noticing.

An amount is *observable* if no such mixture holds it. Amounts that are reported alone, and then those that a law gives
from known ones, are struck out first; what remains falls into small parts, of each of which the open directions follow
from a singular value decomposition. Source: Crowe, Garcia Campos and Hrymak, AIChE Journal 29 (1983), projection;
Stanley and Mah, Chemical Engineering Science 36 (1981), observability.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from monazite.balance.products import Floats

RANK = 1e-9
"""A direction is open if it changes reports and laws by less than this share of what the plainest one changes."""


def open_directions(seen: sp.csr_array, free: NDArray[np.bool_]) -> sp.csr_array:
    """An orthonormal basis of what no row of ``seen`` (rows, n) notices, among the unknowns that are ``free`` (n,).

    Shape (n, directions); unknowns should be told in comparable units.
    """
    n = seen.shape[1]
    rows = sp.csr_array(seen[:, np.flatnonzero(free)])
    left = np.flatnonzero(free)[_undetermined(rows)]
    inner = sp.csc_array(seen)[:, left]
    count, part = sp.csgraph.connected_components(abs(inner).T @ abs(inner), directed=False)
    where, data, columns = [], [], 0
    for one in range(count):
        mine = np.flatnonzero(part == one)
        block = inner[:, mine].tocsr()
        block = block[np.flatnonzero(np.diff(block.indptr))].toarray()
        for vector in _null_space(block):
            keep = np.abs(vector) > RANK
            where += [(left[j], columns) for j in mine[keep]]
            data += vector[keep].tolist()
            columns += 1
    index = np.array(where, dtype=np.int64).reshape(-1, 2)
    return sp.csr_array((np.array(data, dtype=float), (index[:, 0], index[:, 1])), shape=(n, columns))


def _undetermined(rows: sp.csr_array) -> NDArray[np.int64]:
    """Unknowns that are left when each that stands alone in a row has been struck out, again and again."""
    entries = sp.csr_array((np.ones(rows.nnz), rows.indices, rows.indptr), shape=rows.shape)
    entries = sp.csr_array((entries.data * (rows.data != 0.0), rows.indices, rows.indptr), shape=rows.shape)
    entries.eliminate_zeros()
    by_unknown = entries.tocsc()
    unknown = np.ones(rows.shape[1])
    while True:
        alone = np.isclose(entries @ unknown, 1.0)
        known = (by_unknown.T @ alone.astype(float) > 0.0) & (unknown > 0.0)
        if not known.any():
            return np.flatnonzero(unknown)
        unknown[known] = 0.0


def _null_space(block: Floats) -> Floats:
    """Rows are an orthonormal basis of what the block (rows, unknowns) does not notice."""
    if not block.shape[0]:
        return np.eye(block.shape[1])
    size = np.linalg.norm(block, axis=1, keepdims=True)
    _, singular, directions = np.linalg.svd(block / np.where(size > 0.0, size, 1.0), full_matrices=True)
    rank = int(np.sum(singular > RANK * singular.max(initial=0.0)))
    return directions[rank:]
