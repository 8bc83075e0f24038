"""Pure Python that everything stands on: text, search, phones, money, numbers, dates, clock."""
