"""Certificate: proof that what runs here is still the model that was trained."""
