// What belongs to a claim: the whole that it is a part of, its parts, and what other reports say of the same figure.
"use strict";

// As flows/publishing/others.py writes them.
const DIGITS = 2; // of a claim's id
const TOGETHER = 64; // observations
const places = new Map(); // digits → the place of each claim's observation
const said = new Map(); // group → what is said of each of its observations
const scripts = new Map(); // script → that it has come, or that there is none

const linkTo = (claim) => element("a", { href: `#${claim.id}` }, chinese(claim.get("quote")));

function wholeOf(claim) {
  const whole = byId.get(claim.get("part_of"));
  return whole ? [linkTo(whole), " ", chinese(whole.get("metric"))] : null;
}

/** The parts, and what they add up to where all are plain figures of the whole's unit. */
function partsOf(claim) {
  const parts = claims.filter((one) => one.get("part_of") === claim.id);
  if (!parts.length) return null;
  const links = parts.flatMap((one, index) => [index ? " + " : "", linkTo(one)]);
  const values = [claim, ...parts].map((one) => (one.get("unit") === claim.get("unit") ? one.get("value") : null));
  if (values.includes(null) || parts.length < 2) return links;
  const sum = Number(values.slice(1).reduce((a, b) => a + b).toPrecision(12));
  const made = (value) => `${asWritten(value, claim.get("quote"))}${claim.get("unit")}`; // in the scale of the whole
  return [...links, ` = ${made(sum)} `, sum === values[0] ? "" : element("small", {}, _("of {whole}", { whole: made(values[0]) }))];
}

function addPlaces(digits, found) { places.set(digits, found); }
function addSaid(group, found) { said.set(group, found); }

function loaded(name) {
  if (!scripts.has(name)) {
    const script = element("script", { src: `../../others/${name}.js` });
    scripts.set(name, new Promise((resolve) => { script.onload = script.onerror = resolve; }));
    document.head.append(script);
  }
  return scripts.get(name);
}

/** What all reports say of the claim's observation. */
async function saidOf(claim) {
  const digits = claim.id.slice(0, DIGITS);
  if (!places.has(digits)) await loaded(digits);
  const place = places.get(digits)?.[claim.id];
  if (place === undefined) return [];
  const group = Math.floor(place / TOGETHER);
  if (!said.has(group)) await loaded(`said-${group}`);
  return said.get(group)?.[place % TOGETHER] ?? [];
}

/** A list that is filled once its scripts have come; nothing where no other report says it. */
function othersOf(claim) {
  if (!claim.get("indicator_id")) return "";
  const list = element("div", { class: "others" });
  saidOf(claim).then((all) => {
    const rows = all.filter(([, report]) => report !== document.body.dataset.report);
    if (!rows.length) return;
    list.append(element("h3", {}, _("Other reports say of it")), element("ul", {}, ...rows.map(([batch, report, id, quote, title, year]) =>
      element("li", {}, element("a", { href: `../${encodeURIComponent(batch)}/${encodeURIComponent(report)}.html#${id}`, lang: "zh-Hans" }, quote), " ", element("small", { lang: "zh-Hans" }, [title, year].filter(Boolean).join(" · "))))));
  });
  return list;
}
