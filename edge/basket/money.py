"""Money: whole minor units in the books, decimals only for the eye."""

from __future__ import annotations

_NO_MINOR = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


def decimals(currency: str | None) -> int:
    """Decimals of a currency's minor unit (ISO 4217), 2 for one that is not known."""
    if currency in _NO_MINOR:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def money(minor: int | None, currency: str | None) -> str:
    """`1999, "EUR"` as `19.99 EUR`; an amount that is not known as a dash."""
    if minor is None:
        return "–"
    places = decimals(currency)
    whole, part = divmod(abs(minor), 10**places)
    sign = "-" if minor < 0 else ""
    amount = f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"
    return f"{amount} {currency}" if currency else amount
