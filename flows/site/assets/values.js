// How is a figure shown? As its report writes it, in the report's scale; the standard unit behind it, as finely as makes sense.
"use strict";

const SCALES = [["万亿", 1e12], ["亿", 1e8], ["万", 1e4]]; // the longest first; as expectations/messages/numbers.py has them
const LEAST = 1e-4; // a scale that leaves less is that of another number of the quote
const SAME = 1e-9; // of a value, as far as floats tell numbers apart
const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 12 });
const withMinus = (text) => text.replaceAll("-", "−"); // the sign of print
const number = { format: (value) => withMinus(plain.format(value)) };
const STANDARD_DIGITS = 4; // of a value in the standard unit, where it is not exact in that many

/** The number in the scale in which its digits stand in the quote; else in the scale that this names, or that suits the number: 8千余亩 is 8,000. */
function asWritten(value, quote) {
  const digits = ((quote ?? "").normalize("NFKC").replaceAll(",", "").match(/\d+(?:\.\d+)?/g) ?? []).map(Number).filter(Boolean);
  for (const [word, scale] of [["", 1], ...SCALES]) {
    if (digits.some((digit) => Math.abs(digit * scale - Math.abs(value)) <= SAME * Math.abs(value))) return `${number.format(value / scale)}${word}`;
  }
  for (const [word, scale] of SCALES) {
    if (quote?.includes(word) && Math.abs(value) / scale >= LEAST) return `${number.format(value / scale)}${word}`;
  }
  const [word, scale] = SCALES.find(([, scale]) => Math.abs(value) >= scale && Math.abs(100 * value / scale - Math.round(100 * value / scale)) <= SAME * Math.abs(100 * value / scale)) ?? ["", 1];
  return `${number.format(value / scale)}${word}`;
}

/** In few digits, large numbers in words: 533.3万, 5.333 million. Whether it is exact, too. */
function inStandard(value) {
  const exact = number.format(value);
  const rounded = Number(value.toPrecision(STANDARD_DIGITS));
  const words = new Intl.NumberFormat(document.documentElement.lang === "zh" ? "zh-CN" : "en", { notation: "compact", compactDisplay: "long", maximumSignificantDigits: STANDARD_DIGITS });
  return { words: Math.abs(value) >= 1e4 ? withMinus(words.format(value)) : number.format(rounded), isExact: Math.abs(value - rounded) <= 1e-9 * Math.abs(value), exact };
}

function standardOf(claim) {
  const [value, low, high, unit] = ["value_standard", "value_standard_min", "value_standard_max", "unit_standard"].map(claim.get);
  if (unit === claim.get("unit") || !unit) return null;
  if (value !== null && value === claim.get("value")) return null; // 元 is CNY: that says nothing new
  const ends = (value !== null ? [value] : [low, high].filter((end) => end !== null)).map(inStandard);
  if (!ends.length) return null;
  const sign = ends.every((end) => end.isExact) ? "=" : "≈";
  const bound = value !== null || ends.length > 1 ? "" : low !== null ? "≥ " : "≤ ";
  const name = document.documentElement.lang === "zh" ? unit.split("/").map((one) => LABELS.units[one] ?? one).join("/") : unit;
  const behind = `${/^[%‰\u2e80-\uffff]/.test(name) ? "" : " "}${name}`;
  const made = element("div", { class: "standard" }, `${sign} ${bound}${ends.map((end) => end.words).join(" – ")}${behind}`);
  made.title = `${ends.map((end) => end.exact).join(" – ")}${behind}`;
  return made;
}

function valueOf(claim) {
  const [value, low, high, unit, quote] = ["value", "value_min", "value_max", "unit", "quote"].map(claim.get);
  const stated = (end) => `${asWritten(end, quote)}${/^[A-Za-z]/.test(unit) ? " " : ""}${unit}`;
  if (claim.get("masked")) return `${_("censored")} ${unit}`;
  if (value !== null) return `${{ approx: "≈ ", over: "≥ ", under: "≤ " }[claim.get("bound")] ?? ""}${stated(value)}`;
  if (low !== null && high !== null) return `${asWritten(low, quote)} – ${stated(high)}`;
  if (low !== null) return `≥ ${stated(low)}`;
  return high !== null ? `≤ ${stated(high)}` : unit;
}
