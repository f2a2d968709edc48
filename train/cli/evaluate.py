def evaluate() -> None:
    """Not there yet."""
