"""Do nouns that need no measure word lose their first character to a unit?"""

from __future__ import annotations

import pytest

from extractors.language import knowledge
from extractors.quantities.quantities import find_quantities

NOUNS = knowledge.quantity_words().unmeasured


@pytest.mark.parametrize("noun", NOUNS)
def test_no_unit_is_cut_off_a_noun_of_people(noun: str) -> None:
    for written, value in (("3万", 30000), ("300", 300)):
        [mention] = find_quantities(f"全县惠及{written}{noun}。")
        assert (mention.value, mention.unit.unit) in ((value, ""), (value, noun))
