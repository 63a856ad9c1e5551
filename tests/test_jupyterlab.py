"""A notebook in JupyterLab, as its reader runs it: opened, Run All, no error."""

import json
import shutil
import subprocess
import sys

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from readout.web.notebooks import ROOT

PATIENCE = 120  # seconds
KERNEL = """
const panel = window.jupyterapp && window.jupyterapp.shell.currentWidget;
const session = panel && panel.sessionContext && panel.sessionContext.session;
return Boolean(session && session.kernel && session.kernel.status === "idle");
"""
RUN_ALL = """
const done = arguments[0];
window.jupyterapp.commands.execute("notebook:run-all-cells").then(done, e => done(String(e)));
"""
CELLS = """
return window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
  .filter(cell => cell.cell_type === "code");
"""


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab on a copy of the notebooks, without their outputs."""
    for name in ("notebooks", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    path = tmp_path / "notebooks" / "00-start-here.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        "--port=8899", "--ServerApp.port_retries=50", "--IdentityProvider.token=secret",
        "--expose-app-in-browser", f"--ServerApp.root_dir={tmp_path}",
    ]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        address = next(
            line.split("http://")[1].split("/lab")[0]
            for line in server.stderr
            if "http://127.0.0.1" in line
        )
        yield f"http://{address}/lab/tree/notebooks/00-start-here.ipynb?token=secret"
        server.terminate()


def test_run_all_in_jupyterlab_finishes_without_an_error(browser, lab):
    browser.get(lab)
    # The status says idle before there is a session: wait for the kernel itself.
    WebDriverWait(browser, PATIENCE).until(lambda chrome: chrome.execute_script(KERNEL))
    assert browser.execute_async_script(RUN_ALL) is True
    cells = browser.execute_script(CELLS)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert len(outputs) >= len(cells) - 2
    assert not [output for output in outputs if output["output_type"] in {"error", "stream"}]
