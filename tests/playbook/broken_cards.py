# ruff: noqa: E501 - the sentences stand here as they are printed
"""Five cards as reps break them, and what is said of each; the sentences are those of `karep playbook check`."""

from typing import Final

FIVE: Final = {
    # the closing line of the front matter was deleted
    "en/objections/no-fence.md": '+++\nid = "o.no-fence"\nname = "No fence"\n\n## Ask {#clarify}\n\n- Why?\n',
    # a straight quotation mark is missing
    "en/objections/quote.md": '+++\nid = "o.quote"\nname = "Not closed\naliases = []\n+++\n',
    # the line to speak was written without its label, and the key of a heading is wrong
    "en/objections/too-expensive.md": (
        '+++\nid = "o.too-expensive"\n+++\n\n## Answer {#answer}\n\n- Compare {#o.too-expensive.compare}\n  - say: Hm.\n'
    ),
    # a new thing to do without what counts as done
    "zh/stages/s6.md": '+++\nid = "S6"\n+++\n\n## 清单 {#checklist}\n\n- 盖章前复核 {#s6.seal}\n  - 做法：请法务看。\n',
    # saved by an old editor in another encoding
    "zh/objections/gbk.md": '+++\nid = "o.gbk"\nname = "太贵"\n+++\n'.encode("gb18030"),
}

ENGLISH: Final = """\
en/objections/no-fence.md:1: the line +++ is missing that ends the front matter; write it below the id and the name
en/objections/quote.md:3: a quotation mark is missing; put straight ones around the words: name = "words"
en/objections/too-expensive.md:5: this card has no section answer; its sections are: clarify, answers, evidence, concession, fails, hides
zh/objections/gbk.md:3: the card is not UTF-8; save it in your editor with the encoding UTF-8
zh/stages/s6.md:7: below this line a line is missing: - evidence: …
"""

CHINESE: Final = """\
en/objections/no-fence.md:1: 缺少结束开头部分的 +++ 行；请在 id 和 name 下面补上一行 +++
en/objections/quote.md:3: 少了一个引号；文字两边要用英文直引号：name = "文字"
en/objections/too-expensive.md:5: 这类卡片没有 answer 这一节；可用的有：clarify, answers, evidence, concession, fails, hides
zh/objections/gbk.md:3: 卡片不是 UTF-8 编码；请在编辑器里另存为 UTF-8
zh/stages/s6.md:7: 这一行下面缺少一行：- evidence: …
"""
