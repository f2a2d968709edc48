"""Bench of the gallery: our index and its peers on embeddings that look like ours."""
