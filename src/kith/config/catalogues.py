"""Texts for people: found in Python and Jinja2 sources, kept in one catalogue per package and language."""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parents[1]
LOCALES = ("zh_Hans", "ru")
FLOORS = ("modules", "features")
SKIPPED = frozenset({"tests", "migrations", "static", "locale", "__pycache__"})
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PYTHON: dict[str, str] = {}
TEMPLATE = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}


@dataclass(frozen=True)
class Package:
    """One package that keeps its own catalogues: a shell, the engine, a feature or a module."""

    folder: Path

    @property
    def name(self) -> str:
        """The dotted name, such as kith.modules.sales."""
        return ".".join(("kith", *self.folder.relative_to(HOUSE).parts))

    def catalogue(self, locale: str) -> Path:
        """The file of its translations into one language."""
        return self.folder / "locale" / locale / "LC_MESSAGES" / "django.po"

    def sources(self) -> Iterator[Path]:
        """Every file that can hold texts, in order of name."""
        for top, folders, files in os.walk(self.folder):
            folders[:] = sorted(name for name in folders if name not in SKIPPED)
            for name in sorted(files):
                path = Path(top, name)
                if path.suffix == ".py" or "templates" in path.parts:
                    yield path

    def texts(self) -> Catalog:
        """The texts that its sources hold now.

        :raises jinja2.TemplateSyntaxError: a template cannot be read
        """
        found = Catalog(project="Kith", charset="utf-8")
        for path in self.sources():
            python = path.suffix == ".py"
            method, options = ("python", PYTHON) if python else ("jinja2.ext:babel_extract", TEMPLATE)
            with path.open("rb") as stream:
                for _line, text, notes, context in extract(
                    method, stream, KEYWORDS, ["Translators:"], options
                ):
                    where = (path.relative_to(self.folder).as_posix(), 0)
                    found.add(text, locations=[where], auto_comments=notes, context=context)
        return found


def packages() -> list[Package]:
    """Return every package that may hold texts; the kernel and the floors themselves hold none."""
    rooms = [path for path in HOUSE.iterdir() if path.name not in {*FLOORS, "kernel"}]
    rooms += [path for floor in FLOORS for path in (HOUSE / floor).glob("*")]
    return [Package(path) for path in sorted(rooms) if (path / "__init__.py").exists()]


def read(path: Path, locale: str) -> Catalog:
    """Return the translations in a file; an absent one is an empty catalogue."""
    if not path.exists():
        return Catalog(locale=locale, project="Kith", charset="utf-8", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=locale)


def update(package: Package) -> list[Path]:
    """Bring the catalogues of a package in line with its sources; return the files that changed."""
    texts = package.texts()
    changed = []
    for locale in LOCALES:
        path = package.catalogue(locale)
        if not len(texts) and not path.exists():
            continue
        catalogue = read(path, locale)
        made_at = catalogue.creation_date
        catalogue.update(texts, no_fuzzy_matching=True)
        catalogue.creation_date = made_at
        catalogue.obsolete.clear()
        if _put(path, _written(catalogue)):
            changed.append(path)
    return changed


def _written(catalogue: Catalog) -> bytes:
    # Without line numbers, so that a catalogue changes only when a text does.
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_by_file=True, include_lineno=False)
    return out.getvalue()


def _put(path: Path, content: bytes) -> bool:
    """Write a file in one step if its content is new; tell whether it was."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
    return True


def problems(package: Package) -> Iterator[str]:
    """Say for each text of a package what its translations lack; nothing when all are complete."""
    texts = package.texts()
    for locale in LOCALES:
        catalogue = read(package.catalogue(locale), locale)
        for text in texts:
            if text.id:
                reason = _lack(catalogue, text)
                if reason:
                    yield f"{package.name} [{locale}] {reason}: {_shown(text)}"
        for translation in catalogue:
            if translation.id and texts.get(_key(translation), translation.context) is None:
                yield f"{package.name} [{locale}] is not used any more: {_shown(translation)}"


def _lack(catalogue: Catalog, text: Message) -> str:
    translation = catalogue.get(_key(text), text.context)
    if translation is None:
        return "is not in the catalogue"
    forms = translation.string if isinstance(translation.string, (tuple, list)) else (translation.string,)
    if not all(forms):
        return "is not translated"
    if translation.fuzzy:
        return "is marked fuzzy"
    errors = [str(error) for error in translation.check(catalogue)]
    return "; ".join(errors) or next(
        filter(None, (punctuated(str(catalogue.locale), str(one)) for one in forms)), ""
    )


HOLE = re.compile(r"%\(\w+\)[a-z]|\{[^{}]*\}|\w+\([^()]*\)")
CHINESE = "\u3400-\u9fff，。；：、"
HALF = re.compile(rf"[{CHINESE}…]\s*\(|\)\s*[{CHINESE}]|\([^()]*[{CHINESE}][^()]*\)")


def punctuated(locale: str, text: str) -> str:
    """What is wrong with quotes and brackets: each language has its own. Values that are put in, and functions with
    what they are given, stand for themselves."""
    bare = HOLE.sub("…", text)
    if locale == "ru" and re.search("[“”]", bare):
        return "has English quotes instead of «…»"
    if locale.startswith("zh") and re.search("[「」]", bare):
        return "has 「…」, everywhere else it is “…”"
    if locale.startswith("zh") and HALF.search(bare):
        return "has half-width brackets instead of （…）"
    return ""


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _shown(message: Message) -> str:
    source = f"{message.locations[0][0]}: " if message.locations else ""
    return f"{source}{_key(message)!r}"


def compile_all() -> list[Path]:
    """Write the .mo file beside each .po file; return those that changed."""
    changed = []
    for path in sorted(HOUSE.rglob("*.po")):
        catalogue = read(path, path.parts[-3])
        out = io.BytesIO()
        write_mo(out, catalogue)
        if _put(path.with_suffix(".mo"), out.getvalue()):
            changed.append(path.with_suffix(".mo"))
    return changed
