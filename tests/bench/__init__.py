"""The benchmark: `nox -s bench`, or `PYTHONPATH=tests python -m bench`. Never part of the tests."""
