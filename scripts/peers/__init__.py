"""Peers: the same items through what a user would write without this project, timed beside ours."""
