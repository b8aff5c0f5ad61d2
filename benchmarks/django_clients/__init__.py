"""A Django application with one model: the table of clients that both stores of the benchmark have."""
