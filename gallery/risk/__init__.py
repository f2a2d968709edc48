"""How often the till accepts what it should not, measured on the gallery itself and bounded."""
