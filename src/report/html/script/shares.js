// How much of each document is reused, and in which other documents: unions of places, each counted once.

/** Documents of a cluster of which each two are compared here; in larger ones each only with the representative. */
const SIBLINGS = 48;

/** Characters that some places cover together. */
function covered(places) {
  let [chars, end] = [0, 0];
  for (const place of [...places].sort((x, y) => x.start - y.start)) {
    chars += Math.max(0, place.end - Math.max(place.start, end));
    end = Math.max(end, place.end);
  }
  return chars;
}

/** The share of a document that some places cover together. */
function coveredShare(at, places) {
  return covered(places) / Math.max(1, report.documents[at].chars);
}

/** The places of a finding, by document. */
function placesByDocument(finding) {
  const byDocument = new Map();
  for (const place of finding.places) {
    if (!byDocument.has(place.document)) byDocument.set(place.document, []);
    byDocument.get(place.document).push(place);
  }
  return byDocument;
}

/** The pairs of documents of a finding that are compared. */
function pairsOfFinding({ cluster }, documents) {
  const numbers = [...documents].sort((x, y) => x - y);
  if (numbers.length > SIBLINGS) {
    const first = cluster.members[cluster.representative].document;
    return numbers.filter((at) => at !== first).map((at) => [Math.min(at, first), Math.max(at, first)]);
  }
  return numbers.flatMap((x, at) => numbers.slice(at + 1).map((y) => [x, y]));
}

const pairKey = (x, y) => Math.min(x, y) * report.documents.length + Math.max(x, y);

/** Each pair of different documents that share something, with the share of each that the other one has too. */
function pairShares() {
  pairShares.known ??= countPairShares();
  return pairShares.known;
}

function countPairShares() {
  const pairs = new Map();
  for (const finding of findings) {
    const places = placesByDocument(finding);
    for (const [x, y] of pairsOfFinding(finding, places.keys())) {
      const key = pairKey(x, y);
      if (!pairs.has(key)) pairs.set(key, { x, y, inX: [], inY: [], findings: 0 });
      const pair = pairs.get(key);
      pair.inX.push(...places.get(x));
      pair.inY.push(...places.get(y));
      pair.findings += 1;
    }
  }
  for (const pair of pairs.values()) {
    [pair.shareX, pair.shareY] = [coveredShare(pair.x, pair.inX), coveredShare(pair.y, pair.inY)];
    pair.chars = Math.min(covered(pair.inX), covered(pair.inY));
    delete pair.inX;
    delete pair.inY;
  }
  takeReportedShares(pairs);
  return pairs;
}

/** The report counts the shares of pairs that were compared in content characters, which is more exact. */
function takeReportedShares(pairs) {
  for (const [a, b, inA, inB] of report.shares) {
    const pair = pairs.get(pairKey(a, b));
    if (pair && a !== b) [pair.shareX, pair.shareY] = pair.x === a ? [inA, inB] : [inB, inA];
  }
}

/** The documents that share something with a document, which may be itself, those with the largest share of it first. */
function partnersOf(at) {
  partnersOf.known ??= countPartners();
  return partnersOf.known[at];
}

function countPartners() {
  const partners = report.documents.map(() => []);
  for (const { x, y, shareX, shareY } of pairShares().values()) {
    partners[x].push({ document: y, share: shareX });
    partners[y].push({ document: x, share: shareY });
  }
  for (const [at, places] of placesWithin()) partners[at].push({ document: at, share: reusedByDocument().get(at)?.within || coveredShare(at, places) });
  for (const some of partners) some.sort((one, other) => other.share - one.share || one.document - other.document);
  return partners;
}

/** For each document the places of findings that have several places in it. */
function placesWithin() {
  const within = new Map();
  for (const finding of findings) {
    for (const [at, places] of placesByDocument(finding)) {
      if (places.length > 1) within.set(at, [...(within.get(at) ?? []), ...places]);
    }
  }
  return within;
}

/** The share of a document that is reused in all, as the report counts it. */
function reusedShare(at) {
  return reusedByDocument().get(at)?.share ?? 0;
}

/** The documents with findings, those that are reused most first. */
function reusedDocuments() {
  return [...reusedByDocument().values()];
}

/** What the report says of each document that is reused, which the terminal and the JSON say too. */
function reusedByDocument() {
  reusedByDocument.known ??= new Map(report.reused.map(([document, share, within, partners, all]) => [document, {
    document, share, within, all, partners: partners.map(([other, share, isEarlier]) => ({ document: other, share, isEarlier })),
  }]));
  return reusedByDocument.known;
}
