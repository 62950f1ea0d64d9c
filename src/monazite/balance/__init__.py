"""Reconciliation: contradictory measurements in, one balanced picture out. Arrays in, arrays out."""

from monazite.balance.draws import draws
from monazite.balance.gross_errors import GrossError, gross_errors, without
from monazite.balance.problem import Problem
from monazite.balance.products import Products
from monazite.balance.reconciliation import Reconciled, reconcile
from monazite.balance.uncertainty import CLASSES, Uncertainty, covariance, uncertainty

__all__ = [
    "CLASSES",
    "GrossError",
    "Problem",
    "Products",
    "Reconciled",
    "Uncertainty",
    "covariance",
    "draws",
    "gross_errors",
    "reconcile",
    "uncertainty",
    "without",
]
