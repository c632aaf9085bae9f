"""Do the parts of a page say both languages, and nothing of what is put in as markup?"""

from __future__ import annotations

import re

from markupsafe import Markup

from expectations.messages.html import both, both_of, named, worded
from tests.conftest import ROOT

RANK, RANK_ZH = "It is a rank", "是名次"  # any message that the catalogue has


def test_message_stands_there_in_both_languages() -> None:
    assert both(RANK) == f'<span lang="zh">{RANK_ZH}</span><span lang="en">{RANK}</span>'


def test_message_without_a_translation_stands_once() -> None:
    assert both("nobody says {this}", this="<b>") == "nobody says &lt;b&gt;"
    assert both("nobody says {this}", this=Markup("<b>x</b>")) == "nobody says <b>x</b>"


def test_count_is_shown_with_its_thousands() -> None:
    assert [both_of("{count} nobody", "{count} nobodies", n) for n in (1, 2000)] == ["1 nobody", "2,000 nobodies"]


def test_attribute_has_its_english_beside_it() -> None:
    assert named("title", RANK) == f'title="{RANK_ZH}" data-en-title="{RANK}"'
    assert named("title", 'a "b" {c}', c="<") == 'title="a &#34;b&#34; &lt;" data-en-title="a &#34;b&#34; &lt;"'


def test_element_that_holds_no_other_has_its_english_in_an_attribute() -> None:
    assert f"<option{worded(RANK)}</option>" == f'<option data-en-text="{RANK}">{RANK_ZH}</option>'


HIDDEN = re.compile(r"""<(?:span|p|div)\b[^>]*\slang=\\?["'](?:zh|en)["'\\]""")


def test_only_both_marks_words_by_a_language_that_hides_them_from_readers_of_the_other() -> None:
    assert HIDDEN.search('<span lang="en">')
    assert not HIDDEN.search('<span lang="en-GB">')
    rooms = ("expectations", "flows/handover", "flows/publishing", "flows/site")  # the dashboard says one language only
    pages = [path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in (".html", ".py")]
    assert [path.name for path in pages if HIDDEN.search(path.read_text(encoding="utf-8"))] == ["html.py"]
