"""From a world to a labelled linear programme: one family of rows, one cost term, one file."""
