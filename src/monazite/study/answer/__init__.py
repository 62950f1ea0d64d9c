"""The answer to a question of the kind "what if we stop delivering?": numbers, tables, verdict and reasons."""
