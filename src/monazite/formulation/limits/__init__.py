"""What cannot be exceeded: capacity, reserves, budgets, working minima."""
