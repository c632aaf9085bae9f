"""Is a configuration that is remembered the one that the library would make?"""

from __future__ import annotations

from expectations.engine import library


def test_a_remembered_configuration_is_the_librarys_own_and_follows_what_is_changed() -> None:
    gx = library.load()
    expectation = gx.expectations.ExpectColumnValuesToBeBetween(column="value", min_value=1, meta={"name": "plausible"})
    own = expectation.configuration
    with library.remembered_configurations():
        first, second = expectation.configuration, expectation.configuration
        assert first is not second
        assert first.to_json_dict() == own.to_json_dict()
        first.kwargs["min_value"] = 7  # an asker changes its own copy only
        assert second.kwargs["min_value"] == expectation.configuration.kwargs["min_value"] == 1
        expectation.min_value = 2
        assert expectation.configuration.kwargs["min_value"] == 2
    assert expectation.configuration is not expectation.configuration
    assert expectation.configuration.kwargs["min_value"] == 2
