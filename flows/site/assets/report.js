// The page of a report: which claims are shown, and what was read from the one that is chosen.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const at = Object.fromEntries(LABELS.fields.map((name, index) => [name, index]));
const wide = matchMedia("(min-width: 68rem)");
const text = document.getElementById("text");
const card = document.getElementById("card");
const hint = document.getElementById("hint");
const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 12 });

const claims = data.claims.map(([id, section, fields, printed]) => ({
  id, fields, printed, section: data.sections[section], pieces: [], shown: true, get: (name) => fields[at[name]],
}));
const byId = new Map([...claims, ...numerals].map((claim) => [claim.id, claim])); // numerals: passed.js
let pinned = null; // the claim, or the numeral, whose card stays
let current = null; // the one on the card
let returning = false; // the focus comes back from a card that was closed

// Small tools

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const chinese = (words) => element("span", { lang: "zh-Hans" }, words);
const claimOf = (node) => {
  const mark = node instanceof Element ? node.closest("mark, .text u") : null;
  return mark ? byId.get(mark.dataset.of || mark.id) : undefined;
};

// What a claim says

function standardOf(claim) {
  const [value, low, high, unit] = ["value_standard", "value_standard_min", "value_standard_max", "unit_standard"].map(claim.get);
  if (unit === claim.get("unit")) return "";
  if (value !== null) return `= ${number.format(value)} ${unit}`;
  const ends = [low, high].filter((end) => end !== null).map((end) => number.format(end));
  return ends.length ? `= ${ends.length > 1 ? "" : low !== null ? "≥ " : "≤ "}${ends.join(" – ")} ${unit}` : "";
}

function valueOf(claim) {
  const [value, low, high, unit] = ["value", "value_min", "value_max", "unit"].map(claim.get);
  if (claim.get("masked")) return `censored ${unit}`;
  if (value !== null) return `${{ approx: "≈ ", over: "≥ ", under: "≤ " }[claim.get("bound")] ?? ""}${number.format(value)} ${unit}`;
  if (low !== null && high !== null) return `${number.format(low)} – ${number.format(high)} ${unit}`;
  if (low !== null) return `≥ ${number.format(low)} ${unit}`;
  return high !== null ? `≤ ${number.format(high)} ${unit}` : unit;
}

function labelled(group, name) {
  const zh = LABELS[group][name];
  return [name.replaceAll("_", " "), " ", chinese(typeof zh === "object" ? zh.zh : zh || "")];
}

function change(claim) {
  const [comparison, direction] = [claim.get("comparison"), claim.get("direction")];
  if (comparison === "none" && direction === "none") return null;
  const parts = comparison === "none" ? [] : labelled("comparison", comparison);
  if (direction === "none") return parts;
  return [...parts, ...(parts.length ? [", "] : []), ...labelled("direction", direction), { up: " ↑", down: " ↓" }[direction]];
}

function period(claim) {
  const [words, start, end] = ["period_text", "period_start", "period_end"].map(claim.get);
  const dates = start && end ? (start === end ? start : `${start} – ${end}`) : start || end;
  if (!words && !dates) return null;
  return [words ? chinese(words) : null, words && dates ? element("br") : null, dates];
}

function warnings(claim) {
  const flags = claim.get("flags").map((flag) => {
    const [name, arithmetic] = flag.split(/:(.*)/s);
    return element("p", { class: "warn" }, element("b", {}, name), arithmetic ? `:${arithmetic}` : "", element("br"), LABELS.flags[name] || "");
  });
  if (claim.get("confidence") < LABELS.unsureBelow) {
    flags.push(element("p", { class: "warn" }, element("b", {}, "Low confidence"), element("br"), "Compare the fields with the sentence before you use them."));
  }
  return flags;
}

function facts(claim) {
  const key = claim.get("metric_key");
  const overlapping = around(claim);
  const rows = [
    ["Quote", [chinese(claim.get("quote"))]],
    ["Kind", labelled("kind", claim.get("kind"))],
    ["Status", labelled("status", claim.get("status"))],
    ["Change", change(claim)],
    ["Against", claim.get("base_text") ? [chinese(claim.get("base_text"))] : null],
    ["Reckoned", claim.get("basis") ? labelled("basis", claim.get("basis")) : null],
    ["Scope", claim.get("scope") ? [chinese(claim.get("scope"))] : null],
    ["Period", period(claim)],
    ["Per", claim.get("per") ? [chinese(claim.get("per"))] : null],
    ["Bound", labelled("bound", claim.get("bound"))],
    ["Masked", claim.get("masked") ? ["yes: digits are censored in the source"] : ["no"]],
    ["Part", labelled("part", claim.get("part"))],
    ["Section", claim.section ? [chinese(claim.section)] : null],
    ["Metric key", key !== claim.get("metric") ? [chinese(key)] : null],
    ["Page", claim.get("page") === null ? null : [String(claim.get("page"))]],
    ["Position", [`${claim.get("char_start")} – ${claim.get("char_end")}`]],
    ["Confidence", [`${(100 * claim.get("confidence")).toFixed(1)} %`]],
    ["Review", claim.get("review") ? labelled("review", claim.get("review")) : null],
    ["Overlaps", overlapping.length ? overlapping : null],
  ];
  return rows.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, ...value)]);
}

/** Links to the claims whose marks enclose this one's or lie in them. */
function around(claim) {
  const others = new Set();
  for (const piece of claim.pieces) {
    for (let outer = piece.parentElement; outer && outer !== text; outer = outer.parentElement) others.add(claimOf(outer));
    for (const inner of piece.querySelectorAll("mark")) others.add(claimOf(inner));
  }
  others.delete(claim);
  others.delete(undefined);
  return [...others].map((other) => element("a", { href: `#${other.id}`, style: "margin-right:.8em" }, chinese(other.get("quote"))));
}

/** The printed page round the quote: a window on its picture, that can be moved over all of it. */
function printed(claim) {
  if (!claim.printed) return null;
  const [sheet, ...marks] = claim.printed;
  const [page, address, width, height] = data.pictures[sheet];
  const share = (part, whole) => `${((100 * part) / whole).toFixed(3)}%`;
  const image = element("img", { src: address, alt: `Page ${page} as printed; marked on it: ${claim.get("quote")}`, loading: "lazy", decoding: "async", width: String(width), height: String(height) });
  const signs = marks.map(([x, y, w, h]) => element("i", { style: `left:${share(x, width)};top:${share(y, height)};width:${share(w, width)};height:${share(h, height)}` }));
  const pane = element("div", { class: "pane", tabindex: "0", role: "group", "aria-label": `Page ${page} as printed, round the quote` }, element("div", { class: "sheet", style: `--wide:${width}` }, image, ...signs));
  const whole = element("a", { href: address, target: "_blank", rel: "noopener" }, `Page ${page} as printed`);
  image.addEventListener("error", () => figure.replaceChildren(element("figcaption", {}, `The picture of page ${page} is not there.`)));
  const figure = element("figure", { class: "print" }, pane, element("figcaption", {}, whole));
  return figure;
}

/** Move the window so that the mark stands in its middle. */
function centre(pane) {
  const mark = pane?.querySelector("i");
  if (!mark) return;
  pane.scrollLeft = mark.offsetLeft + mark.offsetWidth / 2 - pane.clientWidth / 2;
  pane.scrollTop = mark.offsetTop + mark.offsetHeight / 2 - pane.clientHeight / 2;
}

function claimCard(claim, signs) {
  const standard = standardOf(claim);
  return [
    element("div", { class: "head" }, element("h2", { id: "card-metric", lang: "zh-Hans" }, claim.get("metric")), ...signs),
    element("div", { class: "value" }, chinese(valueOf(claim))),
    standard ? element("div", { class: "standard" }, standard) : "",
    ...(claim.pieces.length ? [] : [element("p", { class: "warn" }, "Its place is not in the text of this page.")]),
    ...warnings(claim),
    printed(claim) ?? "",
    element("dl", {}, ...facts(claim)),
  ];
}

LABELS.kind = LABELS.kinds; // the column's name

/** Where the dashboard has these pages beside it, the way to its queue; elsewhere nothing (review.js). */
function reviewLink(claim) {
  return served ? element("a", { href: queueAddress(claim), class: "plain review" }, claim.reason ? "Add as a figure" : "Review") : null;
}

function show(claim) {
  const copied = element("span", { role: "status" });
  const copy = element("button", { type: "button", class: "plain" }, "Copy link");
  copy.addEventListener("click", async () => {
    copied.textContent = (await copyText(`${location.href.split("#")[0]}#${claim.id}`)) ? "Copied" : "Copying is not allowed here";
  });
  const sign = (words, label, action) => {
    const made = element("button", { type: "button", "aria-label": label, title: label }, words);
    made.addEventListener("click", action);
    return made;
  };
  const what = claim.reason ? "numeral" : "claim";
  const signs = [sign("‹", `Previous ${what}`, () => step(-1)), sign("›", `Next ${what}`, () => step(1)), sign("×", "Close", leave)];
  card.className = claim.reason ? "passed" : `k-${claim.get("kind")}`;
  card.replaceChildren(
    ...(claim.reason ? passedCard(claim, signs) : claimCard(claim, signs)),
    element("div", { class: "foot" }, claim.reason ? "" : element("code", {}, claim.id), element("a", { href: `#${claim.id}` }, `Link to this ${what}`), copy, copied, reviewLink(claim)),
  );
  card.hidden = false;
  card.scrollTop = 0;
  centre(card.querySelector(".pane"));
  hint.hidden = true;
  light(current, false);
  light(claim, true);
  current = claim;
}

function light(claim, on) {
  for (const piece of claim?.pieces ?? []) {
    piece.classList.toggle("on", on);
    piece.closest("p").classList.toggle("here", on);
    if (piece.hasAttribute("role")) piece.setAttribute("aria-expanded", String(on));
  }
}

async function copyText(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    const field = element("textarea", { style: "position:fixed;opacity:0" }, words);
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function open(claim, { focus = false, scroll = false } = {}) {
  if (!claim.shown) showAll();
  pinned = claim;
  show(claim);
  if (location.hash !== `#${claim.id}`) {
    try { history.replaceState(null, "", `#${claim.id}`); } catch { /* a browser that allows it on no file */ }
  }
  if (scroll && claim.pieces.length) {
    const settle = () => claim.pieces[0].scrollIntoView({ block: "center" });
    settle();
    requestAnimationFrame(() => { settle(); requestAnimationFrame(settle); }); // what lies between is laid out meanwhile
  }
  if (focus) card.focus({ preventScroll: true });
}

function leave() {
  const claim = current;
  light(claim, false);
  card.hidden = true;
  hint.hidden = false;
  pinned = current = null;
  returning = true;
  if (claim?.reason && !claim.pieces[0].hasAttribute("tabindex")) claim.pieces[0].tabIndex = -1; // else it takes no focus
  if (claim?.pieces.length) claim.pieces[0].focus({ preventScroll: true });
  returning = false;
}

// Filters

const groups = [
  ["Kind", "kind", Object.keys(LABELS.kinds), (claim, name) => claim.get("kind") === name],
  ["Status", "status", Object.keys(LABELS.status), (claim, name) => claim.get("status") === name],
  ["Checks", "checks", Object.keys(LABELS.checks), (claim, name) => ({
    flagged: claim.get("flags").length > 0, unsure: claim.get("confidence") < LABELS.unsureBelow, masked: claim.get("masked"),
  })[name]],
];
const flagNames = (claim) => claim.get("flags").map((flag) => flag.split(":")[0]);
groups.push(["Warnings", "flags", [...new Set(claims.flatMap(flagNames))].sort(), (claim, name) => flagNames(claim).includes(name)]);
const chosen = new Map(groups.map(([, group]) => [group, new Set()]));
const chips = [];

function chip(group, name, count) {
  const sign = group === "kind" ? element("b", { class: `k-${name}`, "aria-hidden": "true" }, LABELS.kinds[name].sign) : null;
  const mark = group === "checks" && name !== "masked" ? element("b", { class: "alarm", "aria-hidden": "true" }, name === "flagged" ? "!" : "?") : null;
  const words = group === "status" ? element("u", { class: `s-${name}` }, name) : name.replaceAll("_", " ");
  const button = element("button", { type: "button", class: "chip", "aria-pressed": "false", "data-group": group, "data-name": name },
    sign, mark, sign || mark ? " " : "", words, " ", element("i", {}, String(count)));
  button.title = group === "kind" ? LABELS.kinds[name].zh : LABELS[group][name] ?? "";
  button.addEventListener("click", () => {
    const names = chosen.get(group);
    names.has(name) ? names.delete(name) : names.add(name);
    apply();
  });
  chips.push(button);
  return button;
}

function apply() {
  let shown = 0;
  const wanted = asked.size === 0 || [...chosen.values()].some((names) => names.size); // else numerals alone are
  document.querySelectorAll(".has").forEach((paragraph) => paragraph.classList.remove("has"));
  for (const claim of claims) {
    claim.shown = groups.every(([, group, , holds]) => {
      const names = chosen.get(group);
      return names.size === 0 || [...names].some((name) => holds(claim, name));
    });
    shown += claim.shown;
    for (const piece of claim.pieces) {
      piece.classList.toggle("off", !claim.shown);
      piece.tabIndex = claim.shown && piece === claim.pieces[0] ? 0 : -1;
      if (claim.shown && wanted) piece.closest("p").classList.add("has");
    }
  }
  applyPassed();
  for (const button of chips) button.setAttribute("aria-pressed", String((chosen.get(button.dataset.group) ?? asked).has(button.dataset.name)));
  document.getElementById("shown").textContent = shown === claims.length ? `${number.format(shown)} shown` : `${number.format(shown)} of ${number.format(claims.length)} shown`;
  if (current && !current.shown) leave();
}

function showAll() {
  for (const names of chosen.values()) names.clear();
  showAllPassed();
  apply();
}

/** To the next claim, or numeral if one is on the card, that is shown, or the one before; the focus stays on the button, if the card has it. */
function step(by) {
  const visible = (current?.reason ? numerals : claims).filter((claim) => claim.shown && claim.pieces.length);
  if (!visible.length) return;
  const from = current ? visible.indexOf(current) : by > 0 ? -1 : 0;
  const label = card.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
  open(visible[(from + by + visible.length) % visible.length], { scroll: true });
  if (label) card.querySelector(`[aria-label="${label}"]`)?.focus({ preventScroll: true });
}

function buildFilters() {
  const place = document.getElementById("filters");
  for (const [title, group, names, holds] of groups) {
    const counts = names.map((name) => [name, claims.filter((claim) => holds(claim, name)).length]).filter(([, count]) => count);
    if (!counts.length) continue;
    place.append(element("fieldset", {}, element("legend", {}, title),
      element("div", { class: "chips" }, ...counts.map(([name, count]) => chip(group, name, count)))));
  }
  const button = (words, action) => {
    const made = element("button", { type: "button", class: "plain" }, words);
    made.addEventListener("click", () => action(made));
    return made;
  };
  if (!claims.length) place.append(element("p", { class: "note" }, "Nothing was read from this text as a claim."));
  else place.append(element("div", { class: "steps" },
    button("‹ Previous", () => step(-1)), button("Next ›", () => step(1)), button("Show all", showAll),
    only = button("Only their paragraphs", (made) => {
      made.setAttribute("aria-pressed", String(document.body.classList.toggle("only")));
    })));
  place.append(passedFilters());
  only?.setAttribute("aria-pressed", "false");
  if (!wide.matches) place.parentElement.open = false;
}
let only = null;

// Start

for (const mark of text.querySelectorAll("mark")) {
  const claim = claimOf(mark);
  if (!claim) continue;
  claim.pieces.push(mark);
  mark.setAttribute("role", "button");
  mark.setAttribute("aria-expanded", "false");
  mark.setAttribute("aria-label", `${claim.get("quote")}: ${claim.get("metric")}, ${claim.get("kind").replaceAll("_", " ")}`);
}
buildFilters();
apply();
if (!claims.length) hint.hidden = true;

const visit = (event) => {
  const claim = claimOf(event.target);
  if (claim?.reason && event.type === "mouseover") return; // its title says enough
  if (wide.matches && !pinned && !returning && claim?.shown && claim !== current) show(claim);
};
text.addEventListener("mouseover", visit);
text.addEventListener("focusin", visit);
text.addEventListener("click", (event) => {
  const claim = claimOf(event.target);
  if (claim?.shown) open(claim);
});
text.addEventListener("keydown", (event) => {
  const claim = claimOf(event.target);
  if (claim?.shown && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    open(claim, { focus: true });
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current) leave();
});

function follow() {
  const claim = byId.get(location.hash.slice(1)); // ids are hexadecimal digits
  if (claim) open(claim, { scroll: true });
}
addEventListener("hashchange", follow);
follow();
