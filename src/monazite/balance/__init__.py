"""Reconciliation: contradictory measurements in, one balanced picture out. Arrays in, arrays out."""

from monazite.balance.least_squares import Balanced, reconcile

__all__ = ["Balanced", "reconcile"]
