from ledger.text.anchors import anchors


def test_anchors_are_tokens_that_occur_once_in_each_text():
    assert anchors([*"axbxc"], [*"aybcc"], 1) == [(0, 0), (2, 2)]


def test_anchors_stand_in_one_order_in_both_texts():
    assert anchors([*"abcd"], [*"bcda"], 1) == [(1, 0), (2, 1), (3, 2)]


def test_runs_are_anchors_where_no_token_occurs_once():
    assert anchors([*"abab"], [*"bbab"], 2) == [(1, 1)]


def test_texts_shorter_than_a_run_have_no_anchors():
    assert anchors(["a"], ["a"], 8) == anchors([], ["a"], 1) == []
