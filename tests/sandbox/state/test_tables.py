"""The sandbox's own tables: pages are what sorting everything would give, and a failed request leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.sandbox.seeds import load_seed
from sipgate_tools.sandbox.state import State
from sipgate_tools.sandbox.state.calls_and_history import HistoryRow
from sipgate_tools.sandbox.state.history import entries
from sipgate_tools.sandbox.state.people import Counter

from ..accounts import NOON

ENTRIES = st.lists(
    st.builds(
        HistoryRow,
        id=st.integers(0, 40).map(str),
        type=st.sampled_from(["CALL", "SMS"]),
        created=st.integers(0, 9).map(lambda seconds: NOON + timedelta(seconds=seconds)),
        direction=st.sampled_from(["INCOMING", "MISSED_INCOMING"]),
        source=st.sampled_from(["+491", "+492"]),
        target=st.just("+493"),
        owner=st.sampled_from(["w0", "w1"]),
        archived=st.booleans(),
    ),
    max_size=40,
)


@given(
    put=ENTRIES,
    removed=st.lists(st.integers(0, 40).map(str), max_size=10),
    offset=st.integers(0, 20),
    limit=st.integers(0, 20),
    window=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    number=st.sampled_from(["", "+491", "+493"]),
)
def test_a_page_is_what_sorting_and_filtering_everything_would_give(
    put: list[HistoryRow], removed: list[str], offset: int, limit: int, window: tuple[int, int], number: str
) -> None:
    state = State()
    for entry in put:
        state.history.put(entry)
    for key in removed:
        state.history.remove(key)
    since, until = (NOON + timedelta(seconds=seconds) for seconds in window)

    def matches(entry: HistoryRow) -> bool:
        return entry.type == "CALL" and not entry.archived

    found = entries(
        [state.history],
        lambda facets: facets.type == "CALL" and not facets.archived,
        since=since,
        until=until,
        number=number,
        offset=offset,
        limit=limit,
    )
    everything = [
        entry
        for entry in sorted(state.history, key=lambda row: (row.created, row.id), reverse=True)
        if matches(entry)
        and since <= entry.created <= until
        and (not number or number in (entry.source, entry.target))
    ]
    assert found.total == len(everything)
    assert found.rows == everything[offset : offset + limit]


@given(st.lists(st.tuples(ENTRIES, st.lists(st.integers(0, 40).map(str), max_size=5)), max_size=3))
def test_undoing_gives_back_the_state_of_the_last_commit(
    steps: list[tuple[list[HistoryRow], list[str]]],
) -> None:
    state = State()
    for put, removed in steps:
        before = list(entries([state.history], lambda _: True).rows)
        for entry in put:
            state.history.put(entry)
        for key in removed:
            state.history.remove(key)
        state.history.clear()
        state.undo()
        assert entries([state.history], lambda _: True).rows == before
        for entry in put:
            state.history.put(entry)
        state.commit()


def test_a_commit_hands_over_what_changed_and_only_that() -> None:
    state = load_seed("classic", NOON)
    user = state.users["w1"]
    state.users.put(user)  # an equal row is no change
    state.users.put(replace(user, firstname="Beate"))
    key = state.count("e")
    changes = state.commit()
    assert [(change.table, change.key) for change in changes] == [("users", "w1"), ("counters", "e")]
    assert changes[1].after == Counter("e", key)
    assert state.commit() == []


def test_numbers_are_never_given_twice_even_after_undoing() -> None:
    state = load_seed("neo", NOON)
    first = state.new_extension("e")
    state.commit()
    state.new_extension("e")
    state.undo()
    assert (first, state.new_extension("e")) == ("e4", "e5")
