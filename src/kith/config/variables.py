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
    Variable(
        "KITH_SEAL_KEY",
        "key that signs the journal, former ones after it with commas between",
        "made once, kept in the data folder",
    ),
    Variable("KITH_NEEDED_PLUGINS", "plugins without which Kith does not start, with commas between", "none"),
    Variable("KITH_HOSTS", "names under which this installation is reached, with commas between", "any"),
    Variable("KITH_ORIGINS", "origins that may post forms behind a proxy, such as https://crm.example.com"),
    Variable("KITH_HTTPS", "1 when people come over https: cookies and browsers then keep to https"),
    Variable(
        "KITH_PROXIES",
        "networks of the proxies before Kith, such as 10.0.0.0/8,192.0.2.7: from them X-Forwarded-For is believed",
        "none: the header is not read",
    ),
    Variable(
        "KITH_RATE_PERSON",
        "most requests of one person in a minute, per process of the server; 0 for no limit",
        "12000",
    ),
    Variable("KITH_RATE_TOKEN", "the same for one API token", "12000"),
    Variable("KITH_RATE_ADDRESS", "the same for one network whose callers are not signed in", "6000"),
    Variable("KITH_RATE_SIGN_IN", "the same for forms of the sign-in page from one network", "120"),
    Variable("KITH_STATIC", "folder of the built assets", "build/static"),
    Variable("KITH_UPLOAD_LIMIT", "most bytes of one attached file", "52428800, which is 50 MB"),
    Variable(
        "KITH_OUTGOING_ALLOW",
        "private networks that webhooks and sign-on may call, such as 10.0.0.0/8,127.0.0.1",
        "none: public addresses only",
    ),
    Variable(
        "KITH_LDAP_URL", "directory that knows people's passwords: ldaps://HOST, or ldap://HOST with STARTTLS"
    ),
    Variable("KITH_LDAP_BASE", "where its people are, such as ou=people,dc=example,dc=com"),
    Variable(
        "KITH_LDAP_FILTER",
        "which entry a typed sign-in name means, {} standing for the name",
        "(&(objectClass=person)(uid={}))",
    ),
    Variable("KITH_LDAP_USER", "who looks people up there, as DN", "nobody: anonymous"),
    Variable("KITH_LDAP_PASSWORD", "the password of KITH_LDAP_USER"),
    Variable(
        "KITH_LDAP_CA", "file with the certificates that the directory's is checked against", "the system's"
    ),
    Variable("KITH_LDAP_PLAIN", "1 talks to ldap://HOST without TLS: passwords are then readable on the way"),
    Variable("KITH_LDAP_CREATE", "1 makes an account at somebody's first sign-in"),
    Variable("KITH_LDAP_ROLES", "keys of the roles of everybody from the directory, with commas between"),
    Variable(
        "KITH_LDAP_ROLE_MAP",
        'keys of roles by group (memberOf), as JSON: {"cn=sales,dc=example": "seller"}',
    ),
    Variable("KITH_LDAP_FOLLOW", "1 lets roles follow the groups at each sign-in"),
    Variable(
        "KITH_TILES",
        "tiles behind maps, such as https://tiles.example/{z}/{x}/{y}.png; browsers then ask that server",
        "none: outlines of our own",
    ),
    Variable("KITH_TILES_BY", "whom maps name as the source of the tiles"),
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
    Variable("KITH_TEST_TEMPLATES", "folder for what test runs set up once and share", "one of their own"),
    Variable("KITH_TEST_COUNTS", "file that gets the numbers of passed, failed and skipped tests, as JSON"),
    Variable("KITH_FUZZ", "how many times the usual number of requests the API is fuzzed with", "1"),
    Variable("KITH_PIN_QUERIES", "1 writes the query counts of pages anew"),
)


def told() -> str:
    """The settings as a block of a help text."""
    width = max(len(variable.name) for variable in VARIABLES)
    return "\n".join(("settings, all optional:", *(variable.line(width) for variable in VARIABLES)))
