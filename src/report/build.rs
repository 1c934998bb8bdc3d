//! Makes the report of a run.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;

use super::model::{
    EditedText, MAX_PARTNERS, OriginalPlace, PairedDocument, PassageCoverage, Report,
    ReportedBoilerplate, ReportedCluster, ReportedDocument, ReportedEdit, ReportedMatch,
    ReportedMember, ReportedPair, ReportedParaphrase, ReportedPartner, ReportedRecurring,
    ReportedSide, ReportedSpeech, ReusedDocument, SCHEMA, TextRange,
};
use super::settings::SettingsModel;
use crate::corpus::Collection;
use crate::diff::Edit;
use crate::document::{
    Date, DocId, Document, Level, LineIndex, Location, Role, rounded_share, rounded_to_two_digits,
};
use crate::error::Result;
use crate::scan::{
    self, Boilerplate, Cluster, DocumentPair, Findings, Match, MatchSide, ParaphraseEvidence,
    Partner, Place, RecurringText, ScanSettings,
};
use crate::seeds::SeedCoverage;
use crate::text::Speech;

impl<'c> Report<'c> {
    /// The report of what a scan with these settings found in a collection.
    ///
    /// # Errors
    /// If the settings are invalid; [`Scan::new`](crate::scan::Scan::new) refuses such settings
    /// too.
    ///
    /// # Panics
    /// If the findings are those of another collection.
    pub fn new(
        collection: &'c Collection,
        findings: &'c Findings,
        settings: &ScanSettings,
    ) -> Result<Self> {
        let builder = ReportBuilder::new(collection, findings);
        let is_searched = settings.levels.contains(&Level::Passage);
        Ok(Self {
            schema: SCHEMA.into(),
            settings: SettingsModel::new(settings, collection.documents.len())?,
            stats: findings.stats,
            documents: builder.documents(),
            matches: findings.matches.par_iter().map(|found| builder.found(found)).collect(),
            clusters: findings
                .clusters
                .par_iter()
                .map(|cluster| builder.cluster(cluster))
                .collect(),
            document_pairs: builder.document_pairs(),
            reused_documents: builder.reused_documents(),
            boilerplate: findings
                .boilerplate
                .iter()
                .map(|text| builder.boilerplate(text))
                .collect(),
            recurring: builder.recurring(),
            coverage: is_searched.then(|| builder.coverage()),
            skipped: collection.skipped.as_slice().into(),
        })
    }
}

/// Findings and what is needed to locate them.
struct ReportBuilder<'c> {
    collection: &'c Collection,
    findings: &'c Findings,
    lines: Vec<LineIndex<'c>>,
    dates: Vec<Option<Date>>,
    /// Content characters of the documents that have matches.
    content_chars: HashMap<usize, usize>,
}

impl<'c> ReportBuilder<'c> {
    fn new(collection: &'c Collection, findings: &'c Findings) -> Self {
        let documents = collection.documents.par_iter();
        let lines = documents.clone().map(|document| LineIndex::new(&document.text)).collect();
        let dates = documents.map(Document::date).collect();
        let reused = findings.reused_documents.iter();
        let content_chars = reused.map(|reused| (reused.document, reused.content_chars)).collect();
        Self { collection, findings, lines, dates, content_chars }
    }

    /// All documents but those whose text is ignored.
    fn documents(&self) -> Vec<ReportedDocument<'c>> {
        let documents = DocId::all(self.collection.documents.len()).zip(&self.collection.documents);
        let reported = documents.filter(|(_, document)| document.role != Role::Ignored);
        reported.map(|(id, document)| self.document(id, document)).collect()
    }

    fn document(&self, id: DocId, document: &'c Document) -> ReportedDocument<'c> {
        let outline = &self.findings.outlines[id.index()];
        let lines = &self.lines[id.index()];
        let left_out = outline.left_out.iter().map(|&span| lines.location(span));
        ReportedDocument {
            id: document.id.as_str().into(),
            path: document.path.to_string_lossy(),
            line: document.line,
            chars: lines.chars(),
            speeches: outline
                .speeches
                .iter()
                .map(|speech| reported_speech(speech, lines))
                .collect(),
            left_out: left_out.map(|place| (place.start, place.end)).collect(),
            text: Some(document.text.as_str().into()),
        }
    }

    fn found(&self, found: &'c Match) -> ReportedMatch<'c> {
        let paraphrase = found.paraphrase.as_ref();
        ReportedMatch {
            level: found.level,
            kind: found.kind,
            form: found.form,
            similarity: rounded_share(found.similarity),
            a: self.side(&found.a, found.level),
            b: self.side(&found.b, found.level),
            earlier: found.earlier(&self.dates),
            contained: found.contained(),
            edit_counts: Some(found.edit_counts),
            edits: Some(found.edits.iter().map(|edit| self.edit(edit, found)).collect()),
            paraphrase: paraphrase.map(|evidence| self.paraphrase(evidence, found)),
        }
    }

    fn side(&self, side: &MatchSide, level: Level) -> ReportedSide<'c> {
        ReportedSide {
            document: self.id(side.document),
            date: self.dates[side.document],
            speech: self.title(side),
            place: self.located(side.place()),
            original: OriginalPlace::of(&self.collection.documents[side.document], side.span),
            coverage: rounded_share(side.coverage),
            document_coverage: self.document_share(side, level),
            containment: side.containment.map(rounded_share),
            content_chars: side.content_chars,
            quoted: side.is_quoted,
            text: self.text(side.place()),
        }
    }

    /// The share of the document's content characters that a match covers on one side.
    fn document_share(&self, side: &MatchSide, level: Level) -> f64 {
        let all = self.content_chars.get(&side.document).copied().unwrap_or(side.content_chars);
        let in_place = side.content_chars as f64 / all.max(1) as f64;
        // A passage is covered from end to end; of another unit only a part may be.
        let covered = if level == Level::Passage { 1.0 } else { side.coverage };
        rounded_share(in_place * covered)
    }

    fn edit(&self, edit: &Edit, found: &Match) -> ReportedEdit<'c> {
        ReportedEdit {
            kind: edit.kind,
            a: self.edited(Place { document: found.a.document, span: edit.a }),
            b: self.edited(Place { document: found.b.document, span: edit.b }),
        }
    }

    fn edited(&self, place: Place) -> EditedText<'c> {
        let located = self.located(place);
        EditedText { start: located.start, end: located.end, text: self.text(place) }
    }

    fn paraphrase(&self, evidence: &ParaphraseEvidence, found: &Match) -> ReportedParaphrase<'c> {
        let (a, b) = (found.a.document, found.b.document);
        let similar = evidence.similar_words.iter();
        ReportedParaphrase {
            meaning: rounded_share(evidence.meaning),
            words: rounded_share(evidence.words),
            similar_words: similar
                .map(|&(in_a, in_b)| {
                    [Place { document: a, span: in_a }, Place { document: b, span: in_b }]
                        .map(|place| self.text(place))
                        .into()
                })
                .collect(),
            contradictions: evidence.contradictions.clone(),
            by_chance: Some(rounded_to_two_digits(evidence.by_chance)),
        }
    }

    fn cluster(&self, cluster: &Cluster) -> ReportedCluster<'c> {
        let members = cluster.members.iter().zip(&cluster.variant_of);
        ReportedCluster {
            level: cluster.level,
            lowest_similarity: rounded_share(cluster.lowest_similarity),
            documents: cluster.documents(),
            variants: cluster.variants(),
            representative: cluster.representative,
            earliest: cluster.earliest(&self.dates),
            members: members.map(|(side, &variant)| self.member(side, variant)).collect(),
            matches: cluster.matches.clone(),
            related: cluster.related.clone(),
        }
    }

    fn member(&self, side: &MatchSide, variant: usize) -> ReportedMember<'c> {
        let place = self.located(side.place());
        ReportedMember {
            document: self.id(side.document),
            date: self.dates[side.document],
            variant,
            speech: self.title(side),
            start: place.start,
            end: place.end,
            line: place.line,
        }
    }

    fn document_pairs(&self) -> Vec<ReportedPair<'c>> {
        let pairs = self.findings.document_pairs.iter();
        pairs.map(|pair| self.document_pair(pair)).collect()
    }

    fn document_pair(&self, pair: &DocumentPair) -> ReportedPair<'c> {
        let paired = |document, coverage| PairedDocument {
            document: self.id(document),
            coverage: rounded_share(coverage),
        };
        ReportedPair {
            relation: pair.relation,
            a: paired(pair.a, pair.coverage_a),
            b: paired(pair.b, pair.coverage_b),
            matches: pair.matches.clone(),
        }
    }

    fn reused_documents(&self) -> Vec<ReusedDocument<'c>> {
        let documents = self.findings.reused_documents.iter();
        documents.map(|reused| self.reused_document(reused)).collect()
    }

    fn reused_document(&self, reused: &scan::ReusedDocument) -> ReusedDocument<'c> {
        let partner = |partner: &Partner| {
            let dates = self.dates[reused.document].zip(self.dates[partner.document]);
            ReportedPartner {
                document: self.id(partner.document),
                share: rounded_share(partner.share),
                is_earlier: dates
                    .filter(|(own, other)| own != other)
                    .map(|(own, other)| other < own),
            }
        };
        ReusedDocument {
            document: self.id(reused.document),
            content_chars: reused.content_chars,
            reused_chars: reused.reused_chars(),
            share: rounded_share(reused.share),
            within: rounded_share(reused.within),
            partners: reused.partners.iter().take(MAX_PARTNERS).map(partner).collect(),
            partner_count: reused.partners.len(),
        }
    }

    fn boilerplate(&self, boilerplate: &Boilerplate) -> ReportedBoilerplate<'c> {
        ReportedBoilerplate {
            documents: boilerplate.documents,
            content_chars: boilerplate.content_chars,
            text: self.text(boilerplate.places[0]),
            places: self.ranges(&boilerplate.places),
        }
    }

    fn recurring(&self) -> Vec<ReportedRecurring<'c>> {
        let mut texts: Vec<&RecurringText> = self.findings.recurring.iter().collect();
        texts.sort_by_key(|text| (Reverse(text.occurrences), text.place));
        let reported = texts.into_iter().map(|text| ReportedRecurring {
            occurrences: text.occurrences,
            text: self.text(text.example),
            place: self.range(text.place),
        });
        reported.collect()
    }

    fn coverage(&self) -> PassageCoverage<'c> {
        let SeedCoverage { proved, measured, too_frequent, boilerplate, .. } =
            self.findings.coverage;
        let searched = (proved + measured + too_frequent).max(1) as f64;
        PassageCoverage {
            // The rest, so that the shares of a text without content add up to 1.
            proved: rounded_share(1.0 - (measured + too_frequent) as f64 / searched),
            measured: rounded_share(measured as f64 / searched),
            too_frequent: rounded_share(too_frequent as f64 / searched),
            boilerplate: rounded_share(boilerplate as f64 / searched),
            too_frequent_places: self.ranges(&self.findings.too_frequent),
        }
    }

    fn ranges(&self, places: &[Place]) -> Vec<TextRange<'c>> {
        places.iter().map(|&place| self.range(place)).collect()
    }

    fn range(&self, place: Place) -> TextRange<'c> {
        let located = self.located(place);
        TextRange { document: self.id(place.document), start: located.start, end: located.end }
    }

    fn located(&self, place: Place) -> Location {
        self.lines[place.document].location(place.span)
    }

    fn id(&self, document: usize) -> Cow<'c, str> {
        self.collection.documents[document].id.as_str().into()
    }

    fn text(&self, place: Place) -> Cow<'c, str> {
        place.span.of(&self.collection.documents[place.document].text).into()
    }

    fn title(&self, side: &MatchSide) -> Option<Cow<'c, str>> {
        let speeches = &self.findings.outlines[side.document].speeches;
        side.speech.map(|speech| speeches[speech].title.as_str().into())
    }
}

fn reported_speech<'c>(speech: &'c Speech, lines: &LineIndex<'_>) -> ReportedSpeech<'c> {
    let whole = lines.location(speech.span);
    let body = lines.location(speech.body());
    ReportedSpeech {
        title: speech.title.as_str().into(),
        start: whole.start,
        end: whole.end,
        body_start: body.start,
    }
}
