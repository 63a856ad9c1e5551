"""The site in a real browser: nothing in an article runs, nothing is asked for from outside."""

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import readout
from readout import site
from readout.notebooks import collection

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium: apt-get install chromium")

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-domain-reliability", "--dump-dom", "--virtual-time-budget=3000",
]  # fmt: skip
PAYLOADS = [
    "<script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "<svg onload=\"document.title='run'\">",
    "</p></article><iframe srcdoc=\"<script>parent.document.title='run'</script>\">",
    "<a href=\"javascript:document.title='run'\">press</a>",
    '<link rel="stylesheet" href="http://outside.example/style.css">',
    '<img src="http://outside.example/pixel.png">',
]


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


@pytest.fixture(scope="module")
def built(nlp, tmp_path_factory):
    articles = tmp_path_factory.mktemp("articles")
    story = "Orla Venn, the mayor of Norburg, said on Tuesday that no talks had taken place."
    hostile = "\n\n".join(f"{payload} {story}" for payload in PAYLOADS)
    (articles / "hostile.txt").write_text(hostile, encoding="utf-8")
    (articles / "hostile.yml").write_text(
        "".join(
            f"{field}: >-\n  {PAYLOADS[0]} {field}\n" for field in ("title", "outlet", "byline")
        )
    )
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
    "name", ["index.html", "00-start-here.html", "02-quotes.html", "articles/hostile.html"]
)
def test_nothing_runs_and_nothing_is_asked_for(built, opened, name):
    html, asked = opened(built / name)
    assert asked == []
    assert "<title>run</title>" not in html
    assert html.count("<script") == 0
    assert "Orla Venn" in html
