def train() -> None:
    """Not there yet."""
