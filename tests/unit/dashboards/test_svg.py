"""SVG elements: what is text is escaped wherever it stands, what is markup stays, whichever came first."""

from __future__ import annotations

import html
import itertools
import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from dashboards.charts.svg import element

texts = st.text(st.sampled_from("&<>\"'; ab\u2028é")) | st.text()


@given(texts, texts)
def test_a_text_is_read_back_as_it_was_and_closes_nothing(inside: str, attribute: str) -> None:
    read = re.fullmatch(r'<g class="([^"<>]*)">([^<>]*)</g>', element("g", inside, class_=attribute))
    assert read
    assert re.sub(r"&(?:amp|lt|gt|#3[49]);", "", read[1] + read[2]).count("&") == 0
    assert [html.unescape(part) for part in read.groups()] == [attribute, inside]


def test_a_text_and_markup_of_the_same_signs_are_told_apart() -> None:
    """An attribute is kept once it is written: neither may be taken for the other, in any order."""
    for number, order in enumerate(itertools.permutations([str, Markup])):
        name = f"a{number}"
        found = {kind: element("g", **{name: kind("&lt;b&gt;")}) for kind in order}
        assert found[str] == f'<g {name}="&amp;lt;b&amp;gt;"/>'
        assert found[Markup] == f'<g {name}="&lt;b&gt;"/>'


def test_what_is_none_is_left_out_and_numbers_are_short() -> None:
    assert element("g", x=1.0, y=2.25, width=3, id=None) == '<g x="1" y="2.2" width="3"/>'
