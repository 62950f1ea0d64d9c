"""Several parties that each choose for themselves: what every combination of their choices leads to."""
