"""Control digits of Russian bank accounts: a key over bank and account (Bank of Russia, rule 515 of 1997)."""

WEIGHTS = (7, 1, 3)


def _fits(digits: str) -> bool:
    """Whether the weighted sum of all digits, each product by its last digit, ends with 0."""
    return sum(int(digit) * WEIGHTS[place % 3] % 10 for place, digit in enumerate(digits)) % 10 == 0


def settlement_fits(account: str, code: str) -> bool:
    """Whether an account of 20 digits belongs to the bank with this БИК of 9 digits: its last three stand in front.

    A БИК that ends with 000, 001 or 002 is an office of the Bank of Russia itself, whose accounts are keyed by the
    place: 0 and the fifth and sixth digit of the БИК.
    """
    return _fits((f"0{code[4:6]}" if code[-3:] in ("000", "001", "002") else code[-3:]) + account)


def correspondent_fits(account: str, code: str) -> bool:
    """Whether a correspondent account of 20 digits at the Bank of Russia belongs to the bank with this БИК."""
    return _fits(f"0{code[4:6]}{account}")
