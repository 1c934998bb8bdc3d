// What the page says, in each language that it speaks. A word with a number in it is a function of the number.

const WORDS = {
  en: {
    name: 'English',
    other: '中文',
    comma: ', ',
    skip: 'Skip to the content',
    views: 'Views',
    overview: 'Overview',
    map: 'Map',
    findings: 'Findings',
    theme: { auto: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' },
    levels: { document: 'document', speech: 'speech', paragraph: 'paragraph', passage: 'passage' },
    kinds: { exact: 'exact', near: 'near', template: 'template', semantic: 'reworded' },
    kindMeans: {
      exact: 'the same content characters; only punctuation and layout may differ',
      near: 'edited',
      template: 'the same but for names, numbers, dates and placeholders',
      semantic: 'the same said in other words',
    },
    edits: {
      replaced: 'replaced', inserted: 'inserted', deleted: 'deleted', moved: 'moved', slot: 'slot',
      variant: 'variant', punctuation: 'punctuation', layout: 'layout',
    },
    editMeans: {
      replaced: 'other characters in their place',
      inserted: 'in the second text only',
      deleted: 'in the first text only',
      moved: 'a block that stands elsewhere',
      slot: 'a name, number, date or placeholder filled anew',
      variant: 'the same character in another form',
      punctuation: 'punctuation only',
      layout: 'line breaks, spaces, page debris',
    },
    documents: (n) => `${num(n)} document${n === 1 ? '' : 's'}`,
    speeches: (n) => `${num(n)} speech${n === 1 ? '' : 'es'}`,
    characters: (n) => `${num(n)} character${n === 1 ? '' : 's'}`,
    places: (n) => `${num(n)} places`,
    variants: (n) => `${num(n)} variant${n === 1 ? '' : 's'}`,
    found: (n) => (n === 0 ? 'Nothing reappears.' : `${num(n)} finding${n === 1 ? '' : 's'}`),
    tasks: { scan: 'What reappears', compare: 'What two documents share', dedup: 'What was removed, and for what' },
    moreFindings: 'More findings',
    allFindings: (n) => `All ${num(n)} findings`,
    whereTheyStand: 'Where they stand',
    wholeMap: (n) => `The map of all ${num(n)} documents`,
    mapHint: 'Each bar is a document with its speeches; what stands in it more than once is coloured, the same finding in the same colour. Arcs join places of one document.',
    mapOrder: 'Order', orderReuse: 'most reused first', orderGiven: 'as read',
    mapRest: (n) => `${num(n)} more findings in this document are not drawn`,
    heat: 'Document by document',
    heatHint: (n, per) => `The stronger the colour of a cell, the more characters two documents share. ${per > 1 ? `${num(n)} documents, ${num(per)} of them in each row and column.` : `${num(n)} documents with findings.`}`,
    heatLeft: (n) => `${num(n)} documents share nothing with others and are left out.`,
    strongest: 'Pairs that share most',
    shared: (n) => `${num(n)} characters shared`,
    run: 'About this run', settings: 'Settings', ledger: 'For how much of the text all passages were looked for',
    ledgerOf: {
      proved: 'every other place was looked at', measured: 'common text: places that share a longer run were looked at',
      blind: 'too common: compared with one place only', boilerplate: 'boilerplate, which counts nothing',
    },
    settingNames: {
      similarity: 'least similarity', levels: 'levels', shingle: 'shingles', min_chars: 'least length in ideographs', common: 'boilerplate above … documents',
      exhaustive: 'exhaustive', within_document: 'inside one document', fold_script: 'traditional = simplified', slots: 'slots', bands: 'bands', rows: 'rows of a band',
      predicted_recall: 'predicted recall', seed: 'seed',
    },
    yes: 'yes', no: 'no', none: 'none',
    notRead: (n) => `${num(n)} could not be read`, allRead: 'Everything was read.',
    passedOver: (n) => `${num(n)} file${n === 1 ? '' : 's'} of no known kind passed over.`,
    capped: (n) => `${num(n)} pairs or places were not looked at, because too common.`,
    boilerplate: (n) => `${num(n)} stretch${n === 1 ? '' : 'es'} of boilerplate`,
    boilerplateIn: (n, chars) => `in ${num(n)} documents, ${num(chars)} characters`,
    shownOf: (shown, all) => `${num(shown)} of ${num(all)} are shown.`,
    search: 'Search in text, titles, documents', filter: 'Filter', level: 'Level', kind: 'Kind', inDocument: 'Document',
    minLength: 'Least length', sort: 'Sort by',
    sorts: { order: 'level and length', length: 'length', similarity: 'similarity', documents: 'documents', date: 'earliest date' },
    matching: (n, all) => (n === all ? `${num(n)} findings` : `${num(n)} of ${num(all)} findings`),
    nothingMatches: 'No finding matches these filters.',
    finding: (n) => `Finding ${num(n)}`, next: 'Next', previous: 'Previous', back: 'All findings',
    choose: 'Choose a finding.', unknown: 'This report has no such finding.',
    similarity: 'similarity', lowest: 'lowest similarity', length: (n) => `${num(n)} content character${n === 1 ? '' : 's'}`,
    of: { text: 'of the text', speech: 'of the speech', paragraph: 'of the paragraph' },
    lineOf: (n) => `line ${num(n)}`,
    earlier: 'earlier', contained: 'stands whole in the other', representative: 'all others are compared with this', earliest: 'earliest',
    variantName: (letter) => `variant ${letter}`,
    noDifferences: 'No differences.', differences: 'Differences', onlyDifferent: 'Only lines that differ',
    sideBySide: 'Side by side', inFamily: 'The whole family', openText: 'Show the text', more: (n) => `Show ${num(n)} more`, restOfText: 'Go on',
    noText: 'The text of this place is not in the report.',
    notCompared: 'Not aligned with the representative itself.',
    keys: 'Keys: n next, p previous, / search.', made: (version) => `Made by Leitong ${version}. This file needs nothing else.`,
    printed: (shown, all) => `${num(shown)} of ${num(all)} findings are printed.`,
    kept: 'kept', removed: 'removed',
    removedTotals: ({ read, kept, removed, skipped, parts }) => `${num(read)} records read = ${num(kept)} kept + ${num(removed)} removed + ${num(skipped)} skipped${parts ? `; ${num(parts)} parts taken out` : ''}`,
    removedShown: ({ listed, laid, removed, parts }) => `${num(listed)} of ${num(removed + parts)} removals are listed here, ${num(laid)} of them with their texts; --duplicates FILE lists all.`,
    reworded: 'Reworded',
  },
  'zh-Hans': {
    name: '中文',
    other: 'English',
    comma: '，',
    skip: '跳到正文',
    views: '视图',
    overview: '概览', map: '分布图', findings: '结果',
    theme: { auto: '主题：随系统', light: '主题：浅色', dark: '主题：深色' },
    levels: { document: '整篇', speech: '讲话', paragraph: '段落', passage: '片段' },
    kinds: { exact: '相同', near: '近似', template: '套用', semantic: '改写' },
    kindMeans: {
      exact: '文字相同，至多标点与版式有别', near: '经过修改', template: '只有人名、地名、数字、日期等处不同', semantic: '换了说法',
    },
    edits: {
      replaced: '替换', inserted: '增加', deleted: '删去', moved: '移位', slot: '填空',
      variant: '异体', punctuation: '标点', layout: '版式',
    },
    editMeans: {
      replaced: '换成了别的字', inserted: '只见于后文', deleted: '只见于前文', moved: '整块移到别处',
      slot: '名称、数字、日期或占位符重新填写', variant: '同一字的另一写法', punctuation: '只有标点不同', layout: '换行、空格、页面杂物',
    },
    documents: (n) => `${num(n)} 篇文档`, speeches: (n) => `${num(n)} 篇讲话`, characters: (n) => `${num(n)} 字`,
    places: (n) => `${num(n)} 处`, variants: (n) => `${num(n)} 种文本`,
    found: (n) => (n === 0 ? '没有重复出现的文字。' : `${num(n)} 项结果`),
    tasks: { scan: '何处雷同', compare: '两文相同之处', dedup: '删去了什么，因何删去' },
    moreFindings: '其他结果', allFindings: (n) => `全部 ${num(n)} 项`,
    whereTheyStand: '各在何处', wholeMap: (n) => `全部 ${num(n)} 篇文档的分布图`,
    mapHint: '每条横带是一篇文档，分格是其中的讲话；重复出现的文字着色，同一项同色。弧线连接同一文档中的两处。',
    mapOrder: '次序', orderReuse: '重复多者在前', orderGiven: '读入次序',
    mapRest: (n) => `此文档另有 ${num(n)} 项未画出`,
    heat: '文档两两相较',
    heatHint: (n, per) => `颜色越浓，两篇文档相同的字越多。${per > 1 ? `共 ${num(n)} 篇，每行每列各含 ${num(per)} 篇。` : `共 ${num(n)} 篇有结果的文档。`}`,
    heatLeft: (n) => `${num(n)} 篇文档与他篇无相同之处，未列入。`,
    strongest: '相同最多的文档', shared: (n) => `${num(n)} 字相同`,
    run: '本次运行', settings: '设置', ledger: '多少文字已查遍所有片段',
    ledgerOf: { proved: '凡相同处均已查看', measured: '常见文字：查看了更长的相同处', blind: '过于常见：只与一处比较', boilerplate: '套话，不计' },
    settingNames: {
      similarity: '最低相似度', levels: '层次', shingle: '切分', min_chars: '最短长度（汉字）', common: '多于此数文档即为套话', exhaustive: '穷尽',
      within_document: '同一文档之内', fold_script: '繁简不分', slots: '签名位数', bands: '带数', rows: '每带行数', predicted_recall: '预计召回率', seed: '种子',
    },
    yes: '是', no: '否', none: '无',
    notRead: (n) => `${num(n)} 项未能读取`, allRead: '全部读取。', passedOver: (n) => `${num(n)} 个文件类型不明，未读。`,
    capped: (n) => `${num(n)} 对或处因过于常见未查看。`,
    boilerplate: (n) => `${num(n)} 段套话`, boilerplateIn: (n, chars) => `见于 ${num(n)} 篇文档，${num(chars)} 字`,
    shownOf: (shown, all) => `显示 ${num(all)} 项中的 ${num(shown)} 项。`,
    search: '搜索文字、标题、文档', filter: '筛选', level: '层次', kind: '类别', inDocument: '文档', minLength: '最短长度', sort: '排序',
    sorts: { order: '层次与长度', length: '长度', similarity: '相似度', documents: '文档数', date: '最早日期' },
    matching: (n, all) => (n === all ? `${num(n)} 项` : `${num(all)} 项中的 ${num(n)} 项`),
    nothingMatches: '没有符合筛选条件的结果。',
    finding: (n) => `第 ${num(n)} 项`, next: '下一项', previous: '上一项', back: '全部结果', choose: '请选择一项。', unknown: '本报告没有这一项。',
    similarity: '相似度', lowest: '最低相似度', length: (n) => `${num(n)} 字`,
    of: { text: '占全文', speech: '占该讲话', paragraph: '占该段' },
    lineOf: (n) => `第 ${num(n)} 行`,
    earlier: '较早', contained: '整篇见于另一文', representative: '其余均与此处比较', earliest: '最早',
    variantName: (letter) => `文本 ${letter}`,
    noDifferences: '没有差异。', differences: '差异', onlyDifferent: '只看有差异的行',
    sideBySide: '左右对照', inFamily: '全部各处', openText: '显示文字', more: (n) => `再显示 ${num(n)} 处`, restOfText: '继续',
    noText: '报告中没有此处的文字。', notCompared: '未与代表处直接对齐。',
    keys: '按键：n 下一项，p 上一项，/ 搜索。', made: (version) => `由 Leitong ${version} 生成。此文件无需其他任何东西。`,
    printed: (shown, all) => `打印了 ${num(all)} 项中的 ${num(shown)} 项。`,
    kept: '保留', removed: '删去',
    removedTotals: ({ read, kept, removed, skipped, parts }) => `读入 ${num(read)} 条 = 保留 ${num(kept)} + 删去 ${num(removed)} + 未读 ${num(skipped)}${parts ? `；另删去 ${num(parts)} 段` : ''}`,
    removedShown: ({ listed, laid, removed, parts }) => `此处列出 ${num(removed + parts)} 项删除中的 ${num(listed)} 项，其中 ${num(laid)} 项附有文字；--duplicates FILE 列出全部。`, reworded: '改写',
  },
};

/** The word for `key` in the language of the page. */
function word(key, ...values) {
  const found = (WORDS[document.documentElement.lang] ?? WORDS.en)[key] ?? WORDS.en[key];
  return typeof found === 'function' ? found(...values) : found;
}

/** A word out of a group, such as a level; a name that the page does not know stands for itself. */
function named(group, key) {
  return word(group)?.[key] ?? key;
}

function num(count) {
  return new Intl.NumberFormat('en').format(count);
}

function percent(share) {
  const value = share * 100;
  return `${value < 10 && value !== 0 ? value.toFixed(1) : value.toFixed(0)} %`;
}
