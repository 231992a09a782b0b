"""What customers say, as they say it, and the card that answers it: written without a look at the cards' aliases.

The sentences of `PRACTICE` may be looked at when the finder or a card's aliases are made better. Those of `UNSEEN`
may not: they show how it does with what nobody thought of, so only the share of them that is found is asserted.
"""

from typing import Final

Sentences = dict[str, tuple[str, ...]]

PRACTICE: Final[dict[str, Sentences]] = {
    "en": {
        "o.ask-boss": ("I can't decide this on my own, I have to talk to my manager.", "Let me sleep on it."),
        "o.bill-differs": ("The invoice doesn't match the order.", "You charged us for things we never ordered."),
        "o.clause": ("Our lawyers won't sign that liability clause.", "The penalty terms are unacceptable."),
        "o.colleagues-disagree": ("Production wants it but purchasing is against.", "We can't agree among ourselves."),
        "o.delivery-doubt": ("How do I know you'll deliver on time?", "Can you really keep up the quality?"),
        "o.fewer-suppliers": ("Head office told us to reduce the vendor list.", "All budgets are being cut this year."),
        "o.function-missing": ("Your system has no interface to SAP.", "It lacks the feature we need most."),
        "o.have-supplier": (
            "We've worked with the same vendor for ten years.",
            "We're happy with who we buy from now.",
        ),
        "o.late": ("The goods should have been here last week.", "You've missed the delivery date again."),
        "o.longer-credit": ("Thirty days is too short, we pay at ninety.", "We'd need better payment terms."),
        "o.more-discount": ("Take off another five percent and we have a deal.", "That's not your best price, is it?"),
        "o.never-heard": ("Who are you again?", "I don't know your company."),
        "o.new-manager": (
            "The new purchasing head wants his own people.",
            "Our new director worked with your rival before.",
        ),
        "o.no-budget": ("There is no money for that this year.", "It isn't in the budget."),
        "o.no-more-needed": ("We have all we need for now.", "There's nothing else we want at the moment."),
        "o.no-need": ("We manage fine without it.", "I don't see why we would need this."),
        "o.no-time": ("I'm too busy right now.", "Call me some other time."),
        "o.not-as-promised": ("That's not what your salesman told us.", "You promised us something else."),
        "o.renewal-discount": (
            "If you want us to renew, the price has to come down.",
            "We'll only extend the contract if it gets cheaper.",
        ),
        "o.rival-better": ("The other system has more features than yours.", "Siemens is technically ahead of you."),
        "o.rival-cheaper": ("Another company offers us the same for less.", "Your competitor just undercut you."),
        "o.send-documents": ("Send me a brochure first.", "Just e-mail me something."),
        "o.slow-service": ("Your engineers take three days to call back.", "Nobody answers your hotline."),
        "o.switching-risk": ("Changing over could stop our line.", "What if the changeover goes wrong?"),
        "o.too-expensive": ("Your quote is way above what we expected.", "You're twenty percent above the others."),
        "o.users-resist": ("The operators don't want a new tool.", "Our staff will never use that."),
    },
    "zh": {
        "o.ask-boss": ("这事儿我定不了，得跟老板汇报。", "我回去想想再说。"),
        "o.bill-differs": ("你们开的发票金额不对。", "对账单跟我们系统里差了三千多。"),
        "o.clause": ("违约金这条我们法务过不了。", "合同里的责任条款太苛刻了。"),
        "o.colleagues-disagree": ("技术同意了，采购那边不同意。", "我们几个部门意见不统一。"),
        "o.delivery-doubt": ("你们能按时交货吗？", "万一质量不稳定怎么办？"),
        "o.fewer-suppliers": ("总部要求我们精简供应商。", "今年集团全面压缩开支。"),
        "o.function-missing": ("你们系统跟我们的ERP接不上。", "我们最需要的那个功能你们没有。"),
        "o.have-supplier": ("我们跟老供应商合作十来年了。", "现在这家用得挺好的。"),
        "o.late": ("货怎么还没到？", "说好上周到的，又拖了。"),
        "o.longer-credit": ("三十天太短了，我们都是九十天付款。", "付款能不能宽限一点？"),
        "o.more-discount": ("再让五个点我就签。", "这就是你们的底价吗？"),
        "o.never-heard": ("你们是哪家公司？", "这个牌子我不熟悉。"),
        "o.new-manager": ("新来的采购总监有自己熟悉的供应商。", "领导换了，他想用别人。"),
        "o.no-budget": ("今年没这笔钱。", "这个项目没有列预算。"),
        "o.no-more-needed": ("目前够用了，暂时不用加。", "现有的已经满足了，没别的需求。"),
        "o.no-need": ("我们用不上这个。", "这东西对我们没什么用。"),
        "o.no-time": ("我现在特别忙。", "改天再聊吧。"),
        "o.not-as-promised": ("当初你们可不是这么答应的。", "签合同前说得好好的，现在不认了。"),
        "o.renewal-discount": ("要续签可以，价格得往下走。", "明年合同不降价就不续了。"),
        "o.rival-better": ("人家的产品比你们先进。", "西门子的性能比你们强。"),
        "o.rival-cheaper": ("有一家报价比你们低得多。", "别人主动给我们降了价。"),
        "o.send-documents": ("你先发个资料我看看。", "把样册发我邮箱就行。"),
        "o.slow-service": ("报修三天都没人来。", "电话打过去没人接。"),
        "o.switching-risk": ("换了万一停线谁负责？", "切换过程出问题我担不起。"),
        "o.too-expensive": ("这个价格超出我们预期太多了。", "你们比别家贵两成。"),
        "o.users-resist": ("车间的人不肯用新系统。", "工人嫌麻烦，不愿意学。"),
    },
}
"""By language and card."""

UNSEEN: Final[dict[str, Sentences]] = {
    "en": {
        "o.ask-boss": (
            "My director has the last word on this.",
            "I need to think about it and get back to you.",
            "I'll have to run it past the board first.",
        ),
        "o.bill-differs": (
            "Your invoice is higher than what we agreed.",
            "The amounts on the bill are wrong.",
            "We were billed twice for the same delivery.",
        ),
        "o.clause": (
            "We don't accept unlimited liability.",
            "This paragraph of the contract has to go.",
            "Legal has a problem with your terms and conditions.",
        ),
        "o.colleagues-disagree": (
            "The other departments are not convinced.",
            "My colleagues in engineering see it differently.",
            "There are different opinions in our team about this.",
        ),
        "o.delivery-doubt": (
            "I'm not sure you can deliver in time.",
            "Can you guarantee the quality will stay the same?",
            "We worry whether your capacity is enough.",
        ),
        "o.fewer-suppliers": (
            "We are consolidating our supplier base.",
            "We want to work with fewer vendors.",
            "Management ordered a cost cutting programme and some suppliers must go.",
        ),
        "o.function-missing": (
            "It doesn't do what we need.",
            "This function is missing from your product.",
            "Your software can't handle our batch numbers.",
        ),
        "o.have-supplier": (
            "We already buy this from someone else.",
            "We have a long-term contract with our current supplier.",
            "Our existing partner serves us well.",
        ),
        "o.late": (
            "Where is our order? It's a week overdue.",
            "The shipment still hasn't arrived.",
            "Your delivery is late and our line is waiting.",
        ),
        "o.longer-credit": (
            "Can we pay after 120 days?",
            "We need a longer payment period.",
            "Our standard is ninety days net.",
        ),
        "o.more-discount": (
            "Can you go down a bit more?",
            "Give us another three percent off.",
            "What's the last price you can do?",
        ),
        "o.never-heard": (
            "I've never heard of your firm.",
            "Nobody here knows your brand.",
            "You're new to us, who else buys from you?",
        ),
        "o.new-manager": (
            "Our new boss has his own favourite supplier.",
            "Since the management changed, they'd rather go with someone else.",
            "The new head of procurement prefers another company.",
        ),
        "o.no-budget": (
            "We have no funds left this quarter.",
            "There's no budget for it.",
            "We can't afford it this year, the money is spent.",
        ),
        "o.no-more-needed": (
            "We don't need anything else right now.",
            "What we have from you is enough.",
            "No further requirements at present.",
        ),
        "o.no-need": (
            "We really don't need that.",
            "I'm not interested.",
            "Everything works fine as it is, no need to change.",
        ),
        "o.no-time": (
            "I haven't got time for a meeting.",
            "We're in the middle of something, maybe next month.",
            "I have no time for this today.",
        ),
        "o.not-as-promised": (
            "What we got is different from what was agreed.",
            "It doesn't perform the way you said it would.",
            "That isn't what we were promised.",
        ),
        "o.renewal-discount": (
            "We want a lower price for the renewal.",
            "For another year we expect a better price.",
            "We won't renew unless you give us a discount.",
        ),
        "o.rival-better": (
            "Your competitor's product is simply better.",
            "The others have better technology.",
            "Brand X performs better than yours.",
        ),
        "o.rival-cheaper": (
            "I've got a cheaper offer on my desk.",
            "Somebody else offers it at a lower price now.",
            "A rival came in ten percent below you.",
        ),
        "o.send-documents": (
            "Just mail me your catalogue.",
            "Send some information and I'll have a look.",
            "Leave your brochure at the desk.",
        ),
        "o.slow-service": (
            "It takes far too long until your service responds.",
            "We waited a week for a technician.",
            "Your support is slow.",
        ),
        "o.switching-risk": (
            "Switching is too risky for us.",
            "We can't risk a change of supplier in mid-season.",
            "If we move to you and something breaks, I'm to blame.",
        ),
        "o.too-expensive": (
            "That costs far too much.",
            "Your price is too high.",
            "That's a lot of money for what it does.",
        ),
        "o.users-resist": (
            "My people are used to the old way and won't change.",
            "The workers refuse to use it.",
            "Our users find it too complicated.",
        ),
    },
    "zh": {
        "o.ask-boss": ("这个要领导拍板。", "我做不了主，要请示一下。", "让我们再考虑考虑吧。"),
        "o.bill-differs": ("这个月账单多算了钱。", "发票跟订单对不上。", "结算金额有问题，跟合同不符。"),
        "o.clause": ("这个条款我们接受不了。", "法务说付款条款要改。", "合同第八条必须删掉。"),
        "o.colleagues-disagree": (
            "内部还没达成一致。",
            "其他部门有不同看法。",
            "我同意没用，生产那边反对。",
        ),
        "o.delivery-doubt": ("我怕你们产能跟不上。", "你们的质量靠得住吗？", "交期能保证吗？我有点担心。"),
        "o.fewer-suppliers": ("我们在减少供应商数量。", "公司要砍一批供应商。", "上面要降本，供应商只留两家。"),
        "o.function-missing": ("你们产品没有这个功能。", "不支持我们的批次管理。", "达不到我们的技术要求。"),
        "o.have-supplier": ("我们有固定的供应商。", "已经有别的厂家在供货了。", "跟现在的供应商签了长期合同。"),
        "o.late": ("你们又延期交货了。", "订单都逾期一个礼拜了。", "货晚了好几天，产线等着呢。"),
        "o.longer-credit": ("账期能不能延长到120天？", "我们统一月结九十天。", "付款周期太短，要再长点。"),
        "o.more-discount": ("价格还能再低点吗？", "再打个折吧。", "最低多少钱能做？"),
        "o.never-heard": ("没听过你们公司。", "你们这个品牌没什么名气。", "对你们不了解，都有哪些客户在用？"),
        "o.new-manager": (
            "换了新领导，他更喜欢另一家。",
            "新上任的经理要用自己的供应商。",
            "我们老总换人了，方向可能要变。",
        ),
        "o.no-budget": ("今年预算用完了。", "现在没钱搞这个。", "预算没批下来。"),
        "o.no-more-needed": ("暂时不需要别的了。", "现在买的够用了。", "近期没有新增的计划。"),
        "o.no-need": ("我们不需要这种产品。", "没这个必要。", "现在这样挺好，不用改。"),
        "o.no-time": ("今天没空，下次吧。", "我马上要开会，没时间聊。", "最近太忙了，过段时间再联系。"),
        "o.not-as-promised": ("实际效果和你们承诺的不一样。", "跟你们介绍的差太远了。", "你们说话不算数啊。"),
        "o.renewal-discount": (
            "续约的话要给优惠。",
            "续签必须便宜点，不然不签。",
            "合同到期了，想续就得降。",
        ),
        "o.rival-better": ("竞争对手的产品更好。", "别人家的技术更成熟。", "我觉得另一家的方案更适合我们。"),
        "o.rival-cheaper": ("别家报价更低。", "人家比你们便宜一成。", "有个新供应商价格低很多。"),
        "o.send-documents": ("先发点资料给我看看吧。", "你把产品介绍发过来。", "资料放前台就行。"),
        "o.slow-service": ("售后响应太慢了。", "每次找你们都要等好几天。", "维修工程师半天不到。"),
        "o.switching-risk": ("更换供应商风险太大。", "换供应商太折腾了。", "换了出问题算谁的？"),
        "o.too-expensive": ("你们报价太高了。", "价格有点贵。", "这也太贵了吧，不值。"),
        "o.users-resist": ("员工不习惯，抵触很大。", "下面的人不愿意用。", "操作工觉得太复杂了。"),
    },
}
"""By language and card; three sentences each."""
