def table1() -> None:
    """Not there yet."""
