"""A whole site as one HTML file to mail, and as a PDF to print."""

import posixpath
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bs4 import BeautifulSoup, Tag

from readout import views

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PRINTING = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer",
)  # fmt: skip
PRINT_TIMEOUT = 600  # seconds
ELSEWHERE = "data-elsewhere"  # marks what is of use on the site only
DOWNLOAD = "rd-download"  # what a listing says of rows that it leaves out
POINTING = ("id", "for", "headers", "aria-labelledby", "aria-describedby")


def join(folder: Path, pages: Sequence[str], *, with_tables: bool) -> str:
    """The `pages` of a site in a folder as one, each a section: links between them lead within the
    file, tables in CSV come with it if asked for, other files don't."""
    parts = [_part(folder, page, pages, with_tables=with_tables) for page in pages]
    title = _parsed(folder / pages[0]).title
    style = _parsed(folder / pages[-1]).style
    return views.render(
        "single-file.html",
        title=title.get_text() if title else "readout",
        style=style.get_text() if style else "",
        parts=parts,
    )


def browser() -> str:
    """The path of a Chromium or Chrome that can print. Raises ValueError where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise ValueError(
            "A PDF is printed by Chromium, and none is installed (looked for "
            f"{', '.join(BROWSERS)}). Install it, or give --single-file instead of --pdf and "
            "print report.html from any browser."
        )
    return found


def print_pdf(html: str, pdf: Path) -> None:
    """Print a page to a PDF. Raises ValueError with what Chromium said where it failed."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(html, encoding="utf-8")
        command = [
            browser(), *PRINTING, f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={pdf.resolve()}", page.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PRINT_TIMEOUT, check=False
        )
    if not pdf.is_file():
        raise ValueError(f"Chromium could not print {pdf.name}: {done.stderr.strip()[-300:]}")


def _part(folder: Path, page: str, pages: Sequence[str], *, with_tables: bool) -> dict[str, str]:
    """What stands on a page, with ids and links that are right where all pages are one."""
    main = _parsed(folder / page).main
    if main is None:
        raise ValueError(f"{page} is no page of a site: it has no <main>.")
    for left_out in main.find_all(lambda tag: tag.name == "style" or ELSEWHERE in tag.attrs):
        left_out.decompose()
    for download in () if with_tables else main.find_all(class_=DOWNLOAD):
        download.decompose()
    for element in main.find_all(True):
        for attribute in POINTING:
            if attribute in element.attrs:
                words = str(element[attribute]).split()
                element[attribute] = " ".join(f"{_name(page)}-{word}" for word in words)
        if element.name == "a" and "href" in element.attrs:
            _lead_within(element, folder, page, pages, with_tables=with_tables)
    return {"name": _name(page), "html": main.decode_contents()}


def _lead_within(
    link: Tag, folder: Path, page: str, pages: Sequence[str], *, with_tables: bool
) -> None:
    address, _, place = str(link["href"]).partition("#")
    if re.match(r"[a-z]+:", address):
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
    file = folder / target
    if not address or target in pages:
        where = _name(target if address else page)
        link["href"] = f"#{where}-{place}" if place else f"#{where}"
    elif with_tables and file.suffix == ".csv":
        link["href"] = "data:text/csv;base64," + b64encode(file.read_bytes()).decode("ascii")
        link["download"] = file.name
    else:
        link.unwrap()


def _name(page: str) -> str:
    """What a page's section is called."""
    return re.sub(r"\W+", "-", page.removesuffix(".html"))


def _parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
