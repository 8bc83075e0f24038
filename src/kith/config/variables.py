"""The KITH_* variables: their one list, told by `kith --help` and by the reference."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """An environment variable, what it says, and what holds without it ("" when its meaning tells)."""

    name: str
    meaning: str
    default: str = ""

    def line(self, width: int) -> str:
        """The variable as one line of a help text."""
        told = f" (default: {self.default})" if self.default else ""
        return f"  {self.name:<{width}}  {self.meaning}{told}"


VARIABLES = (
    Variable("KITH_DATA", "folder of database, files and secret key", "data"),
    Variable(
        "KITH_DATABASE_URL", "postgres://USER:PASSWORD@HOST:PORT/NAME; without it SQLite in the data folder"
    ),
    Variable("KITH_SECRET_KEY", "key that signs sessions and links", "made once, kept in the data folder"),
    Variable("KITH_HOSTS", "names under which this installation is reached, with commas between", "any"),
    Variable("KITH_ORIGINS", "origins that may post forms behind a proxy, such as https://crm.example.com"),
    Variable("KITH_HTTPS", "1 when people come over https: cookies are then sent over https only"),
    Variable("KITH_STATIC", "folder of the built assets", "build/static"),
    Variable("KITH_UPLOAD_LIMIT", "most bytes of one attached file", "52428800, which is 50 MB"),
    Variable("KITH_WEBHOOK_PRIVATE", "1 lets webhooks call addresses of the private network"),
    Variable("KITH_LOG", "least level that is logged: DEBUG, INFO, WARNING, ERROR", "WARNING"),
    Variable("KITH_DEBUG", "1 shows where an unexpected error of a command came from"),
)
# Set by Kith itself, for the programs that it starts.
INTERNAL = frozenset({"KITH_SUPERVISOR"})
FOR_TESTS = (
    Variable(
        "KITH_REQUIRE", "parts whose absence fails instead of skips: browser, postgres, with commas between"
    ),
    Variable("KITH_TEST_DATABASE", "sqlite or postgres", "sqlite"),
    Variable(
        "KITH_TEST_POSTGRES_URL", "a PostgreSQL server for tests", "one that the tests start themselves"
    ),
    Variable("KITH_TEST_COUNTS", "file that gets the numbers of passed, failed and skipped tests, as JSON"),
    Variable("KITH_FUZZ", "how many times the usual number of requests the API is fuzzed with", "1"),
    Variable("KITH_PIN_QUERIES", "1 writes the query counts of pages anew"),
)


def told() -> str:
    """The settings as a block of a help text."""
    width = max(len(variable.name) for variable in VARIABLES)
    return "\n".join(("settings, all optional:", *(variable.line(width) for variable in VARIABLES)))
