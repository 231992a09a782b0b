"""What keeps a Chinese account warm: meetings of every kind, gifts, greetings."""

from typing import Final

from karep.demo.tables import Kept

KEPT: Final = Kept(
    meetings=(
        ("business_meeting", "季度会", "季度业务会议：过了{site}的数据和交付计划，{p}逐条确认。", "目标写进纪要"),
        ("business_meeting", "半年回顾", "半年回顾：{product}能耗比约定低 {pct}%，备件慢了两次。", "备件改为现场寄存"),
        ("survey", "年度满意度", "{product}满意度调查：服务 4 分，价格 3 分，{p}愿意推荐。", "两条意见转售后"),
        ("senior_visit", "高层互访", "高层拜访{p}，双方谈了{site}明年的规划。", "约定每季度通一次电话"),
    ),
    gifts=(
        ("单丛茶一盒", 168), ("文具礼盒", 98), ("本地特产糕点", 120), ("定制保温杯", 88), ("行业年鉴", 150),
        ("手写书法贺卡与台历", 45), ("坚果礼盒", 139),
    ),
    invitation=("音乐会门票两张", 620),
    gift_festivals=("mid_autumn", "spring_festival"),
    greeting=("mid_autumn", "{p}，中秋快乐，阖家团圆！", "谢谢，同乐"),
    tier_reason="按上年采购额重新分级",
    hand_reason="集团标杆客户，按重点客户服务",
    snoozed=("停产检修，检修完再联系", "对方说年底忙，下月再约"),
    state_kinds=("事业单位",),
)  # fmt: skip
"""The Chinese half."""
