// Which sentences have these words? Found by pairs of characters (flows/site/search.py), loaded as scripts when they are asked for.
"use strict";

const SENTENCES_AT_ONCE = 20;
const REPORTS_TOGETHER = 16;
const LOADED_TOGETHER = 8; // scripts of sentences
const pairShards = new Map(), sentenceGroups = new Map(), waiting = new Map();
let shardCount = 0;
addEventListener("DOMContentLoaded", () => { shardCount = Number(document.body.dataset.search); });
let searched = 0; // the latest search; earlier ones end

const normalised = (words) => words.normalize("NFKC").toLowerCase();

function addPairs(shard, pairs) { pairShards.set(shard, pairs); }
function addSentences(group, rows) {
  sentenceGroups.set(group, rows.map(([place, claim, sentence, names]) => ({ place, claim, sentence, names, words: normalised(`${sentence} ${names}`) })));
}

/** Scripts, as pages from disk may load nothing else. */
function load(address) {
  if (!waiting.has(address)) {
    waiting.set(address, new Promise((resolve) => {
      const script = element("script", { src: address });
      script.onload = script.onerror = resolve;
      document.head.append(script);
    }));
  }
  return waiting.get(address);
}

function pairsOf(word) {
  const letters = [...word];
  return letters.slice(1).map((letter, index) => letters[index] + letter);
}

function shardOf(pair) {
  const [left, right] = [...pair].map((letter) => letter.codePointAt(0));
  return (Math.imul(left, 40503) ^ Math.imul(right, 10007)) & (shardCount - 1);
}

/** The reports of a pair, out of differences in varints. */
function placesOf(pair) {
  const coded = atob(pairShards.get(shardOf(pair))?.[pair] ?? "");
  const places = [];
  let last = -1, step = 0, bits = 0;
  for (let index = 0; index < coded.length; index += 1) {
    const byte = coded.charCodeAt(index);
    step |= (byte & 127) << bits;
    bits += 7;
    if (byte < 128) {
      last += step + 1;
      places.push(last);
      step = bits = 0;
    }
  }
  return places;
}

async function reportsWith(words) {
  const pairs = [...new Set(words.flatMap(pairsOf))];
  await Promise.all(pairs.map((pair) => load(`index/pairs-${shardOf(pair)}.js`)));
  const lists = pairs.map(placesOf).sort((a, b) => a.length - b.length);
  return lists.slice(1).reduce((left, list) => {
    const known = new Set(list);
    return left.filter((place) => known.has(place));
  }, lists[0] ?? []);
}

/** The words may stand in the sentence, or in its report's title; one at least in the sentence. */
function hasAll(row, words) {
  const title = reports[row.place].words;
  return words.some((word) => row.words.includes(word)) && words.every((word) => row.words.includes(word) || title.includes(word));
}

/** Who reports, where the title leaves it open: 政府工作报告 is the title of many. */
function whose(report) {
  const who = report.region || report.issuer || "";
  return report.title.includes(who) ? "" : who;
}

/** A sentence with the words marked, and the way to its place. */
function sentenceRow(row, words) {
  const report = reports[row.place];
  const link = element("a", { href: `reports/${part(report.batch)}/${part(report.id)}.html#${row.claim}`, lang: "zh-Hans" });
  const plain = normalised(row.sentence);
  const same = plain.length === row.sentence.length; // else places in it are not those of the sentence
  const spans = same ? words.flatMap((word) => { const at = plain.indexOf(word); return at < 0 ? [] : [[at, at + word.length]]; }).sort((a, b) => a[0] - b[0]) : [];
  let last = 0;
  for (const [start, end] of spans) {
    if (start < last) continue;
    link.append(row.sentence.slice(last, start), element("mark", { class: "hit" }, row.sentence.slice(start, end)));
    last = end;
  }
  link.append(row.sentence.slice(last));
  return element("li", {}, link, element("small", { lang: "zh-Hans" }, [spans.length ? "" : row.names, report.title, whose(report), report.year, report.batch].filter(Boolean).join(" · ")));
}

async function searchSentences(words, allowed) {
  const mine = ++searched;
  const place = document.getElementById("sentences");
  const list = document.getElementById("sentences-list");
  const said = document.getElementById("sentences-found");
  const more = document.getElementById("sentences-more");
  const asked = words.map(normalised);
  document.getElementById("reports-title").hidden = place.hidden = !shardCount || !words.length;
  list.replaceChildren();
  more.hidden = true;
  if (place.hidden) return;
  if (!asked.some((word) => [...word].length > 1)) {
    said.textContent = _("Sentences are found by two characters or more.");
    return;
  }
  const places = (await reportsWith(asked)).filter((one) => allowed(reports[one]));
  if (mine !== searched) return;
  let next = 0, shown = 0;
  async function showSome() {
    more.hidden = true;
    const wanted = shown + SENTENCES_AT_ONCE;
    while (next < places.length && shown < wanted) {
      const some = places.slice(next, next + LOADED_TOGETHER);
      next += some.length;
      await Promise.all([...new Set(some.map((one) => Math.floor(one / REPORTS_TOGETHER)))].map((group) => load(`index/sentences-${group}.js`)));
      if (mine !== searched) return;
      const chosen = new Set(some);
      const groups = [...new Set(some.map((one) => Math.floor(one / REPORTS_TOGETHER)))];
      const rows = groups.flatMap((group) => sentenceGroups.get(group) ?? []).filter((row) => chosen.has(row.place) && hasAll(row, asked));
      list.append(...rows.map((row) => sentenceRow(row, asked)));
      shown += rows.length;
    }
    more.hidden = next >= places.length;
    said.textContent = next >= places.length
      ? (shown ? ngettext("{count} sentence", "{count} sentences", shown) : _("No sentence with figures has all of these words."))
      : _("{shown} sentences so far, of {done} of {all} reports that have the words", { shown: format.format(shown), done: format.format(next), all: format.format(places.length) });
    document.documentElement.dataset.searched = words.join(" ");
  }
  more.onclick = showSome;
  await showSome();
}
