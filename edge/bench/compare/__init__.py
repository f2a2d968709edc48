"""Two runs of the bench, judged with intervals."""
