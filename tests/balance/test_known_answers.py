"""Published problems of data reconciliation, with the answers of their authors.

Collected by E. Cordeiro do Valle and others, data-reconciliation and gross-error benchmarks
(github.com/EDSONCV/dr-ged-benchmarks); the measured values are those of the papers named at each case.
"""

from __future__ import annotations

import numpy as np
import pytest


def incidence(flows, *nodes):
    """One row per node: the numbers of the flows (from 1) that enter it, those that leave it with a minus sign."""
    rows = np.zeros((len(nodes), flows))
    for row, node in zip(rows, nodes, strict=True):
        for flow in node:
            row[abs(flow) - 1] = np.sign(flow)
    return rows


CASES = {
    "splitter of three flows": {  # Rao and Narasimhan 1996, doi:10.1021/ie940538b
        "measured": [9.22, 4.83, 3.22],
        "variance": [0.07650756, 0.02099601, 0.00933156],
        "nodes": incidence(3, (1, -2, -3)),
        "published": [8.38, 5.06, 3.32],
        "digits": 0.005,
        "chi_square": 12.813201051,
    },
    "four nodes with a recycle": {  # Yang, Ten and Jao 1995, Computers & Chemical Engineering 19S, S217-S222
        "measured": [110.1, 41.1, 79.0, 30.6, 108.3, 19.8, 55.0, 39.0],
        "variance": [3.234, 1.803, 1.665, 0.999, 3.129, 0.418, 3.228, 1.623],
        "nodes": incidence(8, (1, -2, -7), (2, -3, 8), (3, 4, -5), (-6, 7, -8)),
        "published": [101.33905, 42.529144, 80.900036, 29.825573, 110.72561, 20.439015, 58.809907, 38.370892],
        "digits": 5e-6,
        "chi_square": 35.232720532,
    },
    "mill with two recycles": {  # proposed by the collection's authors
        "measured": [49.941, 74.89, 75.049, 47.974, 30.016, 25.012, 5.001, 4.95, 2.953, 1.981],
        "variance": [1.0] * 6 + [0.15, 0.15, 0.1, 0.1],
        "nodes": incidence(10, (1, -2, 6), (2, -3), (3, -4, -5, 9), (5, -6, -7), (7, -8), (8, -9, -10)),
        "published": [
            49.949504,
            74.975249,
            74.975249,
            47.953998,
            29.990758,
            25.025745,
            4.9650132,
            4.9650132,
            2.9695067,
            1.9955065,
        ],
        "digits": 5e-7,
        "chi_square": 0.0289704967,
    },
    "refinery section": {  # Zhang, Shao, Chen, Wang and Qian 2010, Computers & Chemical Engineering 34, 154-162
        "measured": [190.26, 174.71, 3.1157, 32.458, 33.474, 7.3519, 0.31392, 92.432, 29.118, 24.275, 18.225, 54.838],
        "variance": [
            4.58473744,
            3.79626256,
            0.00116281,
            0.11909401,
            0.16008001,
            0.00753424,
            1.26736e-05,
            1.12232836,
            0.13010449,
            0.09006001,
            0.0400440121,
            0.41641209,
        ],
        "nodes": incidence(12, (1, -2, 3, -11), (2, -4, -5, -6, -7, -8, 9, 11, -12), (-3, -9, -10, 12)),
        "published": [
            190.0492,
            174.9344,
            3.112587,
            32.45643,
            33.47189,
            7.351801,
            0.3139198,
            92.41711,
            28.77742,
            24.03806,
            18.22737,
            55.92806,
        ],
        "digits": 2e-4,
        "chi_square": 4.400133599,
    },
}


@pytest.mark.parametrize("name", CASES)
def test_published_flows_come_out(balanced, name):
    """Proves: the reconciled flows are those of the paper, to the digits that it prints, and every node balances.
    Without it: the published answers for the splitter, 8.38 = 5.06 + 3.32, against measured 9.22, 4.83 + 3.22 = 8.05.
    """
    case = CASES[name]
    found = balanced(case["measured"], np.sqrt(case["variance"]), case["nodes"])

    assert found.values == pytest.approx(np.array(case["published"]), abs=case["digits"])
    assert np.abs(case["nodes"] @ found.values).max() < 1e-9


@pytest.mark.parametrize("name", CASES)
def test_the_adjustments_give_the_global_test(balanced, name):
    """Proves: the squares of the adjustments add up to the chi-square statistic of the closed form r' (E V E')^-1 r
    with r the gap of the measured values: 12.81 on one degree of freedom for the splitter, far beyond 3.84.
    Without it: a gross error would hide in a picture that balances.
    """
    case = CASES[name]
    found = balanced(case["measured"], np.sqrt(case["variance"]), case["nodes"])
    gap = case["nodes"] @ case["measured"]
    closed = gap @ np.linalg.solve(case["nodes"] * case["variance"] @ case["nodes"].T, gap)

    assert found.adjustment @ found.adjustment == pytest.approx(closed, rel=1e-8)
    assert closed == pytest.approx(case["chi_square"], rel=1e-8)
