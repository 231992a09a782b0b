"""What comes up beside the story in a Chinese account: needs, rivals, tags, confidences, dates that moved."""

from typing import Final

from karep.demo.tables import Besides

BESIDES: Final = Besides(
    wants=(
        "{site}不能再停，要有保障方案",
        "{product}的总成本要算清楚",
        "响应要快，备件就近备着",
        "{site}能耗要看得见",
    ),
    causes=("设备超期服役", "只有一台主机，没有备用", "点检靠人，没有在线监测", "当初按最低价选型"),
    effects=("一停就是半天产量，车间要担责", "每月返工和投诉都记在部门头上", "年底考核受影响", "旺季交不了货"),
    worth=("每停一小时约 {n} 万元", "一年约 {w}0 万元", "能耗降 {pct}% 就够付设备款"),
    unvoiced=("担心换供应商后没人兜底", "想借项目在集团里出成绩", "怕审计追问当初的选型"),
    rival_notes=("报价低 {pct}%，交期 {w} 周", "已经做过两次技术交流", "靠老关系，服务口碑一般", "送了样机试用"),
    tags=("试用", "价格", "交期", "技术交流", "关系维护", "节能"),
    confidences=(
        "{p}私下说，{rival}的底价比我们低 {pct}%，别外传。",
        "{p}透露内部已倾向我们，只差分管领导点头。",
        "{p}明年可能调去集团，要早点认识接手的人。",
    ),
    postponed=("技术数据还没到", "对方出差，改约", "等内部审批", "样件返工"),
    again=(("巡检回访", "after:P90D"), ("问用气数据", "after:P30D")),
)
