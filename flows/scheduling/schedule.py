"""What runs on a schedule? A flow that takes what is new in an inbox, and tells Prefect, or somebody, what came of it.

Its parameters are those of a deployment (prefect.yaml, `report-metrics serve`): plain values, documented for Prefect's
forms.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
from prefect import flow, get_run_logger, tags
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.errors import NothingToReadError
from flows.ingest import ingest
from flows.inputs.discover import batch_name, folder_name
from flows.publishing.mirror import output_folder
from flows.publishing.publish import tables_of
from flows.publishing.summary import Summary
from flows.storage.parquet import part_files
from flows.storage.remote import place_of

SAMPLE = 20  # quarantined claims that the artifact shows


class GateFailedError(Exception):
    """Nothing of the batch was published; raised so that Prefect shows the run as failed."""


@flow(name="ingest-inbox")
def ingest_inbox(
    inbox: str,
    output: str = "output",
    batch: str | None = None,
    prune: bool = False,
    reprocess: bool = False,
    notify: str | None = None,
    work: str | None = None,
    site: bool = True,
    quiet_seconds: float = 30,
) -> None:
    """Read what is new in the inbox and publish it.

    Args:
        inbox: Folder that reports are dropped into, or its URL.
        output: Folder of tables/, quality/ and what else is published, or its URL (s3://).
        batch: Name of the batch; else made from the inbox's name.
        prune: Remove the rows of files that are no longer in the inbox.
        reprocess: Read unchanged files again too, after a new version of the extractor.
        notify: Where to tell that the gate failed, as an Apprise URL (mailto://…, slack://…, json://host:port).
        work: Folder for the working copy of an output at a URL; else one in the user's cache.
        site: Write a page for each report; not sensible for millions.
        quiet_seconds: Files that changed less than so long ago may still be being written, and wait for the next run.
    """
    source, target = place_of(inbox), place_of(output)
    at_work = Path(work) if work else None
    batch_id = folder_name(batch) if batch else batch_name([source])
    try:
        with tags("report-metrics", f"batch:{batch_id}"):
            summary = ingest(
                [source], target, batch, prune, reprocess, work=at_work, site=site, quiet_seconds=quiet_seconds
            )
    except NothingToReadError as error:
        get_run_logger().info("%s: nothing to do", error.problem)
        return
    create_artifacts(summary, output_folder(target, at_work))
    if summary.gate_failed:
        told = "; ".join(f"{failure.table}.{failure.expectation}: {failure.detail}" for failure in summary.failures)
        if notify:
            send(notify, f"report-metrics: batch {batch_id} failed its quality gate", told)
        raise GateFailedError(f"nothing of batch {batch_id} was published: {told}")


def send(url: str, title: str, body: str) -> None:
    """Tell somebody; that the message did not get through is told in the log, and the run's own error goes on."""
    import apprise  # comes with Prefect

    told = apprise.Apprise()
    if not told.add(url) or not told.notify(title=title, body=body):
        get_run_logger().warning("nobody could be told at %s; check the URL", url.split("://")[0] + "://…")


def create_artifacts(summary: Summary, output: Path) -> None:
    """The run's figures, where its quality report is, and a sample of what is in quarantine, on Prefect's pages."""
    create_table_artifact(
        key="ingest-summary",
        table=[{"figure": name.replace("  ", "· "), "value": value} for name, value in summary.figures.items()],
        description=f"Batch {summary.batch_id}",
    )
    report = (output / "quality" / "index.html").absolute()
    failures = "\n".join(f"- **{f.severity}** {f.table}.{f.expectation}: {f.detail}" for f in summary.failures)
    create_markdown_artifact(
        key="quality-report",
        markdown=f"[{report}]({report.as_uri()})\n\n{failures or 'Every expectation holds.'}",
        description=f"Quality report of batch {summary.batch_id}",
    )
    if sample := quarantined(output, summary.batch_id):
        told = f"Batch {summary.batch_id}, at most {SAMPLE} claims"
        create_table_artifact(key="quarantine-sample", table=sample, description=told)


def quarantined(output: Path, batch_id: str) -> list[dict[str, str]]:
    """Some of the batch's claims that are in quarantine."""
    rows: list[dict[str, str]] = []
    for path in part_files(tables_of(output), "quarantine", batch_id):
        columns = ["source_path", "expectation", "quote", "sentence"]
        rows += pq.ParquetFile(path).read(columns).slice(0, SAMPLE - len(rows)).to_pylist()
    return rows
