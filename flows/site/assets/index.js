// The list of reports: which are shown, a hundred at a time.
"use strict";

const AT_ONCE = 100;
const FIELDS = ["batch", "id", "title", "issuer", "region", "year", "source", "repeats", "claims", "masked", "flagged", "unsure"];
const reports = [];
let found = [];
let shown = 0;

function addReports(rows) {
  for (const row of rows) {
    const report = Object.fromEntries(FIELDS.map((name, index) => [name, row[index]]));
    report.place = reports.length;
    report.words = [report.title, report.issuer, report.region, report.year, report.source, report.batch, report.id].join("\n").toLowerCase();
    reports.push(report);
  }
}

const ORDERS = {
  place: (a, b) => a.place - b.place,
  title: (a, b) => order.compare(a.title, b.title) || a.place - b.place,
  year: (a, b) => (b.year ?? 0) - (a.year ?? 0) || a.place - b.place,
  claims: (a, b) => b.claims - a.claims || a.place - b.place,
  doubts: (a, b) => b.flagged + b.unsure - a.flagged - a.unsure || a.place - b.place,
};
const order = new Intl.Collator("zh-Hans", { numeric: true });

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const part = encodeURIComponent;
const format = new Intl.NumberFormat("en");

function row(report) {
  const link = element("a", { href: `reports/${part(report.batch)}/${part(report.id)}.html` }, report.title || report.id);
  const who = [...new Set([report.issuer, report.region])].filter(Boolean).join(" · ");
  const tags = [
    report.flagged ? element("span", { class: "tag bad" }, _("! {count} with a warning", { count: format.format(report.flagged) })) : "",
    report.unsure ? element("span", { class: "tag bad" }, _("? {count} unsure", { count: format.format(report.unsure) })) : "",
    report.masked ? element("span", { class: "tag" }, _("{count} censored", { count: format.format(report.masked) })) : "",
    report.repeats ? element("span", { class: "tag" }, _("repeats another")) : "",
  ].filter(Boolean).flatMap((tag) => [tag, " "]);
  return element("tr", {},
    element("td", { lang: "zh-Hans" }, link, who ? element("small", {}, who) : ""),
    element("td", { class: "number", ...(report.year ? { "data-name": _("Year reported on") } : {}) }, String(report.year ?? "")),
    element("td", { class: "number", "data-name": _("Claims") }, format.format(report.claims)),
    element("td", {}, ...tags),
    element("td", { lang: "zh-Hans" }, element("small", {}, report.batch), element("small", {}, report.source)));
}

function showMore() {
  const next = found.slice(shown, shown + AT_ONCE);
  document.getElementById("rows").append(...next.map(row));
  shown += next.length;
  document.getElementById("more").hidden = shown >= found.length;
}

function find() {
  const form = document.getElementById("find").elements;
  const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  found = reports.filter((report) =>
    (!form.batch.value || report.batch === form.batch.value) &&
    (!form.year.value || String(report.year) === form.year.value) &&
    words.every((word) => report.words.includes(word)));
  if (form.order.value !== "place") found.sort(ORDERS[form.order.value]);
  document.getElementById("rows").replaceChildren();
  document.getElementById("table").hidden = !found.length;
  document.getElementById("found").textContent = !reports.length ? "" : found.length === reports.length
    ? ngettext("{count} report", "{count} reports", found.length) : found.length ? _("{found} of {all} reports", { found: format.format(found.length), all: format.format(reports.length) }) : _("No report has all of these words in its title.");
  shown = 0;
  showMore();
  remember(form);
  clearTimeout(pause);
  const allowed = (report) => (!form.batch.value || report.batch === form.batch.value) && (!form.year.value || String(report.year) === form.year.value);
  pause = setTimeout(() => searchSentences(words, allowed), PAUSE);
}
let pause = 0;
const PAUSE = 120; // milliseconds without a further key

/** What is asked for stands in the address, to be kept and sent on. */
const ASKED = ["words", "batch", "year", "order"];
function remember(form) {
  const to = new URL(location);
  for (const name of ASKED) {
    if (form[name].value && form[name].value !== "place") to.searchParams.set(name, form[name].value);
    else to.searchParams.delete(name);
  }
  try { history.replaceState(null, "", to); } catch { /* a browser that allows it on no file */ }
}
function recall(form) {
  const asked = new URLSearchParams(location.search), unknown = [];
  for (const name of ASKED) {
    if (!asked.has(name)) continue;
    form[name].value = asked.get(name);
    if (form[name].value === asked.get(name)) continue;
    form[name].value = form[name].options?.[0].value ?? "";
    unknown.push(`${name}=${asked.get(name)}`);
  }
  const said = document.getElementById("unknown");
  said.hidden = !unknown.length;
  said.textContent = _("The address asks for {listed}, which there is not here: it is left out.", { listed: unknown.join(", ") });
}

addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("find");
  recall(form.elements);
  form.addEventListener("input", find);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("more").addEventListener("click", showMore);
  new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && shown && showMore(), { rootMargin: "600px" })
    .observe(document.getElementById("more"));
  find();
});
