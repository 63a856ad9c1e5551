"""The site as a reader meets it in a browser: accessible, and every claim leads to its words."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import readout
from readout.web.notebooks import ROOT, collection

MODULES = Path(__file__).parent / "browser" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
VALIDATOR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PAGES = [
    "index.html",
    "about.html",
    "model-card.html",
    "articles/talks.html",
    "report.html",
    *(f"{path.stem}.html" for path in collection()),
]


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
def test_axe_finds_nothing_that_keeps_readers_out(browser, small_site, page):
    assert violations(browser, small_site / page) == []


@pytest.mark.skipif(
    not (VALIDATOR.exists() and shutil.which("java")),
    reason="needs the Nu HTML checker and Java: npm ci --prefix tests/browser",
)
def test_every_page_is_valid_html(small_site):
    command = ["java", "-jar", VALIDATOR, "--errors-only", *small_site.rglob("*.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", ["00-start-here.html", "report.html"])
def test_a_quote_leads_to_its_place_in_the_article(browser, small_site, page):
    browser.get((small_site / page).as_uri())
    link = browser.find_element(By.XPATH, "//a[contains(text(), 'talks.q')]")
    name = link.text.rsplit(".", maxsplit=1)[1]
    browser.execute_script("arguments[0].click()", link)
    target = browser.execute_script("return document.querySelector(':target')")
    assert target.get_attribute("id").endswith(name)
    marked = browser.execute_script("return arguments[0].textContent", target)
    content = readout.Tables.load(small_site / "tables").quotes.set_index("quote_id")["content"]
    assert content[f"talks.{name}"].split()[0] in marked


@pytest.mark.parametrize("page", ["05-network.html", "report.html"])
@pytest.mark.parametrize("name", ["links.csv", "passages.csv"])
def test_the_links_of_a_network_can_be_saved(browser, small_site, tmp_path, page, name):
    place = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", place)
    browser.get((small_site / page).as_uri())
    link = browser.find_element(By.CSS_SELECTOR, f"a[download='{name}']")
    browser.execute_script("arguments[0].click()", link)
    WebDriverWait(browser, 20).until(lambda _: (tmp_path / name).exists())
    saved = pd.read_csv(tmp_path / name)
    assert {"who", "link", "whom", "row_id"} <= set(saved)
    assert len(saved)


def test_the_keyboard_reaches_every_question(browser, small_site):
    browser.get((small_site / "index.html").as_uri())
    reached = browser.execute_script(
        "return [...document.querySelectorAll('section.question h3 a')].map(a => "
        "{a.focus(); return document.activeElement === a})"
    )
    assert reached == [True] * len(collection())


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_never_scrolls_sideways(browser, small_site, page):
    size = browser.get_window_size()
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True},
    )
    browser.get((small_site / page).as_uri())
    width = browser.execute_script("return document.documentElement.scrollWidth")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert browser.get_window_size() == size
    assert width <= 390


def edge(element):
    """How light the right edge of an element is, from 0 to 255, in the middle of all its pixels."""
    picture = Image.open(BytesIO(element.screenshot_as_png)).convert("L")
    width, height = picture.size
    column = picture.crop((width - 2, 0, width - 1, height))
    return sorted(column.tobytes())[height // 2]


def test_a_table_that_is_wider_than_the_page_is_seen_to_go_on(browser, small_site):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.get((small_site / "05-network.html").as_uri())
    tables = browser.find_elements(By.CLASS_NAME, "rd-listing")
    beyond = "return arguments[0].scrollWidth - arguments[0].clientWidth"
    wide = max(tables, key=lambda table: browser.execute_script(beyond, table))
    assert browser.execute_script(beyond, wide) > 50
    shadow = edge(wide)
    browser.execute_script("arguments[0].scrollLeft = 9999", wide)
    end = edge(wide)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert shadow < 210
    assert end > 250


def test_the_collection_is_never_written_to(small_site):
    for path in collection():
        assert "injected-parameters" not in path.read_text(encoding="utf-8"), path.name
    assert (small_site / "00-start-here.ipynb").read_text(encoding="utf-8").count(
        "injected-parameters"
    ) == 1
    assert (ROOT / "notebooks").is_dir()
