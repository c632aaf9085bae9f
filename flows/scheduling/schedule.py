"""What runs on a schedule? A flow that takes what is new in an inbox, and tells Prefect, or somebody, what came of it.

Its parameters are those of a deployment (prefect.yaml, `report-metrics serve`): plain values, documented for Prefect's
forms.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect import Flow, flow, get_client, get_run_logger, tags
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import FlowRun, State
from prefect.logging.loggers import flow_run_logger
from prefect.runtime import deployment
from prefect.runtime import flow_run as this_run
from prefect.states import Completed, Crashed

from expectations.engine.volume import MAX_LOSS, MAX_REJECTED
from expectations.messages.catalogue import N_, language_here, translate
from expectations.messages.sentences import S_
from flows import log
from flows.errors import BadUseError, NothingToReadError
from flows.ingest import ingest, run_name
from flows.inputs.discover import batch_name
from flows.progress import Stages, showing
from flows.publishing.mirror import output_folder
from flows.publishing.publish import tables_of
from flows.publishing.summary import GateFailedError, Summary, show_failures, show_rejected
from flows.scheduling.alone import end_with_parent, only_run
from flows.storage.parquet import read_rows
from flows.storage.remote import place_of
from flows.terminal import Terminal, plain, said, terminal
from flows.work.runners import task_runner

SECRET = "secret"  # begins what names a block instead of a URL
SAMPLE = 20  # quarantined claims that the artifact shows
KILLED = S_("the process that carried it out was killed")
ENDED = {"FAILED": N_("failed"), "CRASHED": N_("crashed"), "CANCELLED": N_("cancelled")}
MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


def name_run() -> str:
    given = this_run.parameters
    return run_name([place_of(given["inbox"])], given.get("batch"), this_run.scheduled_start_time)


def tell_somebody(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """For Prefect to call when a run has failed, crashed or was cancelled; a lost message is a line in the log."""
    url = (flow_run.parameters or {}).get("notify") or os.environ.get(log.NOTIFY)
    if not url:
        return
    with suppress(Exception):  # told below, without a word of what was looked for
        url = secret_of(url)
    ended = ENDED.get(state.type.value, state.name or state.type.value)
    title = f"report-metrics: {flow_run.name}: {translate(language_here())(ended)}"
    if not send(url, title, said(state.message or "")):
        kind = plain(url.split(":", 1)[0][:20]) if ":" in url else "a URL without service"
        flow_run_logger(flow_run, flow).warning("nobody could be told by %s; check the URL", kind)


def secret_of(told: str) -> str:
    """An Apprise URL as it is, or what a Secret block of Prefect's has that is named: secret:NAME."""
    kind, _, name = told.partition(":")
    if kind != SECRET or name.startswith("//"):
        return told
    from prefect.blocks.system import Secret

    return str(Secret.load(name, _sync=True).get())  # type: ignore[call-arg, union-attr]


def send(url: str, title: str, body: str) -> bool:
    """Whether somebody was told. The library's own log would show the URL, and the secrets in it."""
    import logging

    import apprise  # comes with Prefect

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    told = apprise.Apprise()
    return bool(told.add(url) and told.notify(title=title, body=body))


@flow(
    name="ingest-inbox",
    flow_run_name=name_run,
    task_runner=task_runner(),
    on_failure=[tell_somebody],
    on_crashed=[tell_somebody],
    on_cancellation=[tell_somebody],
)
def ingest_inbox(
    inbox: str,
    output: str = "output",
    batch: str | None = None,
    prune: bool = False,
    reprocess: bool = False,
    notify: str | None = None,
    work: str | None = None,
    site: bool = True,
    max_loss: float = MAX_LOSS,
    max_rejected: float = MAX_REJECTED,
    allow_loss: bool = False,
    quiet_seconds: float = 30,
    pictures: bool = True,
) -> State[None]:
    """Read what is new in the inbox and publish it.

    Args:
        inbox: Folder that reports are dropped into, or its URL.
        output: Folder of tables/, quality/ and what else is published, or its URL (s3://).
        batch: Name of the batch; else made from the inbox's name.
        prune: Remove the rows of files that are no longer in the inbox.
        reprocess: Read unchanged files again too, after a new version of the extractor.
        notify: Whom to tell of runs that fail, crash or are cancelled, as an Apprise URL (mailto://…, slack://…),
            or secret:NAME, the Secret block of Prefect's that has it.
        work: Folder for the working copy of an output at a URL; else one in the user's cache.
        site: Write a page for each report; not sensible for millions.
        max_loss: Per cent of the batch's rows that may go in one run; more fail the gate.
        max_rejected: Per cent of the files read before that may be rejected; more fail the gate.
        allow_loss: Let go in this run whatever goes.
        quiet_seconds: Files that changed less than so long ago may still be being written, and wait for the next run.
        pictures: Draw the pages of PDF files that have claims, for the pages of reports: some 60 kB and 30 ms a page.
    """
    if deployment.id:
        end_with_parent()
    source, target = place_of(inbox), place_of(output)
    at_work = Path(work) if work else None
    folder, called = output_folder(target, at_work), batch or batch_name([source])
    json_lines = os.environ.get(log.FILE)
    listeners = log.Forward(get_run_logger())  # type: ignore[arg-type]
    with log.listening(str(this_run.name), Path(json_lines) if json_lines else None, listeners):
        try:
            with only_run(folder, str(this_run.id)) as died, tags("report-metrics", f"batch:{called}"):
                if died:
                    mark_crashed(died)
                with showing(Stages(Terminal(stderr=True, quiet=True))):
                    summary = ingest.fn(
                        [source],
                        target,
                        batch,
                        prune,
                        reprocess,
                        work=at_work,
                        site=site,
                        max_loss=max_loss,
                        max_rejected=max_rejected,
                        allow_loss=allow_loss,
                        quiet_seconds=quiet_seconds,
                        pictures=pictures,
                    )
        except BlockingIOError:
            return say("Skipped", f"another run for {output} is still going on")
        except GateFailedError as failed:
            failed.summary.log()
            tell_terminal(failed.summary)
            create_artifacts(failed.summary, folder)
            raise
        except NothingToReadError as error:
            return say("Completed", f"nothing to do: {error.problem}")
        except BadUseError as error:
            log.LOG.error("%s; %s", error.problem, error.remedy)
            tell_terminal(said(f"{error.problem}; {error.remedy}"))
            raise
        summary.log()
        tell_terminal(summary)
        create_artifacts(summary, folder)
        if summary.nothing_read:
            raise BadUseError("no report could be read", "the sources table says why for each file")
    return Completed(message=summary.line())


def tell_terminal(told: Summary | str) -> None:
    """Where `serve` asked for it: a line for the run, and one for each file that could not be read."""
    if not os.environ.get(log.TELLING):
        return
    console = terminal(soft_wrap=True)
    console.print(f"{datetime.now():%Y-%m-%d %H:%M} {told if isinstance(told, str) else told.brief()}")
    if isinstance(told, Summary):
        show_rejected(console, told.rejected)
        show_failures(console, told.failures)


def say(state: str, message: str) -> State[None]:
    log.LOG.info(message)
    tell_terminal(said(message))
    return Completed(name=state, message=message)


def mark_crashed(run: str) -> None:
    """Let a run that died without a word, its server perhaps too, not be shown as running for ever."""
    with get_client(sync_client=True) as client:
        try:
            found = client.read_flow_run(run)  # type: ignore[arg-type]
        except Exception:  # of another server
            return
        if found.state and not found.state.is_final():
            client.set_flow_run_state(found.id, Crashed(message=KILLED), force=True)
            tell_somebody(ingest_inbox, found, Crashed(message=KILLED))


def create_artifacts(summary: Summary, output: Path) -> None:
    """The run's figures, where its quality report is, and a sample of what is in quarantine, on Prefect's pages."""
    create_table_artifact(
        key="ingest-summary",
        table=[{"figure": name.replace("  ", "· "), "value": value} for name, value in summary.figures.items()],
        description=f"Batch {summary.batch_id}",
    )
    report = (output / "quality" / "index.html").absolute()
    failures = "\n".join(f"- **{f.severity}** {f.table}.{f.expectation}: {escaped(f.detail)}" for f in summary.failures)
    create_markdown_artifact(
        key="quality-report",
        markdown=f"[{escaped(str(report))}]({report.as_uri()})\n\n{failures or 'Every expectation holds.'}",
        description=f"Quality report of batch {summary.batch_id}",
    )
    if sample := quarantined(output, summary.batch_id):
        told = f"Batch {summary.batch_id}, at most {SAMPLE} claims"
        create_table_artifact(key="quarantine-sample", table=sample, description=told)


def escaped(text: str) -> str:
    """Text in Markdown that is no Markdown."""
    return MARKDOWN.sub(r"\\\1", plain(text))


def quarantined(output: Path, batch_id: str) -> list[dict[str, str]]:
    """Some of the batch's claims that are in quarantine."""
    columns = ["source_path", "expectation", "quote", "sentence"]
    rows: list[dict[str, str]] = (
        read_rows(tables_of(output), "quarantine", batch_id, columns).slice(0, SAMPLE).to_pylist()
    )
    return rows
