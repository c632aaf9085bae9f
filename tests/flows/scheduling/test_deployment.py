"""Does what is installed bring its deployment, with a flow that Prefect finds, and keep secrets to itself?"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import BadUseError
from flows.scheduling.schedule import secret_of
from tests.conftest import ROOT


def printed(*arguments: str) -> str:
    done = CliRunner().invoke(
        app, ["prefect-yaml", *arguments], catch_exceptions=False, env={"REPORT_METRICS_HOME": ""}
    )
    assert done.exit_code == 0
    return done.output


def test_the_printed_deployment_names_a_flow_that_is_found_without_the_source_tree(tmp_path: Path) -> None:
    [deployment] = yaml.safe_load(printed("--home", str(tmp_path)))["deployments"]
    assert load_flow_from_entrypoint(deployment["entrypoint"]).name == "ingest-inbox"


def test_the_folder_is_filled_in_and_must_be_one(tmp_path: Path) -> None:
    [step] = yaml.safe_load(printed("--home", str(tmp_path)))["pull"]
    assert step["prefect.deployments.steps.set_working_directory"] == {"directory": str(tmp_path)}
    with pytest.raises(BadUseError, match="which is no whole path of a folder"):
        printed("--home", "not/there")


def test_a_secret_block_stands_for_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.blocks.system import Secret

    blocks = {"whom": "mailto://user:geheim@example.com"}
    monkeypatch.setattr(Secret, "load", lambda name, _sync: SimpleNamespace(get=lambda: blocks[name]))
    assert secret_of("secret:whom") == "mailto://user:geheim@example.com"
    assert secret_of("json://127.0.0.1:1") == "json://127.0.0.1:1"


@pytest.mark.parametrize("name", ["compose.yaml", ".gitlab-ci.yml", ".github/workflows/test.yml"])
def test_what_others_read_as_yaml_is_yaml(name: str) -> None:
    assert yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
