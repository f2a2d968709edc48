"""Bench: what this machine makes of our work and of others', side by side in one run."""
