// From the page of a report to the dashboard's queue: to a claim, or with words that were selected as a missing figure.
"use strict";

// The dashboard serves these pages below /site/; opened from disk, or put on another server, there is no queue to go to.
const served = location.protocol.startsWith("http") && location.pathname.startsWith("/site/");
const AROUND = 40;

/** Words in the text with what stands before and behind them: found again by these, as a W3C TextQuoteSelector. */
function queueAddress(claim) {
  const about = new URLSearchParams({ of: document.body.dataset.batch, report: document.body.dataset.report });
  if (claim.reason) for (const [name, words] of Object.entries(selectorOf(rangeOf(claim.pieces)))) about.set(name, words);
  else about.set("claim", claim.id);
  return `/review?${about}`;
}

function rangeOf(pieces) {
  const range = document.createRange();
  range.setStartBefore(pieces[0]);
  range.setEndAfter(pieces[pieces.length - 1]);
  return range;
}

function selectorOf(range) {
  const place = document.getElementById("text");
  const before = document.createRange();
  before.setStart(place, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.setStart(range.endContainer, range.endOffset);
  after.setEnd(place, place.childNodes.length);
  return { exact: String(range).trim(), prefix: String(before).slice(-AROUND), suffix: String(after).slice(0, AROUND) };
}

if (served) {
  const button = document.createElement("a");
  button.id = "select-missing";
  button.hidden = true;
  button.textContent = _("Add the selected words as a missing figure");
  document.body.append(button);
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const inside = chosen.rangeCount && !chosen.isCollapsed && text.contains(chosen.getRangeAt(0).commonAncestorContainer);
    const words = inside ? String(chosen).trim() : "";
    button.hidden = !(words && words.length <= 60 && !words.includes("\n"));
    if (button.hidden) return;
    const about = { of: document.body.dataset.batch, report: document.body.dataset.report, ...selectorOf(chosen.getRangeAt(0)) };
    button.href = `/review?${new URLSearchParams(about)}`;
  });
}
