// Writes a collection with many findings as JSON Lines on standard output; the same for the same
// numbers of documents and passages.
//
//   node evaluation/report/generate.mjs 2000 10000 > many.jsonl
//
// The text is made of common words in no order, so that nothing reappears but the passages that are
// inserted: each is in another document too, some are in several, with words replaced, deleted,
// inserted or moved.

const [documents = 2000, findings = 10000] = process.argv.slice(2).map(Number);

const WORDS = [...new Set(('社区建设工作会议群众服务管理和谐发展经济文化教育科技卫生环境安全生产生活学习思想组织干部党员青年老人儿童妇女家庭邻里街道'
  + '道路桥梁河流山川田野森林城市乡村学校医院图书馆公园广场市场工厂企业商店银行邮局车站码头机场春天夏天秋天冬天早晨中午傍晚夜晚今天明天昨天'
  + '去年今年明年开始继续完成实现提高加强推进落实检查总结表彰批评鼓励帮助支持参与合作竞争创新改革开放稳定繁荣富裕美丽幸福健康快乐勤劳勇敢智慧'
  + '善良诚实守信公平正义民主法治自由平等文明友善光明温暖清洁整齐高大宽阔明亮安静热闹新鲜丰富多样简单复杂重要必要可能应当必须已经正在将要常常')
  .match(/../gu))];

/** Random numbers, always the same (mulberry32). */
let seed = 20240305;
function below(most) {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
}

const pick = (list) => list[below(list.length)];

function clause() {
  return Array.from({ length: 3 + below(5) }, () => pick(WORDS)).join('');
}

function sentence() {
  return `${Array.from({ length: 2 + below(3) }, clause).join('，')}。`;
}

const paragraph = () => Array.from({ length: 3 + below(4) }, sentence).join('');

const texts = Array.from(
  { length: documents },
  () => Array.from({ length: 8 + below(10) }, paragraph),
);

/** The edits of a copy. */
const EDITS = [
  (text) => text,
  (text) => text.replaceAll('，', ''),
  (text) => text.replace(/，/u, `，${pick(WORDS)}${pick(WORDS)}，`),
  (text) => text.replace(new RegExp(pick(WORDS), 'u'), pick(WORDS)),
  (text) => text.replace(/。/u, `${1 + below(30)}项。`),
  (text) => text.replace(/([^，。]+)，([^，。]+)，/u, '$2，$1，'),
];

/** A copy of a passage with one to four edits. */
function copyOf(text) {
  const edits = Array.from({ length: 1 + below(4) }, () => pick(EDITS));
  return edits.reduce((now, edit) => edit(now), text);
}

const originals = texts.map((paragraphs) => [...paragraphs]);
for (let made = 0; made < findings; made++) {
  const [from, copies] = [below(documents), made % 10 === 0 ? 3 + below(5) : 1];
  const passage = Array.from({ length: 1 + below(3) }, sentence).join('');
  originals[from].splice(below(originals[from].length), 0, passage);
  for (let copy = 0; copy < copies; copy++) {
    const into = originals[below(documents)];
    into.splice(below(into.length), 0, `${clause()}：${copyOf(passage)}`);
  }
}

originals.forEach((paragraphs, at) => {
  const date = new Date(Date.UTC(2000, 0, 1 + 4 * at)).toISOString().slice(0, 10);
  const id = `文档-${String(at + 1).padStart(5, '0')}`;
  const line = { id, date, text: `${paragraphs.join('\n')}\n` };
  process.stdout.write(`${JSON.stringify(at % 7 === 6 ? { ...line, date: undefined } : line)}\n`);
});
