"""The paper's Table 1: three recipes on the same photos and budget, beside what the paper reports."""
