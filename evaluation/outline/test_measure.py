from evaluation.outline.measure import Score, Speech, read_found, read_truth, score

TEXT = "甲篇\n第一句。\n乙篇\n第二句。\n"
KNOWN = [Speech(0, 7, "甲篇"), Speech(8, 15, "乙篇")]


def test_starts_and_ends_are_compared():
    result = score(TEXT, KNOWN, [Speech(0, 7, "甲篇"), Speech(8, 15, "乙篇")])
    assert (result.hits, result.whole, result.inner_hits) == (2, 2, 1)
    assert not result.missed and not result.false


def test_the_line_below_the_heading_counts_and_later_ones_do_not():
    assert score(TEXT, KNOWN, [Speech(3, 7, "")]).hits == 1
    result = score("甲篇\n一\n二\n三\n", [Speech(0, 9, "甲篇")], [Speech(5, 9, "")])
    assert (result.hits, len(result.missed), len(result.false)) == (0, 1, 1)


def test_a_cut_inside_of_a_speech_is_false_and_its_end_is_wrong():
    result = score(TEXT, KNOWN, [Speech(0, 2, "甲篇"), Speech(3, 7, ""), Speech(8, 15, "")])
    assert (result.hits, result.whole, len(result.false)) == (2, 1, 1)


def test_scores_add_up():
    total = Score()
    for _ in range(2):
        total.add(score(TEXT, KNOWN, [Speech(0, 15, "甲篇")]))
    assert total.cells() == ["4", "2", "0.500", "1", "0.000", "0 of 4"]


def test_truth_and_outlines_are_read():
    assert read_truth(["a\t8\t15\t乙篇", "a\t0\t7\t甲篇"]) == {"a": KNOWN}
    line = '{"document":"a","speech":1,"title":"甲篇","start":0,"end":7,"line":1}'
    assert read_found([line]) == {"a": [KNOWN[0]]}
