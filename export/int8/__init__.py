"""INT8: convolutions in 8-bit integers, calibrated on a shop's own photos, as many as the gate allows."""
