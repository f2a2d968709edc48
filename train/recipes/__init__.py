"""From a recipe's settings and photos to a job, and from the job's end to its figures."""
