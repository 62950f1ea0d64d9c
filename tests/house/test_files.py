"""Files and functions stay short enough to be read in one sitting."""

from __future__ import annotations

import ast

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 80


def test_no_source_file_is_longer_than_four_hundred_lines(tree):
    """Proves: the longest file has at most 400 lines.
    Without it: files grow one idea at a time until nobody can say what they are about.
    """
    assert long_files(tree) == []


def test_no_function_is_longer_than_eighty_lines(tree):
    """Proves: the longest function, docstring included, has at most 80 lines.
    Without it: the formula disappears in its book-keeping.
    """
    assert long_functions(tree) == []


def test_every_module_opens_with_a_sentence(tree):
    """Proves: each module that holds anything begins with a docstring.
    Without it: the reader has to guess the idea from the code.
    """
    silent = [
        f"{tree.place(name, 1)} -> begin with a sentence that someone from the field understands"
        for name, syntax in tree.syntax.items()
        if syntax.body and not ast.get_docstring(syntax)
    ]

    assert silent == []


def test_the_limits_bite(sketch):
    """Proves: 401 lines, and a function of 81, are found; 400 and 80 pass.
    Without it: a checker that sees nothing would pass every tree.
    """
    tree = sketch(
        {
            "long.py": "x = 1\n" * 401,
            "short.py": "x = 1\n" * 400,
            "deep.py": "def f():\n" + "    x = 1\n" * 80,
            "flat.py": "def f():\n" + "    x = 1\n" * 79,
        }
    )

    assert long_files(tree) == ["src/monazite/long.py:1 has 401 lines, more than 400 -> split it by idea"]
    assert long_functions(tree) == ["src/monazite/deep.py:1 f has 81 lines, more than 80 -> split it by step"]


def long_files(tree):
    counts = {name: len(file.read_text(encoding="utf-8").splitlines()) for name, file in tree.files.items()}
    return [
        f"{tree.place(name, 1)} has {count} lines, more than {LINES_OF_A_FILE} -> split it by idea"
        for name, count in counts.items()
        if count > LINES_OF_A_FILE
    ]


def long_functions(tree):
    return [
        f"{tree.place(name, node.lineno)} {node.name} has {count} lines, more than {LINES_OF_A_FUNCTION} "
        "-> split it by step"
        for name, syntax in tree.syntax.items()
        for node in ast.walk(syntax)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := node.end_lineno - node.lineno + 1) > LINES_OF_A_FUNCTION
    ]
