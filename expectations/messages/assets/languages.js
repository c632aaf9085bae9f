// Which language does this page speak? That of its address (?lang=en), else the one chosen last, else the browser's.
"use strict";

const CHINESE = {}; // of what scripts say, by English; filled by messages.js
const chosenLanguage = (() => {
  const known = (name) => (/^zh\b/i.test(name ?? "") ? "zh" : /^en\b/i.test(name ?? "") ? "en" : null);
  const asked = known(new URLSearchParams(location.search).get("lang"));
  let kept = null;
  try {
    if (asked) localStorage.setItem("lang", asked);
    kept = known(localStorage.getItem("lang"));
  } catch { /* a browser that keeps nothing for this page */ }
  const first = (navigator.languages ?? [navigator.language]).map(known).find(Boolean);
  return asked ?? kept ?? (first || (navigator.languages?.length ? "en" : "zh"));
})();
document.documentElement.lang = chosenLanguage;
document.documentElement.classList.add("scripted");

/** A message that a script says, in the page's language; {name} stands for a value. */
function _(message, values = {}) {
  const told = document.documentElement.lang === "zh" ? CHINESE[message] ?? message : message;
  return told.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function ngettext(singular, plural, count, values = {}) {
  const message = document.documentElement.lang === "zh" ? singular : count === 1 ? singular : plural;
  return _(message, { count: new Intl.NumberFormat("en").format(count), ...values });
}

/** Attributes and plain texts are in Chinese; let them be in English. */
function exchangeWords(place) {
  if (document.documentElement.lang !== "en") return;
  for (const found of place.querySelectorAll("[data-en-text]")) found.textContent = found.dataset.enText;
  for (const name of ["title", "aria-label", "alt", "placeholder", "content", "label", "data-of", "data-name"]) {
    for (const found of place.querySelectorAll(`[data-en-${name}]`)) found.setAttribute(name, found.getAttribute(`data-en-${name}`));
  }
}

addEventListener("DOMContentLoaded", () => {
  exchangeWords(document);
  for (const link of document.querySelectorAll(".languages a")) {
    const to = new URL(location);
    to.searchParams.set("lang", link.lang);
    link.href = to.href;
    if (link.lang === document.documentElement.lang) link.setAttribute("aria-current", "true");
    // The page is read anew, so that its scripts say everything again; the fragment, which is kept, alone would not do it.
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const now = new URL(location);
      now.searchParams.set("lang", link.lang);
      if (now.href === location.href) return;
      location.replace(now.href);
    });
  }
  // A language that was asked for goes along to the other pages, even where a browser keeps nothing.
  if (!new URLSearchParams(location.search).has("lang")) return;
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || link.closest(".languages") || link.origin !== location.origin || !/\.html$/.test(link.pathname)) return;
    const to = new URL(link.href);
    if (to.pathname === location.pathname) return;
    to.searchParams.set("lang", chosenLanguage);
    link.href = to.href;
  }, true);
});
