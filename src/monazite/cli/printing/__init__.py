"""Answers as text: headings, sentences and tables that need neither colour nor a wide screen."""
