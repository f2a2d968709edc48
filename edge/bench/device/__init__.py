"""What a device says of itself: board, release, power mode, and its sensors while something runs."""
