"""The rate limiter of bulk operations: full speed until a 429, then slower."""

from sipgate_tools._backends.rate_limiter import MAX_GAP_SECONDS, RateLimiter


def test_nothing_waits_until_a_request_is_refused() -> None:
    pace = RateLimiter()
    assert [pace.reserve(10.0) for _ in range(3)] == [0, 0, 0]


def test_after_a_refusal_all_wait_as_told_and_then_go_one_after_the_other() -> None:
    pace = RateLimiter()
    assert pace.rejected(sent_at=10.0, now=10.0, retry_after=3.0)
    assert [round(pace.reserve(10.0), 3) for _ in range(3)] == [3.0, 3.05, 3.1]


def test_refusals_of_requests_that_left_together_slow_down_once() -> None:
    pace = RateLimiter()
    for _ in range(8):
        pace.rejected(sent_at=9.0, now=10.0, retry_after=0.0)
    assert pace.gap_seconds == 0.05
    pace.rejected(sent_at=11.0, now=11.1, retry_after=0.0)
    assert pace.gap_seconds == 0.1


def test_without_a_time_from_sipgate_the_wait_grows() -> None:
    pace, now = RateLimiter(), 0.0
    waits: list[float] = []
    for _ in range(12):
        pace.rejected(sent_at=now, now=now, retry_after=None)
        waits.append(pace.reserve(now))
        now += waits[-1] + 1
    assert waits == sorted(waits)
    assert waits[0] == 1.0
    assert pace.gap_seconds == MAX_GAP_SECONDS


def test_requests_that_are_taken_bring_the_speed_back() -> None:
    pace = RateLimiter()
    pace.rejected(sent_at=0.0, now=0.0, retry_after=0.0)
    for _ in range(20):
        pace.accepted()
    assert pace.gap_seconds == 0


def test_a_wait_that_is_too_long_is_not_worth_it() -> None:
    assert not RateLimiter(longest_pause_seconds=60).rejected(sent_at=0.0, now=0.0, retry_after=61.0)
