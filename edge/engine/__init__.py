"""Engines: a model compiled by TensorRT for one GPU, and the file that says for which."""
