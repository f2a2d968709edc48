"""From the start of the process to the first decision, and the memory of a till that runs."""
