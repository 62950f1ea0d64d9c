"""What is true of a supply chain and what may happen to it: frozen records, checks, and policies as edits."""
