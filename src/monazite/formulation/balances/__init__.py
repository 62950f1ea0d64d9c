"""What comes in must go out: of every place, every store, every plant's capacity."""
