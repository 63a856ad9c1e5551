"""The site in a real browser: nothing in an article runs, nothing is asked for from outside."""

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from nbconvert import HTMLExporter

import readout
from conftest import BROWSER
from payloads import MARKUP, PAYLOADS
from readout import site
from readout.web.notebooks import collection

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium: apt-get install chromium")

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-domain-reliability", "--dump-dom", "--virtual-time-budget=3000",
]  # fmt: skip


@pytest.fixture(scope="module")
def outside():
    """A proxy that answers nothing and keeps what it was asked for."""
    asked = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_CONNECT = do_GET  # noqa: N815

        def log_message(self, format, *args):  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()


@pytest.fixture(scope="module")
def opened(outside, tmp_path_factory):
    """A function that opens a page: what it then holds, and which hosts it asked."""
    port, asked = outside

    def open_page(path):
        asked.clear()
        profile = tmp_path_factory.mktemp("profile")
        command = [
            BROWSER, *FLAGS, f"--proxy-server=127.0.0.1:{port}", f"--user-data-dir={profile}",
            path.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        return done.stdout, [url for url in asked if "outside.example" in url or "cdn" in url]

    return open_page


STORY = (
    "Orla Venn, the mayor of Norburg, said on Tuesday that no talks had taken place. "
    "On Monday Orla Venn met Ilan Marr in Lindholm."
)


def planted(folder):
    """A folder of articles with every payload in every field, in the names of files, and all of
    them in one text."""
    rows = [
        dict.fromkeys(("id", "title", "byline", "outlet", "url"), payload)
        | {
            "text": f"{payload}\n\n{payload} {STORY} “{payload},” Orla Venn said.",
            "published": "2031",
        }
        for payload in PAYLOADS
    ]
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for payload in PAYLOADS:
        name = payload.replace("/", "\N{FRACTION SLASH}")
        (folder / f"{name}.txt").write_text(STORY, encoding="utf-8")
        (folder / f"{name}.gif").write_bytes(b"")
    together = "\n\n".join(f"{payload} {STORY}" for payload in PAYLOADS)
    (folder / "hostile.txt").write_text(together, encoding="utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def built(nlp, tmp_path_factory):
    articles = planted(tmp_path_factory.mktemp("articles"))
    out = tmp_path_factory.mktemp("browser") / "site"
    tables = readout.read(readout.articles(articles), nlp=nlp)
    assert site.build(collection(), tables, out).failures == []
    return out


def test_the_browser_would_be_caught_asking_outside(opened, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text('<img src="http://outside.example/pixel.png"><script>document.title=1</script>')
    html, asked = opened(page)
    assert asked == ["http://outside.example/pixel.png"]
    assert "<title>1</title>" in html


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "02-quotes.html",
        "05-network.html",
        "06-coverage.html",
        "articles/hostile.html",
    ],
)
def test_nothing_is_asked_for_from_outside(built, opened, name):
    html, asked = opened(built / name)
    assert asked == []
    assert "<title>run</title>" not in html
    assert html.count("<script") == 0
    assert "Orla Venn" in html


# What a page holds that could run or deceive: whether something ran, elements and attributes that
# run or fetch, links that lead to neither a place in the site nor a page on the web, unseen characters.
FOUND = """
const all = [...document.querySelectorAll("*")];
const unseen = /[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]/;
return [
  document.title === "run" ? "something ran" : "",
  ...all.filter(e => /^(script|iframe|object|embed|base|form|svg|math|video)$/i.test(e.tagName)).map(e => e.tagName),
  ...all.flatMap(e => [...e.attributes]).filter(a => /^on|^srcdoc$/.test(a.name)).map(a => a.name),
  ...all.filter(e => e.src && !e.src.startsWith("data:")).map(e => e.src),
  ...[...document.links]
    .filter(a => !/^(file|https):/.test(a.href))
    .filter(a => !(a.hasAttribute("download") && a.href.startsWith("data:text/csv;")))
    .map(a => a.href),
  unseen.test(document.title + document.documentElement.outerHTML) ? "unseen characters" : "",
].filter(Boolean);
"""


def test_the_browser_would_be_seen_to_run_what_is_not_escaped(browser, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(f"<p>\u202e</p>{MARKUP[0]}{MARKUP[7]}{MARKUP[20]}", encoding="utf-8")
    browser.get(page.as_uri())
    found = browser.execute_script(FOUND)
    assert {"something ran", "SCRIPT", "onerror", "unseen characters"} <= set(found)
    assert any(link.startswith("javascript:") for link in found)


def test_no_payload_runs_or_deceives_on_any_page_of_the_site(built, browser):
    pages = sorted(built.rglob("*.html"))
    assert len(pages) > 2 * len(PAYLOADS)
    found = {}
    for page in pages:
        browser.get(page.as_uri())
        found[page.name] = browser.execute_script(FOUND)
    assert {name: what for name, what in found.items() if what} == {}


def test_no_payload_runs_or_deceives_in_a_notebook(built, browser, tmp_path):
    """As another program renders the notebook: without our frame and its security policy."""
    for path in sorted(built.glob("*.ipynb")):
        html, _ = HTMLExporter(template_name="basic").from_filename(str(path))
        page = tmp_path / f"{path.stem}.html"
        page.write_text(f"<!DOCTYPE html><meta charset='utf-8'>{html}", encoding="utf-8")
        browser.get(page.as_uri())
        assert browser.execute_script(FOUND) == [], path.name


def test_every_payload_is_there_to_be_read(built, browser):
    browser.get((built / "index.html").as_uri())
    titles = browser.execute_script(
        "return [...document.querySelectorAll('.articles a')].map(a => a.textContent)"
    )
    assert set(MARKUP) <= set(titles)
