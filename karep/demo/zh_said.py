"""What the rep wrote into the reports, in Chinese."""

from typing import Final

from karep.demo.tables import Said

SAID: Final = (
    Said(0, "headline", "恒岳框架续签进入最后一轮商务，李总监答应年内定。", "恒岳重机"),
    Said(0, "market", "两家竞品都在推以租代售，三年期报价比我们低约一成；客户普遍担心后期服务。"),
    Said(0, "lessons", "先把三家已投运的能耗数据摆出来再谈价，客户不再只比单价。", "", "worked", "S5"),
    Said(0, "lessons", "技术交流没有请设备科参加，第二周又被要求从头讲一遍。", "北麓玻璃", "failed", "S4"),
    Said(0, "help", "下周三前出一版空压站节能测算，客户等着上会。", "恒岳重机", department="技术"),
    Said(0, "help", "备件到货晚了两次，请确认现场寄存方案和时间。", "屹澜微电", department="售后"),
    Said(0, "headline", "这一行只写给自己：对方拍板人可能年后调走。", "恒岳重机", privacy="sensitive"),
    Said(1, "headline", "澄湖医疗续约资料交齐，等法务回复。", "澄湖医疗"),
    Said(1, "lessons", "报价前没有问清预算口径，来回改了三版。", "", "avoid", "S5"),
    Said(1, "help", "续约价格审批请在月底前完成。", "澄湖医疗", department="管理层"),
    Said(3, "market", "行业协会下月发布新能效标准，二级以下机型明年不得投标。"),
    Said(5, "lessons", "高层互访之后采购的态度明显变化，以后重点客户每季度安排一次。", "", "worked", "S6"),
)
"""The Chinese half."""
