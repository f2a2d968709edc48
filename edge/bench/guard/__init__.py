"""Whether the till has become slower than it was: ratios that a busy machine does not bend."""
