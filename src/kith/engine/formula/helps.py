"""What each function is good for, in a line: for the editor and the reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Help:
    """How a function is written, and what it does."""

    name: str
    parts: str
    about: Any

    @property
    def written(self) -> str:
        """The call as one writes it."""
        return f"{self.name}({self.parts})"


GROUPS: dict[str, tuple[Any, tuple[Help, ...]]] = {
    "logic": (
        pgettext_lazy("functions", "Choosing"),
        (
            Help("IF", "test, then, otherwise", _("One value or another")),
            Help("IFS", "test, then, test, then, otherwise", _("The value behind the first test that holds")),
            Help("SWITCH", "value, is, then, is, then, otherwise", _("The value behind the first that is equal")),
            Help("AND", "test, test", _("Whether all hold")),
            Help("OR", "test, test", _("Whether at least one holds")),
            Help("NOT", "test", _("The opposite")),
            Help("ISBLANK", "value", _("Whether nothing is filled in")),
            Help("BLANK", "", _("Nothing")),
            Help("COALESCE", "value, value", _("The first that is filled in")),
            Help("ISCHOICE", "field, value, value", _("Whether a choice is one of these")),
            Help("INCLUDES", "list, value", _("Whether a list of choices has a value")),
            Help("COUNT", "list", _("How many choices a list has")),
        ),
    ),
    "numbers": (
        pgettext_lazy("functions", "Numbers"),
        (
            Help("ROUND", "number, places", _("To so many decimal places; a half goes away from zero")),
            Help("ROUNDUP", "number, places", _("The same, always away from zero")),
            Help("ROUNDDOWN", "number, places", _("The same, always towards zero")),
            Help("INT", "number", _("The whole number below")),
            Help("FLOOR", "number, step", _("The multiple of a step below")),
            Help("CEILING", "number, step", _("The multiple of a step above")),
            Help("MOD", "number, divisor", _("What a division leaves over")),
            Help("SUM", "number, number", _("All added up; what is empty counts as nothing")),
            Help("MIN", "value, value", _("The smallest number, day or moment that is filled in")),
            Help("MAX", "value, value", _("The largest number, day or moment that is filled in")),
            Help("ABS", "number", _("Without its sign")),
            Help("SIGN", "number", _("1, 0 or -1")),
            Help("POWER", "number, exponent", _("Raised to a power, as with ^")),
            Help("SQRT", "number", _("The square root")),
            Help("VALUE", "text", _("The number that a text says")),
        ),
    ),
    "texts": (
        pgettext_lazy("functions", "Texts"),
        (
            Help("CONCAT", "value, value", _("Joined to one text, as with &")),
            Help("TEXT", "value, places", _("A value as text")),
            Help("LEN", "text", _("How many letters")),
            Help("LEFT", "text, count", _("The first letters")),
            Help("RIGHT", "text, count", _("The last letters")),
            Help("MID", "text, start, count", _("Letters from a place on")),
            Help("UPPER", "text", _("In capitals")),
            Help("LOWER", "text", _("In small letters")),
            Help("TRIM", "text", _("Without spaces at both ends")),
            Help("CONTAINS", "text, part", _("Whether a text has a part, in capitals or not")),
            Help("STARTS", "text, part", _("Whether a text begins so")),
            Help("ENDS", "text, part", _("Whether a text ends so")),
            Help("FIND", "part, text, start", _("Where a part stands; 0 when nowhere")),
            Help("SUBSTITUTE", "text, old, new", _("With every old part replaced")),
        ),
    ),
    "dates": (
        pgettext_lazy("functions", "Days and times"),
        (
            Help("TODAY", "", _("The day")),
            Help("NOW", "", _("The moment")),
            Help("DATE", "year, month, day", _("A day")),
            Help("DATEVALUE", "moment", _("The day of a moment, or of a text such as 2026-01-31")),
            Help("DAYS", "end, start", _("Days from one day to another")),
            Help("WORKDAYS", "start, end", _("Mondays to Fridays between, both counted")),
            Help("MONTHS", "end, start", _("Whole months from one day to another")),
            Help("YEARS", "end, start", _("Whole years, such as an age")),
            Help("ADDDAYS", "day, number", _("Days later")),
            Help("ADDMONTHS", "day, number", _("Months later; the last day where the month is shorter")),
            Help("EDATE", "day, number", _("The same as ADDMONTHS")),
            Help("ADDYEARS", "day, number", _("Years later")),
            Help("EOMONTH", "day, number", _("The last day of a month, so many months later")),
            Help("YEAR", "day", _("The year")),
            Help("QUARTER", "day", _("The quarter, 1 to 4")),
            Help("MONTH", "day", _("The month, 1 to 12")),
            Help("WEEK", "day", _("The calendar week, 1 to 53")),
            Help("DAY", "day", _("The day of the month")),
            Help("WEEKDAY", "day", _("1 for Monday to 7 for Sunday")),
            Help("HOUR", "moment", _("The hour by the company’s clock")),
            Help("MINUTE", "moment", _("The minute")),
        ),
    ),
    "money": (
        pgettext_lazy("functions", "Money"),
        (
            Help("MONEY", "number, currency", _('An amount, such as MONEY(100, "EUR")')),
            Help("AMOUNT", "money", _("The number of an amount")),
            Help("CURRENCY", "money", _("The currency’s code")),
        ),
    ),
}  # fmt: skip
