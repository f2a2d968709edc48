"""`checkout-edge gallery`: one file a command, or a family of them."""
