"""A long list knows its geometry, asks for what lacks and holds little."""

from __future__ import annotations

import pytest

from ui.paged_rows import KEPT_PAGES, PAGE_ROWS, PagedRows, Splice

Rows = PagedRows[int, int]
HEADED = 88
PLAIN = 56


def height(previous: int | None, row: int) -> int:
    return HEADED if previous is None or previous // 10 != row // 10 else PLAIN


def descending() -> Rows:
    return PagedRows(str, height, lambda row, cursor: row < cursor)


def answer(rows: Rows, cursor: int | None, limit: int, source: list[int]) -> None:
    found = [one for one in source if cursor is None or one < cursor]
    page = found[:limit]
    rows.put(cursor, limit, page, page[-1] if len(found) > limit else None)


def load(rows: Rows, source: list[int], upto: int) -> None:
    while rows.count < upto and not rows.is_complete:
        for cursor, limit in rows.missing(rows.count, rows.count):
            answer(rows, cursor, limit, source)


def test_an_empty_list_asks_for_its_first_page() -> None:
    rows = descending()

    assert rows.missing(0, 10) == [(None, PAGE_ROWS)]
    assert rows.count == 0


def test_rows_lie_below_each_other_with_their_headings() -> None:
    rows = descending()

    load(rows, list(range(25, 0, -1)), 25)

    assert [rows.row(n) for n in range(3)] == [25, 24, 23]
    assert rows.extent(0) == HEADED
    assert rows.top(6) == HEADED + 5 * PLAIN
    assert rows.extent(6) == HEADED  # 19: another group
    assert rows.row_at(rows.top(6)) == 6
    assert rows.row_at(rows.top(6) - 1) == 5
    assert rows.row_at(rows.height) is None


def test_far_pages_forget_their_rows_but_keep_their_place() -> None:
    rows = descending()
    source = list(range(100_000, 0, -1))
    load(rows, source, 40 * PAGE_ROWS)
    top = rows.top(70)

    rows.forget(7_900, 7_950)

    assert rows.row(70) is None
    assert rows.top(70) == top
    assert rows.held_count <= KEPT_PAGES * PAGE_ROWS


def test_a_forgotten_page_is_asked_for_again_where_it_is_seen() -> None:
    rows = descending()
    source = list(range(100_000, 0, -1))
    load(rows, source, 40 * PAGE_ROWS)
    rows.forget(7_900, 7_950)

    for cursor, limit in rows.missing(60, 80):
        answer(rows, cursor, limit, source)

    assert rows.row(70) == source[70]
    assert rows.count == 40 * PAGE_ROWS


def test_a_new_call_is_put_above_and_no_row_is_lost_or_doubled() -> None:
    rows = descending()
    source = list(range(1_000, 0, -1))
    load(rows, source, 600)
    source.insert(0, 1_001)

    again = rows.again(0)
    assert again is not None
    cursor, limit = again
    found = source[:limit]
    splices = rows.put(cursor, limit, found, found[-1])

    assert splices == [Splice(0, 0, 1)]
    assert [rows.row(n) for n in range(601)] == source[:601]


def test_a_row_that_left_is_taken_out_in_its_place() -> None:
    rows = descending()
    source = list(range(1_000, 0, -1))
    load(rows, source, 600)
    source.remove(990)

    answer(rows, None, PAGE_ROWS * 2, source)

    assert [rows.row(n) for n in range(rows.count)] == source[: rows.count]


def test_more_news_than_a_page_holds_begins_the_list_anew() -> None:
    rows = descending()
    source = list(range(1_000, 0, -1))
    load(rows, source, 600)
    source = list(range(3_000, 0, -1))

    again = rows.again(0)
    assert again is not None
    answer(rows, *again, source)
    load(rows, source, 900)

    assert [rows.row(n) for n in range(900)] == source[:900]


def test_an_answer_that_nobody_waits_for_changes_nothing() -> None:
    rows = descending()
    load(rows, list(range(300, 0, -1)), 300)

    assert rows.put(77, PAGE_ROWS, [76, 75], None) == []
    assert rows.count == 300


def test_hidden_rows_are_left_out() -> None:
    rows = descending()
    rows.hidden = frozenset({"9"})

    load(rows, [10, 9, 8], 3)

    assert [rows.row(n) for n in range(rows.count)] == [10, 8]


@pytest.mark.parametrize("size", [0, 1, PAGE_ROWS, PAGE_ROWS + 1])
def test_the_end_is_known_once_it_was_told(size: int) -> None:
    rows = descending()

    load(rows, list(range(size, 0, -1)), size + 1)

    assert rows.is_complete
    assert rows.count == size
    assert rows.missing(0, size) == []
