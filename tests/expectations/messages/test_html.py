"""Do the parts of a page say both languages, and nothing of what is put in as markup?"""

from __future__ import annotations

from markupsafe import Markup

from expectations.messages.html import both, both_of, in_english, named, worded

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


def test_descriptions_stand_in_both_languages() -> None:
    assert in_english("甲 <1", "a") == '<span lang="zh">甲 &lt;1</span><span lang="en">a</span>'
    assert in_english("", "a") == "a"
