//! Antonyms.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Pairs of antonyms, divided by spaces; the words of a pair are divided by a bar.
const ANTONYMS: &str = "\
    增加|减少 增长|下降 增长|减少 增长|负增长 增大|减小 增强|减弱 增多|减少 增产|减产 增值|贬值 增幅|降幅 增持|减持 增收|减收 \
    上升|下降 上涨|下跌 上涨|下降 上调|下调 上扬|下挫 上行|下行 回升|回落 攀升|下滑 攀升|下降 攀升|回落 走高|走低 走强|走弱 \
    高涨|低落 大涨|大跌 暴涨|暴跌 飙升|暴跌 涨价|降价 涨幅|跌幅 升值|贬值 升温|降温 升级|降级 升高|降低 提高|降低 提升|降低 \
    提高|下降 提升|下降 加强|削弱 加强|减弱 加大|减小 加快|减慢 加快|放慢 加快|放缓 加速|减速 加重|减轻 加剧|缓解 加热|冷却 \
    扩大|缩小 扩张|收缩 扩大|减少 延长|缩短 拓宽|收窄 放宽|收紧 放松|收紧 宽松|紧缩 宽松|严格 膨胀|收缩 恢复|中断 \
    同意|反对 赞成|反对 支持|反对 拥护|反对 赞同|反对 肯定|否定 承认|否认 接受|拒绝 批准|驳回 通过|否决 允许|禁止 许可|禁止 \
    鼓励|限制 鼓励|禁止 促进|阻碍 推动|阻碍 帮助|妨碍 保护|破坏 建设|破坏 建立|废除 成立|解散 开放|封闭 开放|关闭 打开|关闭 \
    开始|结束 开幕|闭幕 开工|停工 开业|停业 开学|放学 启动|停止 继续|停止 进行|停止 生产|停产 参加|退出 加入|退出 进入|退出 \
    出现|消失 存在|消失 产生|消失 诞生|死亡 出生|死亡 生存|灭亡 成功|失败 胜利|失败 胜诉|败诉 战胜|败给 赢|输 获胜|落败 \
    优势|劣势 优点|缺点 优秀|拙劣 优良|恶劣 优质|劣质 有利|不利 有益|有害 有效|无效 有力|无力 有限|无限 有罪|无罪 有关|无关 \
    安全|危险 稳定|动荡 和平|战争 团结|分裂 统一|分裂 合并|拆分 合作|对抗 友好|敌对 缓和|紧张 平静|激烈 乐观|悲观 积极|消极 \
    主动|被动 先进|落后 领先|落后 超过|低于 高于|低于 多于|少于 大于|小于 优于|劣于 强于|弱于 高度|低度 发达|落后 富裕|贫困 \
    富有|贫穷 富强|贫弱 繁荣|萧条 景气|低迷 活跃|低迷 强劲|疲软 旺盛|低迷 丰富|贫乏 充足|不足 充足|匮乏 充裕|短缺 过剩|短缺 \
    盈利|亏损 赢利|亏损 获利|亏损 顺差|逆差 盈余|赤字 收入|支出 进口|出口 买入|卖出 买进|卖出 购买|出售 购入|售出 借入|借出 \
    存款|贷款 存入|取出 债权|债务 供应|需求 供给|需求 批发|零售 投入|产出 支付|收取 赠送|索取 给予|剥夺 授予|剥夺 任命|罢免 \
    奖励|惩罚 表扬|批评 赞扬|批评 称赞|指责 赞美|批评 喜欢|讨厌 热爱|憎恨 高兴|难过 快乐|痛苦 幸福|痛苦 幸福|不幸 满意|失望 \
    希望|绝望 信任|怀疑 相信|怀疑 尊重|蔑视 重视|忽视 重视|轻视 认真|马虎 细心|粗心 勤劳|懒惰 勤奋|懒惰 谦虚|骄傲 诚实|虚伪 \
    真实|虚假 真诚|虚伪 正确|错误 准确|错误 合法|非法 合理|无理 公开|秘密 公平|偏袒 公正|不公 正义|邪恶 善良|邪恶 文明|野蛮 \
    光明|黑暗 光荣|耻辱 伟大|渺小 美丽|丑陋 干净|肮脏 清洁|污染 健康|疾病 强壮|虚弱 年轻|年老 新鲜|陈旧 崭新|陈旧 现代|古代 \
    长期|短期 长远|眼前 永久|临时 永远|暂时 经常|偶尔 频繁|罕见 普遍|个别 普通|特殊 一般|特殊 正常|异常 正式|非正式 常见|罕见 \
    大型|小型 大幅|小幅 巨大|微小 宽敞|狭窄 宽阔|狭窄 深入|肤浅 深刻|肤浅 复杂|简单 困难|容易 艰难|容易 方便|麻烦 便利|不便 \
    快速|缓慢 迅速|缓慢 提前|推迟 提前|延后 提早|推迟 准时|迟到 按时|逾期 集中|分散 密集|稀疏 整体|局部 全部|部分 全面|片面 \
    全体|个别 主要|次要 直接|间接 必须|不必 必然|偶然 主观|客观 内部|外部 国内|国外 境内|境外 城市|农村 东部|西部 南部|北部 \
    东方|西方 南方|北方 前面|后面 前进|后退 前者|后者 之前|之后 以前|以后 以上|以下 以内|以外 上午|下午 上半年|下半年 \
    早上|晚上 白天|夜晚 白天|黑夜 男性|女性 男子|女子 男人|女人 男孩|女孩 父亲|母亲 起飞|降落 上车|下车 上岸|下水 上班|下班 \
    入境|出境 入口|出口 入学|毕业 入狱|出狱 逮捕|释放 扣押|释放 占领|撤离 进攻|防守 进攻|撤退 攻击|防御 冲锋|撤退 前进|倒退 \
    进步|退步 改善|恶化 好转|恶化 改进|倒退 解决|制造 遵守|违反 遵循|违背 履行|违背 服从|违抗 顺利|艰难 顺从|反抗 顺境|逆境 \
    多数|少数 大多数|少数 最多|最少 最大|最小 最高|最低 最好|最差 最佳|最差 最早|最晚 最快|最慢 最强|最弱 较高|较低 较大|较小 \
    较多|较少 更多|更少 更高|更低 更好|更差 更大|更小 高于|少于 偏高|偏低 偏大|偏小 高温|低温 高价|低价 高级|低级 高端|低端 \
    高速|低速 高峰|低谷 高层|低层 高效|低效 利好|利空 看好|看空 看涨|看跌 做多|做空 牛市|熊市 多头|空头 正面|负面 正数|负数 \
    赞成|否定 保留|取消 保留|删除 增设|撤销 设立|撤销 添加|删除 延续|终止 生效|失效 有偿|无偿 自愿|强制 自愿|被迫 公有|私有 \
    国有|私有 国营|私营 得到|失去 获得|失去 拥有|失去 取得|丧失 占有|丧失 找到|丢失 记得|忘记 记住|忘记 学会|忘记 到达|离开 \
    来到|离开 团聚|分离 结婚|离婚 相同|不同 相似|相反 类似|相反 一致|分歧 正向|反向 顺时针|逆时针 吸引|排斥 欢迎|抵制 欢迎|拒绝 \
    多|少 大|小 高|低 长|短 快|慢 好|坏 强|弱 早|晚 远|近 深|浅 厚|薄 冷|热 轻|重 新|旧 真|假 对|错 是|非 买|卖 涨|跌 升|降 \
    增|减 加|减 进|退 出|入 开|关 胜|败 胜|负 输|赢 盈|亏 松|紧 宽|窄 优|劣 善|恶 美|丑 贫|富 男|女 东|西 南|北 左|右 上|下 \
    前|后 内|外 生|死 存|亡 得|失 利|弊 爱|恨 喜|怒 有|无 有|没有 正|负 正|反 老|少 早|迟 多|寡 \
    维护|破坏 修复|破坏 完善|破坏 修复|损坏 爱护|损坏 当选|落选 入选|落选 晋级|淘汰 夺冠|失利 守信|失信 信守|违背 兑现|违背 依法|违法 \
    守法|违法 开通|关闭 畅通|堵塞 联合|分裂 融合|分离 强化|弱化 坚定|动摇 巩固|动摇 扩散|收敛 超前|滞后 领先|滞后 充分|不足 坚强|软弱 \
    高涨|低迷 热情|冷淡 严厉|宽容 从严|从宽 拥有|缺乏 具备|缺乏 丰收|歉收 扶持|打压 鼓舞|打击 激励|打击 采纳|拒绝 打破|维持 \
    维持|改变 坚持|放弃 继承|抛弃 弘扬|抛弃 珍惜|浪费 节约|浪费 节省|浪费 畅销|滞销 热销|滞销 长处|短处 信赖|猜疑 团结|对立 \
    increase|decrease rise|fall up|down higher|lower more|less large|small win|lose support|oppose accept|reject allow|forbid \
    buy|sell import|export open|close start|stop before|after true|false good|bad \
    不足|超过 多出|短缺 充足|短缺 收费|免费 有偿|无偿 开工|停工 下调|提高 上调|降低 高出|低于 高于|低于 开|停 批准|否决 批准|拒绝 同意|拒绝 通过|驳回 上涨|回落 增加|降低 提高|减少 扩大|减小 允许|拒绝 支持|抵制 \
    increased|decreased increases|decreases increasing|decreasing rose|fell rises|falls rising|falling risen|fallen \
    rose|sank rose|dropped rose|declined climbed|fell climbed|dropped soared|plunged increased|dropped increased|declined increase|decline increase|drop widen|narrow widened|narrowed widens|narrows broaden|narrow plentiful|scarce abundant|scarce ample|scarce raise|lower raised|lowered raises|lowers raising|lowering raised|cut raise|cut increase|reduce increased|reduced \
    increases|reduces grow|shrink grew|shrank gain|loss gain|lose gained|lost gains|losses profit|loss profits|losses \
    won|lost wins|loses winner|loser success|failure succeeded|failed succeed|fail succeeds|fails passed|failed \
    pass|fail passes|fails supported|opposed supports|opposes supporter|opponent accepted|rejected accepts|rejects \
    approve|reject approved|rejected approves|rejects approve|deny approved|denied approval|rejection allowed|forbidden \
    allowed|prohibited permitted|prohibited permit|prohibit allow|prohibit allows|prohibits allow|ban allowed|banned \
    bought|sold buys|sells buyer|seller buyers|sellers buying|selling purchase|sale purchased|sold imports|exports \
    imported|exported importer|exporter opened|closed open|closed began|stopped begun|stopped for|against ahead|behind costly|free costly|cheap free|paid opens|closes opening|closing open|shut opened|shut started|stopped \
    starts|stops begin|end began|ended begins|ends beginning|end start|finish started|finished start|end started|ended \
    high|low higher|lower highest|lowest large|small larger|smaller largest|smallest big|small bigger|smaller long|short \
    longer|shorter longest|shortest fast|slow faster|slower quick|slow quickly|slowly strong|weak stronger|weaker \
    strength|weakness hot|cold warm|cool warmer|cooler warmer|colder heavy|light heavier|lighter wide|narrow deep|shallow \
    thick|thin hard|soft hard|easy difficult|easy early|late earlier|later old|new old|young older|younger older|newer \
    rich|poor richer|poorer cheap|expensive cheaper|dearer safe|dangerous clean|dirty dry|wet full|empty bright|dark \
    best|worst better|worse good|poor right|wrong right|left correct|incorrect correct|wrong true|untrue positive|negative \
    public|private present|absent presence|absence inside|outside inner|outer above|below over|under up|downward \
    upward|downward upper|lower front|back forward|backward forwards|backwards ahead|behind first|last maximum|minimum \
    most|least majority|minority many|few all|none always|never often|rarely with|without include|exclude \
    included|excluded includes|excludes including|excluding enter|leave entered|left arrive|depart arrived|departed \
    arrival|departure join|leave joined|left hire|fire hired|fired love|hate loved|hated loves|hates like|dislike \
    liked|disliked friend|enemy friends|enemies war|peace life|death born|died birth|death alive|dead male|female man|woman \
    men|women boy|girl boys|girls son|daughter father|mother husband|wife brother|sister king|queen day|night \
    daytime|nighttime morning|evening sunrise|sunset add|remove added|removed adds|removes adding|removing create|destroy \
    created|destroyed build|demolish built|demolished attack|defend attacked|defended expand|contract expanded|contracted \
    expand|reduce expanded|reduced strengthen|weaken strengthened|weakened improve|worsen improved|worsened \
    improvement|deterioration accelerate|slow accelerated|slowed agree|disagree agreed|disagreed agreed|refused \
    agree|refuse confirm|deny confirmed|denied confirms|denies admit|deny admitted|denied guilty|innocent legal|illegal \
    lawful|unlawful possible|impossible likely|unlikely able|unable happy|sad happy|unhappy optimistic|pessimistic \
    surplus|deficit credit|debit asset|liability assets|liabilities import|export lend|borrow lent|borrowed \
    supply|demand domestic|foreign domestic|international internal|external upside|downside bull|bear bullish|bearish \
    encourage|discourage encouraged|discouraged praise|criticize praised|criticized praise|blame praised|blamed \
    enable|disable enabled|disabled enables|disables on|off connect|disconnect connected|disconnected lock|unlock \
    locked|unlocked install|uninstall load|unload show|hide shown|hidden shows|hides visible|invisible";

/// The antonyms of each word.
static ANTONYMS_OF: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut antonyms: HashMap<&str, Vec<&str>> = HashMap::new();
    for (x, y) in ANTONYMS.split_ascii_whitespace().filter_map(|pair| pair.split_once('|')) {
        antonyms.entry(x).or_default().push(y);
        antonyms.entry(y).or_default().push(x);
    }
    antonyms
});

/// Whether two words are antonyms: they are listed, or they differ in one character and the two
/// characters are listed.
///
/// 高温 and 低温 are antonyms by the second rule: they are not listed, but 高 and 低 are.
pub(crate) fn are_antonyms(x: &str, y: &str) -> bool {
    are_listed(x, y) || differ_by_antonym(x, y)
}

/// All antonyms of a word, by both rules.
pub(super) fn antonyms_of(word: &str) -> Vec<String> {
    let mut antonyms: Vec<String> = listed(word).iter().map(ToString::to_string).collect();
    let mut buffer = [0; 4];
    if word.is_ascii() || word.chars().nth(1).is_none() {
        return antonyms;
    }
    for (at, char) in word.char_indices() {
        for other in listed(char.encode_utf8(&mut buffer)) {
            antonyms.push([&word[..at], other, &word[at + char.len_utf8()..]].concat());
        }
    }
    antonyms
}

fn listed(word: &str) -> &'static [&'static str] {
    ANTONYMS_OF.get(word).map_or(&[], Vec::as_slice)
}

fn are_listed(x: &str, y: &str) -> bool {
    listed(x).contains(&y)
}

fn differ_by_antonym(x: &str, y: &str) -> bool {
    let mut different = x.chars().zip(y.chars()).filter(|(x, y)| x != y);
    let is_long = x.chars().count() == y.chars().count() && x.chars().nth(1).is_some();
    match (different.next(), different.next()) {
        (Some((x, y)), None) if is_long => {
            are_listed(x.encode_utf8(&mut [0; 4]), y.encode_utf8(&mut [0; 4]))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn antonyms_are_listed_or_differ_by_a_listed_character() {
        for (x, y) in [
            ("上涨", "下跌"),
            ("下跌", "上涨"),
            ("高温", "低温"),
            ("涨", "跌"),
            ("涨停", "跌停"),
            ("win", "lose"),
        ] {
            assert!(are_antonyms(x, y), "{x} {y}");
        }
        for (x, y) in [
            ("能力", "本事"),
            ("上涨", "上升"),
            ("大家", "大伙"),
            ("上涨", "上涨"),
            ("大会", "小组"),
        ] {
            assert!(!are_antonyms(x, y), "{x} {y}");
        }
    }
}
