// The page of a report: which claims are shown, and what was read from the one that is chosen.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const at = Object.fromEntries(LABELS.fields.map((name, index) => [name, index]));
const wide = matchMedia("(min-width: 68rem)");
const text = document.getElementById("text");
const card = document.getElementById("card");
const hint = document.getElementById("hint");

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

const wordFor = (group, name) => _(LABELS.words[group]?.[name] ?? name.replaceAll("_", " "));
const meaningOf = (meanings, name) => (meanings[name] ? _(meanings[name]) : "");
const labelled = (group, name) => [wordFor(group, name)];

function change(claim) {
  const [comparison, direction] = [claim.get("comparison"), claim.get("direction")];
  if (comparison === "none" && direction === "none") return null;
  const parts = comparison === "none" ? [] : labelled("comparison", comparison);
  if (direction === "none") return parts;
  return [...parts, ...(parts.length ? [_(", ")] : []), ...labelled("direction", direction), { up: " ↑", down: " ↓" }[direction]];
}

function period(claim) {
  const [words, start, end] = ["period_text", "period_start", "period_end"].map(claim.get);
  const dates = start && end ? (start === end ? start : `${start} – ${end}`) : start || end;
  if (!words && !dates) return null;
  return [words ? chinese(words) : null, words && dates ? element("br") : null, dates];
}

function warnings(claim) {
  const there = claim.get("flags");
  const flags = there.filter((flag) => !there.includes(LABELS.same[flag])).map((flag) => { // what two of them say is said once
    const [name, arithmetic] = flag.split(/:(.*)/s);
    const told = arithmetic?.trim() ? `${_(": ")}${arithmetic.trim().replaceAll(" or ", _(" or "))}` : "";
    return element("p", { class: "warn" }, element("b", {}, wordFor("flag_names", name)), told, element("br"), meaningOf(LABELS.flags, name), " ", element("code", {}, name));
  });
  if (claim.get("confidence") < LABELS.unsureBelow) {
    flags.push(element("p", { class: "warn" }, element("b", {}, _("Low confidence")), element("br"), _("Compare the fields with the sentence before you use them.")));
  }
  return flags;
}

function facts(claim) {
  const key = claim.get("metric_key");
  const overlapping = around(claim);
  const rows = [
    [_("Quote"), [chinese(claim.get("quote"))]],
    [_("Kind"), labelled("kinds", claim.get("kind"))],
    [_("Status"), labelled("status", claim.get("status"))],
    [_("Change"), change(claim)],
    [_("Against"), claim.get("base_text") ? [chinese(claim.get("base_text"))] : null],
    [_("Reckoned"), claim.get("basis") ? labelled("basis", claim.get("basis")) : null],
    [_("Scope"), claim.get("scope") ? [chinese(claim.get("scope"))] : null],
    [_("Period"), period(claim)],
    [_("Per"), claim.get("per") ? [chinese(claim.get("per"))] : null],
    [_("Bound"), labelled("bound", claim.get("bound"))],
    [_("Masked"), claim.get("masked") ? [_("yes: digits are censored in the source")] : null],
    [_("Part of the report"), labelled("part", claim.get("part"))],
    [_("Section"), claim.section ? [chinese(claim.section)] : null],
    [_("Metric key"), key !== claim.get("metric") ? [chinese(key)] : null],
    [_("Page"), claim.get("page") === null ? null : [String(claim.get("page"))]],
    [_("Position"), [`${claim.get("char_start")} – ${claim.get("char_end")}`]],
    [_("Confidence"), [claim.get("confidence").toFixed(2)]],
    [_("Review"), claim.get("review") ? labelled("review", claim.get("review")) : null],
    [_("Overlaps"), overlapping.length ? overlapping : null],
    [_("Whole"), wholeOf(claim)],
    [_("Its parts"), partsOf(claim)],
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
  const image = element("img", { src: address, alt: _("Page {page} as printed; marked on it: {quote}", { page, quote: claim.get("quote") }), loading: "lazy", decoding: "async", width: String(width), height: String(height) });
  const signs = marks.map(([x, y, w, h]) => element("i", { style: `left:${share(x, width)};top:${share(y, height)};width:${share(w, width)};height:${share(h, height)}` }));
  const pane = element("div", { class: "pane", tabindex: "0", role: "group", "aria-label": _("Page {page} as printed, round the quote", { page }) }, element("div", { class: "sheet", style: `--wide:${width}` }, image, ...signs));
  const whole = element("a", { href: address, target: "_blank", rel: "noopener" }, _("Page {page} as printed", { page }));
  image.addEventListener("error", () => figure.replaceChildren(element("figcaption", {}, _("The picture of page {page} is not there.", { page }))));
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
    standard ?? "",
    ...(claim.pieces.length ? [] : [element("p", { class: "warn" }, _("Its place is not in the text of this page."))]),
    ...warnings(claim),
    printed(claim) ?? "",
    element("dl", {}, ...facts(claim)),
    othersOf(claim),
  ];
}

/** Where the dashboard has these pages beside it, the way to its queue; elsewhere nothing (review.js). */
function reviewLink(claim) {
  return served ? element("a", { href: queueAddress(claim), class: "plain review" }, claim.reason ? _("Add as a figure") : _("Review")) : null;
}

function show(claim) {
  const copied = element("span", { role: "status" });
  const copy = element("button", { type: "button", class: "plain" }, _("Copy link"));
  copy.addEventListener("click", async () => {
    copied.textContent = (await copyText(`${location.href.split("#")[0]}#${claim.id}`)) ? _("Copied") : _("Copying is not allowed here");
  });
  const sign = (words, label, action) => {
    const made = element("button", { type: "button", "aria-label": label, title: label }, words);
    made.addEventListener("click", action);
    return made;
  };
  const steps = claim.reason ? [_("Previous numeral"), _("Next numeral")] : [_("Previous claim"), _("Next claim")];
  const signs = [sign("‹", steps[0], () => step(-1)), sign("›", steps[1], () => step(1)), sign("×", _("Close"), leave)];
  card.className = claim.reason ? "passed" : `k-${claim.get("kind")}`;
  card.replaceChildren(
    ...(claim.reason ? passedCard(claim, signs) : claimCard(claim, signs)),
    element("div", { class: "foot" }, claim.reason ? "" : element("code", {}, claim.id), element("a", { href: `#${claim.id}` }, claim.reason ? _("Link to this numeral") : _("Link to this claim")), copy, copied, reviewLink(claim)),
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
  [_("Kind"), "kinds", Object.keys(LABELS.kinds), (claim, name) => claim.get("kind") === name],
  [_("Status"), "status", Object.keys(LABELS.words.status), (claim, name) => claim.get("status") === name],
  [_("Checks"), "checks", Object.keys(LABELS.words.checks), (claim, name) => ({
    flagged: claim.get("flags").length > 0, unsure: claim.get("confidence") < LABELS.unsureBelow, masked: claim.get("masked"),
  })[name]],
];
const flagNames = (claim) => claim.get("flags").map((flag) => flag.split(":")[0]).map((name) => LABELS.same[name] ?? name);
groups.push([_("Warnings"), "flag_names", [...new Set(claims.flatMap(flagNames))].sort(), (claim, name) => flagNames(claim).includes(name)]);
const chosen = new Map(groups.map(([, group]) => [group, new Set()]));
const chips = [];

function chip(group, name, count) {
  const sign = group === "kinds" ? element("b", { class: `k-${name}`, "aria-hidden": "true" }, LABELS.kinds[name].sign) : null;
  const mark = group === "checks" && name !== "masked" ? element("b", { class: "alarm", "aria-hidden": "true" }, name === "flagged" ? "!" : "?") : null;
  const words = group === "status" ? element("u", { class: `s-${name}` }, wordFor(group, name)) : wordFor(group, name);
  const button = element("button", { type: "button", class: "chip", "aria-pressed": "false", "data-group": group, "data-name": name },
    sign, mark, sign || mark ? " " : "", words, " ", element("i", {}, String(count)));
  if (group === "flag_names") button.title = meaningOf(LABELS.flags, name);
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
  document.getElementById("shown").textContent = shown === claims.length ? _("{shown} shown", { shown: number.format(shown) }) : _("{shown} of {all} shown", { shown: number.format(shown), all: number.format(claims.length) });
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
  if (!claims.length) place.append(element("p", { class: "note" }, _("Nothing was read from this text as a claim.")));
  else place.append(element("div", { class: "steps" },
    button(_("‹ Previous"), () => step(-1)), button(_("Next ›"), () => step(1)), button(_("Show all"), showAll),
    only = button(_("Only their paragraphs"), (made) => {
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
  mark.setAttribute("aria-label", `${claim.get("quote")}: ${claim.get("metric")}, ${wordFor("kinds", claim.get("kind"))}`);
}
for (const removed of text.querySelectorAll("del")) removed.title = _("Removed as boilerplate: {rule}", { rule: wordFor("rules", removed.dataset.rule.split(":")[0]) });
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

// On paper: what the colours and lines mean, and each figure with its name and value, made when it is asked for.

function onPaper() {
  const kinds = [...new Set(claims.map((claim) => claim.get("kind")))];
  const legend = kinds.map((kind) => `${LABELS.kinds[kind].sign} ${wordFor("kinds", kind)}`);
  const line = (claim) => element("tr", {}, ...[chinese(claim.get("quote")), chinese(claim.get("metric")), chinese(valueOf(claim)), (change(claim) ?? []).filter(Boolean).join(""), wordFor("status", claim.get("status")),
    [claim.get("period_start"), claim.get("period_end")].filter(Boolean).join(" – ")].map((cell) => element("td", {}, cell)));
  const heads = [_("Quote"), _("Metric"), _("Value"), _("Change"), _("Status"), _("Period")].map((name) => element("th", {}, name));
  return element("section", { class: "printed" },
    element("p", { class: "legend" }, legend.join(" · "), " · ", _("solid line: actual; dashed: target; dotted: forecast; !: with a warning; ?: unsure")),
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...claims.map(line))));
}

matchMedia("print").addEventListener("change", (event) => {
  document.querySelector(".printed")?.remove();
  if (event.matches && claims.length) text.after(onPaper());
});

function follow() {
  const claim = byId.get(location.hash.slice(1)); // ids are hexadecimal digits
  if (claim) open(claim, { scroll: true });
}
addEventListener("hashchange", follow);
follow();
