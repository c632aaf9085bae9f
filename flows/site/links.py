"""What is the address of a report, and of a claim, inside the site?"""

from __future__ import annotations

from urllib.parse import quote

REPORTS = "reports"
SOURCE_ID_LENGTH = 16  # as in report_id


def report_url(batch: str, report_id: str) -> str:
    """The page of a report, relative to output/site/, to be put into a link."""
    return quote(report_path(batch, report_id))


def claim_url(batch: str, report_id: str, claim_id: str) -> str:
    """The place of a claim on its report's page, relative to output/site/, to be put into a link."""
    return f"{report_url(batch, report_id)}#{quote(claim_id)}"


def passed_url(batch: str, report_id: str, start: int) -> str:
    """The place of a numeral that was passed over, by where it begins in the source; as claim_url."""
    return f"{report_url(batch, report_id)}#{passed_id(start)}"


def passed_id(start: int) -> str:
    """What its element on the page is called: no claim_id, which is of hexadecimal digits, begins so."""
    return f"n{start}"


def report_path(batch: str, report_id: str) -> str:
    """The file of a report's page, relative to output/site/."""
    return f"{REPORTS}/{batch}/{report_id}.html"


def id_without_report(source_id: str) -> str:
    """What stands for a report_id where no report was found in a source."""
    return f"{source_id[:SOURCE_ID_LENGTH]}-source"
