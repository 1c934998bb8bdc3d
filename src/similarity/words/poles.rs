//! Groups of words with much the same meaning, each with the group of its opposites.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of one meaning, a bar, and words of the opposite meaning.
const POLES: &[&str] = &[
    "上涨 上升 增加 增长 提高 提升 升高 上调 调高 涨价 攀升 增多 走高 飙升 大涨 回升 上扬 变多 多 多了 加大 增大 涨 升 高涨 递增 激增 加薪 提价 | \
     下跌 下降 减少 降低 回落 下调 调低 降价 下滑 走低 暴跌 大跌 下挫 变少 少 少了 减小 缩减 削减 跌 降 减 低落 递减 锐减 减薪 降息 裁减 压缩",
    "increase increased increases increasing increasingly rise rose rises rising risen raise raised raises raising climb climbed climbs climbing grow grew grows \
     growing grown growth soared soar soaring surged surge jumped gained gains upward boosted boost higher more up | \
     decrease decreased decreases decreasing fall fell falls falling fallen drop dropped drops dropping decline declined declines declining reduce \
     reduced reduces reducing reduction shrink shrank shrinking lowered lower lowering cut cuts cutting plunged plunge sank dipped slumped downward less fewer down lost \
     slipped slid slide slides tumbled dwindled shed plummeted eased",
    "批准 通过 核准 准予 同意 获批 采纳 认可 支持 | 否决 驳回 拒绝 拒批 不予批准 搁置",
    "approve approved approves approval approving accept accepted accepts accepting acceptance pass passed passes endorsed endorse adopted adopt ratified agreed acceptable upheld uphold | \
     reject rejected rejects rejection rejecting refuse refused refuses refusal veto vetoed turned declined dismissed unacceptable",
    "支持 赞成 同意 拥护 赞同 拥戴 支撑 力挺 认同 欢迎 叫好 喝彩 称好 | 反对 抵制 抗议 反感 不满 抗拒",
    "support supported supports supporting favour favor favoured favored backed back backing backs favours favors supporters supporter welcome welcomed welcomes | \
     oppose opposed opposes opposing opposition opponents opponent resisted resist against objected object objects objection resistance criticised criticized",
    "允许 准许 许可 可以 准予 放行 解禁 开放 | 禁止 严禁 不准 不许 不得 禁 封锁 查禁",
    "allow allowed allows allowing permit permitted permits permitting legal legalised legalized let lets authorised authorized | \
     forbid forbidden forbids forbade ban banned bans prohibit prohibited prohibits prohibiting prevented barred outlawed illegal",
    "开始 启动 开工 动工 开幕 开业 开学 启用 展开 起步 着手 开播 上马 | 结束 停止 终止 完工 竣工 闭幕 停业 停工 关闭 中止 中断 截止 叫停 取消 停播 下马",
    "begin began begins beginning begun start started starts starting opened launched launch commence commenced | \
     end ended ends ending stop stopped stops stopping finish finished finishes finishing done completed complete closed cease ceased halted halt halts concluded terminated",
    "保留 保存 留用 | 取消 废除 废止 撤销 删去",
    "retain retained retains keep keeps kept maintain maintained preserve preserved | abolish abolished abolishes scrap scrapped cancel cancelled canceled drop dropped axed repealed",
    "第一 首 首先 最先 最初 首个 首次 首日 开幕 | 最后 末 末尾 最终 闭幕 末日 末次",
    "first opening initial earliest | last closing final latest bottom ultimate",
    "sober | drunk drunken intoxicated",
    "继续 保持 延续 维持 持续 恢复 重开 重启 复产 复工 | 停掉 停产 停止 中断 中止 放弃 取消 终止",
    "continue continued continues continuing kept keep keeps maintained maintain remain remained remains | stop stopped stops ceased abandoned abandon quit",
    "胜利 取胜 获胜 战胜 击败 赢 赢得 打败 夺冠 险胜 大胜 胜出 胜 | 失败 落败 失利 败北 输 输给 不敌 惨败 告负 负于 败 输掉",
    "win won wins winning victory winner beat beats defeated triumphed victorious | lose lost loses losing defeat loser beaten",
    "成功 顺利 | 失败 受挫 落空 挫败 告吹",
    "succeed succeeded succeeds success successful successfully managed | fail failed fails failure failing unsuccessful unsuccessfully",
    "扩大 扩张 扩展 扩建 拓宽 放宽 扩充 增设 加宽 | 缩小 收缩 缩减 收窄 收紧 压缩 精简 裁撤 变窄",
    "expand expanded expands expanding expansion extend extended extends extension enlarge enlarged widen widened | \
     contract contracted shrink shrank narrow narrowed cut curtailed curtail reduce reduced shorten shortened downsized",
    "延长 拉长 | 缩短",
    "推迟 延后 延期 押后 推后 延迟 延误 拖延 | 提前 提早 赶早",
    "postpone postponed postpones delay delayed delays later late deferred | advance advanced bring brought earlier early ahead hastened",
    "加快 加速 迅速 快速 飞快 很快 快 更快 较快 迅猛 | 放缓 减速 放慢 缓慢 减慢 迟缓 慢 更慢 较慢",
    "fast faster fastest quick quicker quickly rapid rapidly swift swiftly accelerated accelerate | slow slower slowest slowly slowed sluggish gradually gradual",
    "加强 增强 强化 巩固 壮大 加剧 | 削弱 减弱 弱化 动摇 减轻 缓解 淡化",
    "strengthen strengthened strengthens stronger strong intensified | weaken weakened weakens weaker weak eased",
    "改善 好转 改进 完善 提升 向好 | 恶化 变差 下滑 变坏 退步 倒退",
    "improve improved improves improving improvement better recovered recover | worsen worsened worsens worsening deteriorate deteriorated deterioration worse",
    "多 很多 许多 大量 众多 大批 不少 过多 较多 | 少 很少 少量 极少 少数 寥寥 过少 较少 稀少",
    "many numerous plenty countless lots most majority | few scarce hardly handful minority rare rarely",
    "more larger bigger greater | less fewer smaller lesser",
    "大多数 多数 大部分 绝大多数 | 少数 小部分 极少数 个别",
    "全部 所有 一切 全体 全额 完全 | 部分 一部分 局部 少数 个别",
    "all every everyone any each entire whole full entirely fully completely | some part partly partially half none",
    "高 较高 更高 最高 高于 超过 高出 多于 超出 大于 超 逾 以上 | 低 较低 更低 最低 低于 不足 不到 少于 小于 不及 以下",
    "high higher highest above exceed exceeded exceeds exceeding over | low lower lowest below under beneath",
    "大 较大 更大 最大 大型 巨大 庞大 宽敞 | 小 较小 更小 最小 小型 微小 狭小",
    "large larger largest big bigger biggest huge great vast | small smaller smallest tiny little",
    "好 丰收 高产 良好 优秀 看好 利好 优良 出色 优异 有利 利于 有利于 好处 看涨 优点 优势 有益 | \
     差 歉收 减产 坏 糟糕 看淡 利空 恶劣 拙劣 不利 不利于 坏处 看跌 看空 唱衰 缺点 劣势 弊端 有害 有损",
    "good great excellent benefit benefits beneficial helpful advantage favourable favorable useful positive | bad poor terrible harm harms harmful disadvantage \
     unfavourable unfavorable useless negative damaging",
    "满意 高兴 喜悦 欣慰 快乐 开心 愉快 兴奋 | 不满 失望 生气 难过 沮丧 悲伤 伤心 愤怒 不悦",
    "happy pleased glad satisfied delighted content joy | unhappy sad dissatisfied disappointed angry upset sorrow",
    "乐观 积极 信心 有信心 | 悲观 消极 灰心",
    "optimistic optimism confident hopeful | pessimistic pessimism doubtful gloomy",
    "安全 无害 平安 | 危险 有害 不安全 风险",
    "safe harmless safely secure | dangerous harmful unsafe risky hazardous",
    "表扬 赞扬 夸奖 称赞 赞赏 肯定 表彰 好评 赞许 褒奖 奖励 | 批评 指责 谴责 责备 否定 抨击 差评 训斥 处分 处罚 惩罚",
    "praise praised praises praising commended applauded rewarded reward hailed highly | criticise criticised criticize criticized criticises blame blamed \
     condemned condemn harshly punished punish denounced",
    "接受 接纳 收下 | 拒绝 谢绝 回绝 婉拒 推辞",
    "承认 证实 确认 供认 | 否认 矢口否认",
    "confirm confirmed confirms admit admitted admits acknowledged acknowledge | deny denied denies disputed disputes",
    "盈利 赢利 赚 赚钱 获利 盈余 顺差 利润 | 亏损 亏 赔钱 赔 赤字 逆差 亏本",
    "profit profits profitable surplus gain gains | loss losses unprofitable deficit shortfall",
    "买 购买 买入 买下 收购 购入 购进 采购 | 卖 出售 卖出 卖掉 售出 抛售 销售 转让",
    "buy bought buys buying purchase purchased purchases purchasing acquire acquired | sell sold sells selling sale sales",
    "进口 引进 | 出口 输出",
    "import imported imports importing | export exported exports exporting",
    "借入 借来 借 借走 | 借出 归还 还 还给 偿还",
    "增加 加入 添加 新增 增设 | 去除 删除 删去 取消 撤销 移除 拆除",
    "add added adds adding installed install | remove removed removes removing deleted delete removal",
    "建立 设立 成立 建造 兴建 修建 组建 创办 开设 创建 | 撤销 废除 解散 拆除 取消 关闭 拆毁 取缔",
    "build built builds building create created creates establish established founded set | demolish demolished destroy destroyed destroys dissolve dissolved \
     abolish abolished dismantled",
    "任命 聘用 当选 录用 上任 就任 雇用 聘请 | 罢免 解雇 落选 辞退 卸任 免职 辞职 开除 免去",
    "hire hired hires appoint appointed elected recruit recruited employ employed | fire fired dismiss dismissed sacked sack resign resigned laid",
    "打开 开放 开启 开门 营业 开通 新开 开张 | 关闭 封闭 关门 停业 歇业 关 封锁 关掉 关停",
    "open opened opens reopened | closed closes shut",
    "参加 加入 出席 到场 参与 进入 | 退出 缺席 离开 离场 缺勤",
    "join joined joins attend attended enter entered participated present arrive arrived arrives | leave left leaves absent missed withdrew withdraw quit depart departed departs",
    "之前 以前 前 之先 此前 事前 赛前 会前 | 之后 以后 后 此后 事后 赛后 会后",
    "before prior ahead | after following afterwards",
    "先进 领先 发达 | 落后 滞后 欠发达",
    "合法 依法 合规 | 非法 违法 违规",
    "公开 | 秘密 保密 隐瞒 私下",
    "容易 简单 轻松 方便 | 困难 复杂 艰难 难 不便 麻烦",
    "easy easier easily simple simpler | difficult hard harder complicated complex",
    "便宜 廉价 低廉 | 贵 昂贵 高价",
    "cheap cheaper inexpensive affordable cheaply | expensive costly costlier dear dearer pricey",
    "冷 寒冷 凉爽 低温 严寒 | 热 炎热 酷热 温暖 高温 暖和",
    "cold colder cool cooler chilly | hot hotter warm warmer",
    "白天 昼 日间 | 黑夜 夜间 夜晚 晚上 夜里",
    "城市 城镇 城区 市区 | 农村 乡村 村庄 郊区",
    "老 年老 年长 老人 老年 老年人 | 年轻 年轻人 年幼 青年 青年人 少年",
];
/// Characters and words of these groups that have many meanings.
const COMMON: &str = "\
    first last opening closing initial final bottom done complete completed finish finished finishes finishing eased drop dropped keep kept keeps any each 首 末 最后 第一 以上 以下 保留 highly full \
    up down back over under all some part half more most few many let set content great little good low high present left leave \
    object turned declined managed bring brought advance late early cut cuts end ends close hard fire fired laid lost gain sale sales pass passes \
    before after following ahead prior back every whole few rare little start starts open can back building built buy add added dear cool \
    之前 以前 之后 以后 可以 部分 所有 一切 开放 通过 肯定 风险 利润 销售 出口 容易 方便 简单 取消 开始 结束 进入 增加";

/// Characters that say how much: 太快, 过少.
const DEGREES: [char; 6] = ['太', '过', '很', '更', '较', '变'];

/// A group of words of one meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Pole {
    /// Number of the pair of groups.
    pub(super) pair: usize,
    /// Whether it is the second group of the pair.
    pub(super) is_second: bool,
}

impl Pole {
    pub(super) fn opposite(self) -> Self {
        Self { is_second: !self.is_second, ..self }
    }
}

static POLES_OF: LazyLock<HashMap<&str, Vec<Pole>>> = LazyLock::new(|| {
    let mut poles: HashMap<&str, Vec<Pole>> = HashMap::new();
    for (pair, groups) in POLES.iter().enumerate() {
        for (words, is_second) in groups.split('|').zip([false, true]) {
            for word in words.split_ascii_whitespace() {
                poles.entry(word).or_default().push(Pole { pair, is_second });
            }
        }
    }
    poles
});

/// The groups that a word, in lower case, is in.
pub(super) fn poles_of(word: &str) -> &'static [Pole] {
    listed(word)
        .or_else(|| listed(word.strip_prefix(DEGREES)?))
        .or_else(|| listed(word.strip_suffix(['得', '了'])?))
        .or_else(|| listed(half(word, true)?).or_else(|| listed(half(word, false)?)))
        .unwrap_or(&[])
}

fn listed(word: &str) -> Option<&'static [Pole]> {
    POLES_OF.get(word).map(Vec::as_slice)
}

/// The last two or the first two of the four characters of a compound: 价格上涨, 提出批评.
fn half(word: &str, is_last: bool) -> Option<&str> {
    let mut chars = word.char_indices();
    let (middle, _) = chars.nth(2)?;
    let is_compound = !word.is_ascii() && chars.count() == 1;
    is_compound.then(|| if is_last { &word[middle..] } else { &word[..middle] })
}

/// Whether a word has so many meanings that its place must show which one it has.
pub(super) fn is_ambiguous(word: &str) -> bool {
    word.chars().nth(1).is_none() || COMMON.split_ascii_whitespace().any(|listed| listed == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_group_are_opposed_to_those_of_the_other() {
        for (x, y) in
            [("上涨", "降价"), ("批准", "否决"), ("rose", "shrank"), ("approved", "vetoed")]
        {
            assert!(
                poles_of(x).iter().any(|pole| poles_of(y).contains(&pole.opposite())),
                "{x} {y}"
            );
        }
        assert!(!poles_of("上涨").iter().any(|pole| poles_of("增加").contains(&pole.opposite())));
        assert!(poles_of("桌子").is_empty());
    }

    #[test]
    fn no_word_is_its_own_opposite() {
        for (word, poles) in POLES_OF.iter() {
            assert!(!poles.iter().any(|pole| poles.contains(&pole.opposite())), "{word}");
        }
    }
}
