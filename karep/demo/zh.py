"""The Chinese half of the sample book."""

from typing import Final

from karep.demo import zh_besides, zh_factories, zh_kept, zh_played, zh_said, zh_scenes, zh_scenes_after, zh_services
from karep.demo.tables import Tongue

CHINESE: Final = Tongue(
    code="zh",
    owner="林浩",
    backup="周敏",
    colleagues=("赵工（技术）", "刘总监", "小贺（售后）", "吴经理（项目）", "周敏"),
    companies=(*zh_factories.FACTORIES, *zh_services.SERVICES),
    scenes=(*zh_scenes.BEFORE, *zh_scenes_after.AFTER),
    move_reasons={
        "S2": ("线索核实，值得跟", "等级批了，列入重点", "主管同意投入"),
        "S3": ("决策链摸清，约到首访", "竞品情况清楚，首访目标定了", "访前电话摸过底，可以见面"),
        "S4": ("见到两个角色，都愿意谈需求", "客户同意测流量", "约定了现场调研"),
        "S5": ("需求纪要回签", "预算和时间表明确，请我们出方案", "评分标准拿到"),
        "S6": ("技术评审通过，进商务", "入围前两名", "方案已向拍板人汇报"),
        "S7": ("合同签回", "中标并登记", "订单下达"),
        "S8": ("终验收合格", "三十天回顾顺利，转日常维护", "用户签字移交"),
    },
    done_steps={
        "S1": ("问清年用量", "核实线索来源", "查工商资信"),
        "S2": ("补齐决策链", "访前电话摸底", "准备首访材料", "约测流量"),
        "S3": ("发一页纸资料", "致谢并约下次", "约技术交流", "邀请来厂参观"),
        "S4": ("整理需求纪要请确认", "出流量测试报告", "问预算和时间表", "约看样板站"),
        "S5": ("方案三档定稿", "回澄清函", "报价审批", "逐个角色预沟通"),
        "S6": ("催合同会签", "核付款条款", "送替代条款", "每日跟踪签约"),
        "S7": ("首日致谢电话", "第七天回访", "安排培训", "对账开票"),
        "S8": ("季度巡检", "发服务报告", "节前问候", "约季度会议", "回访满意度"),
    },
    labels={"contract_end": "合同到期", "budget": "预算上报", "anniversary": "合作周年", "work": "入职纪念日",
            "memorial": "忌日，不联系", "other": "厂庆"},
    not_applicable="客户流程里没有这一步",
    hours=(1, 8),
    besides=zh_besides.BESIDES,
    played=zh_played.PLAYED,
    kept=zh_kept.KEPT,
    said=zh_said.SAID,
)  # fmt: skip
