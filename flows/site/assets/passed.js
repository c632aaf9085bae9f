// The numerals that were passed over: which of them are underlined, and why each is no claim.
"use strict";

const numerals = []; // as claims are in report.js; those with a reason are no claims
const reasons = new Map(); // reason → how many
for (const piece of document.querySelectorAll(".text u")) {
  const id = piece.dataset.of || piece.id;
  if (piece.dataset.of) numerals.findLast((numeral) => numeral.id === id)?.pieces.push(piece);
  else {
    const numeral = { id, reason: piece.dataset.why, pieces: [piece], shown: true, get: (name) => (name === "quote" ? piece.textContent : null) };
    numerals.push(numeral);
    reasons.set(numeral.reason, (reasons.get(numeral.reason) ?? 0) + 1);
  }
}
const asked = new Set(); // reasons; none: all are shown
let underlined = null; // the checkbox
const plainly = (reason) => _(LABELS.words.reason_names[reason] ?? reason.replaceAll("_", " "));
const meaning = (reason) => (LABELS.reasons[reason] ? _(LABELS.reasons[reason]) : "");

/** Underline those that are asked for. Only those whose reason is chosen are stops of the Tab key: there are hundreds. */
function applyPassed() {
  for (const numeral of numerals) {
    const chosen = asked.has(numeral.reason);
    numeral.shown = underlined.checked && (chosen || asked.size === 0);
    for (const piece of numeral.pieces) {
      piece.classList.toggle("off", !numeral.shown);
      piece.title = numeral.shown ? _("Passed over, {reason}: {meaning}", { reason: plainly(numeral.reason), meaning: meaning(numeral.reason) }) : "";
      if (numeral.shown && chosen) piece.closest("p").classList.add("has");
    }
    const [first] = numeral.pieces;
    if (numeral.shown && chosen) {
      const states = { role: "button", tabindex: "0", "aria-expanded": "false", "aria-label": _("{numeral}: passed over, {reason}", { numeral: first.textContent, reason: plainly(numeral.reason) }) };
      for (const [name, value] of Object.entries(states)) first.setAttribute(name, value);
    } else for (const name of ["role", "tabindex", "aria-expanded", "aria-label"]) first.removeAttribute(name);
  }
}

function showAllPassed() {
  asked.clear();
  if (underlined) underlined.checked = true;
}

function passedFilters() {
  if (!numerals.length) return "";
  underlined = element("input", { type: "checkbox", id: "passed", checked: true });
  underlined.addEventListener("change", apply);
  const chipOf = (reason) => {
    const button = element("button", { type: "button", class: "chip", "aria-pressed": "false", "data-group": "reasons", "data-name": reason, title: meaning(reason) },
      plainly(reason), " ", element("i", {}, String(reasons.get(reason))));
    button.addEventListener("click", () => {
      asked.has(reason) ? asked.delete(reason) : asked.add(reason);
      underlined.checked = true;
      apply();
    });
    chips.push(button);
    return button;
  };
  const last = LABELS.lastResorts.filter((reason) => reasons.has(reason));
  const rules = [...reasons.keys()].filter((reason) => !last.includes(reason)).sort((a, b) => reasons.get(b) - reasons.get(a));
  return element("fieldset", { class: "passed" },
    element("legend", {}, _("Numerals that are no claims")),
    element("label", {}, underlined, ` ${_("Passed over")} `, element("i", {}, number.format(numerals.length))),
    last.length ? element("div", { class: "chips" }, ...last.map(chipOf)) : "",
    rules.length ? element("details", {}, element("summary", {}, ngettext("By a rule", "By {count} rules", rules.length)), element("div", { class: "chips" }, ...rules.map(chipOf))) : "");
}

/** What the card says of one. */
function passedCard(numeral, signs) {
  const start = Number(numeral.id.slice(1));
  const last = LABELS.lastResorts.includes(numeral.reason);
  return [
    element("div", { class: "head" }, element("h2", { id: "card-metric" }, _("Passed over: "), chinese(numeral.get("quote"))), ...signs),
    element("p", { class: "why" }, element("b", {}, plainly(numeral.reason)), element("br"), meaning(numeral.reason)),
    last ? element("p", { class: "why" }, _("No rule says that it is no quantity: if it is one, it was missed.")) : "",
    element("dl", {}, element("dt", {}, _("Position")), element("dd", {}, String(start)), element("dt", {}, _("Reason")), element("dd", {}, element("code", {}, numeral.reason))),
  ];
}
