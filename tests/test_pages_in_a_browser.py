"""The site as a reader meets it in a browser: accessible, and every claim leads to its words."""

import shutil
import subprocess
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

import readout
from readout import site
from readout.web.notebooks import ROOT, collection

MODULES = Path(__file__).parent / "browser" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
VALIDATOR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PAGES = ["index.html", "about.html", "model-card.html", "02-quotes.html", "04-sources.html",
         "articles/talks.html", "report.html"]  # fmt: skip
STORY = (
    "Minister denies talks\n\nOrla Venn, the trade minister of Calder, said on Tuesday that no "
    "talks had taken place. “We met nobody,” she told reporters in Lindholm. According to the "
    "Calder Ledger, which quotes a senior official, two ministers met on Sunday.\n\n"
    "“It was a mistake to meet,” said Ilan Marr, a member of the assembly, who denied the report."
)


@pytest.fixture(scope="module")
def folder(nlp, tmp_path_factory):
    articles = tmp_path_factory.mktemp("articles")
    (articles / "talks.txt").write_text(STORY, encoding="utf-8")
    (articles / "talks.yml").write_text("outlet: The Calder Ledger\npublished: 2031-05-13\n")
    (articles / "more.txt").write_text("More talks. They failed, Orla Venn said.", "utf-8")
    out = tmp_path_factory.mktemp("site") / "out"
    paths = collection(only=["00", "02", "04"])
    tables = readout.read(readout.articles(articles), nlp=nlp)
    report = site.build(paths, tables, out, values={"DOC_ID": "talks"}, single=True)
    assert report.failures == []
    return out


def violations(browser, page):
    """What axe-core finds wrong with a page: rule, what it asks for, the first elements."""
    browser.get(page.as_uri())
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    return browser.execute_async_script(
        "const [rules, done] = arguments;"
        "axe.run({runOnly: rules}).then(result => done(result.violations.map("
        "v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))])))",
        RULES,
    )


needs_axe = pytest.mark.skipif(
    not AXE.exists(), reason="needs axe-core: npm ci --prefix tests/browser"
)


@needs_axe
def test_axe_would_find_a_picture_without_words_and_pale_letters(browser, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text('<html lang="en"><img src="x.png"><p style="color: #ccc">pale</p>')
    assert {"image-alt", "color-contrast"} <= {rule for rule, _, _ in violations(browser, page)}


@needs_axe
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_that_keeps_readers_out(browser, folder, page):
    assert violations(browser, folder / page) == []


@pytest.mark.skipif(
    not (VALIDATOR.exists() and shutil.which("java")),
    reason="needs the Nu HTML checker and Java: npm ci --prefix tests/browser",
)
def test_every_page_is_valid_html(folder):
    command = ["java", "-jar", VALIDATOR, "--errors-only", *folder.rglob("*.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", ["00-start-here.html", "report.html"])
def test_a_quote_leads_to_its_place_in_the_article(browser, folder, page):
    browser.get((folder / page).as_uri())
    link = browser.find_element(By.XPATH, "//a[contains(text(), 'talks.q')]")
    name = link.text.rsplit(".", maxsplit=1)[1]
    browser.execute_script("arguments[0].click()", link)
    target = browser.execute_script("return document.querySelector(':target')")
    assert target.get_attribute("id").endswith(name)
    marked = browser.execute_script("return arguments[0].textContent", target)
    content = readout.Tables.load(folder / "tables").quotes.set_index("quote_id")["content"]
    assert content[f"talks.{name}"].split()[0] in marked


def test_the_keyboard_reaches_every_question(browser, folder):
    browser.get((folder / "index.html").as_uri())
    reached = browser.execute_script(
        "return [...document.querySelectorAll('section.question h3 a')].map(a => "
        "{a.focus(); return document.activeElement === a})"
    )
    assert reached == [True] * 3


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_never_scrolls_sideways(browser, folder, page):
    size = browser.get_window_size()
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True},
    )
    browser.get((folder / page).as_uri())
    width = browser.execute_script("return document.documentElement.scrollWidth")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert browser.get_window_size() == size
    assert width <= 390


def test_the_collection_is_never_written_to(folder):
    for path in collection():
        assert "injected-parameters" not in path.read_text(encoding="utf-8"), path.name
    assert (folder / "00-start-here.ipynb").read_text(encoding="utf-8").count(
        "injected-parameters"
    ) == 1
    assert (ROOT / "notebooks").is_dir()
