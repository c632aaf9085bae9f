// What belongs to a claim: the whole that it is a part of, its parts, and what other reports say of the same figure.
"use strict";

const DIGITS = 2; // of a claim's id, by which others are looked up: flows/publishing/others.py
const others = new Map(); // digits → what other reports say, by claim
const asking = new Map(); // digits → the script that is on its way

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
  return [...links, ` = ${number.format(sum)} `, sum === values[0] ? "" : element("small", {}, _("of {whole}", { whole: number.format(values[0]) }))];
}

function addOthers(digits, said) { others.set(digits, said); }

/** A list that is filled once its script has come; nothing where no other report says it. */
function othersOf(claim) {
  if (!claim.get("indicator_id")) return "";
  const place = element("div", { class: "others" });
  const digits = claim.id.slice(0, DIGITS);
  const fill = () => {
    const known = others.get(digits);
    const said = (known?.said[known.claims[claim.id]] ?? []).filter(([, report]) => report !== document.body.dataset.report);
    if (!said.length) return;
    place.append(element("h3", {}, _("Other reports say of it")), element("ul", {}, ...said.map(([batch, report, id, quote, title, year]) =>
      element("li", {}, element("a", { href: `../${encodeURIComponent(batch)}/${encodeURIComponent(report)}.html#${id}`, lang: "zh-Hans" }, quote), " ", element("small", { lang: "zh-Hans" }, [title, year].filter(Boolean).join(" · "))))));
  };
  if (others.has(digits)) fill();
  else {
    if (!asking.has(digits)) {
      const script = element("script", { src: `../../others/${digits}.js` });
      asking.set(digits, new Promise((resolve) => { script.onload = script.onerror = resolve; }));
      document.head.append(script);
    }
    asking.get(digits).then(fill);
  }
  return place;
}
