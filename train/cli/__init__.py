"""Commands of training: light to import, so that a device without torch can list them."""
