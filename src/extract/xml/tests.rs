//! Laws of generated documents, and one example of each rule.

use proptest::prelude::*;

use crate::extract::tests_of_places::check_places;

use super::*;

fn text(xml: &str) -> String {
    extract(xml).expect("the document is well-formed").text
}

/// Parts of documents that are well-formed.
const PARTS: [&str; 24] = [
    "<p>a</p>",
    "<p>春天到了，\n<hi>好</hi></p>",
    "<div>a<div>b</div>c</div>",
    "<head>A\n</head>",
    "<TEI>a</TEI>",
    "<lb/>",
    "<note>n</note>",
    "<choice><sic>s</sic><corr>c</corr></choice>",
    "&amp;",
    "&#x4e2d;",
    "&nosuch;",
    "& ",
    "\r\n",
    "  ",
    "<![CDATA[a<b]]>",
    "<!-- c -->",
    "春天到了，",
    "word",
    "<a b='c' d>x</a>",
    "<?pi?>",
    "<screen>\n a\r\n b \n</screen>",
    "<row><cell>a</cell><cell>b</cell></row>",
    "<a xml:space='preserve'> &#10; b</a>",
    "é",
];

proptest! {
    #[test]
    fn copies_are_equal_to_their_part_of_the_document(
        parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..40),
        open in prop::sample::select(vec!["<TEI>", "<book>", "\u{feff}<?xml version='1.0'?><pre>"]),
    ) {
        let name = &open[open.rfind('<').expect("a tag is open")..];
        let xml = format!("{open}{}{}", parts.concat(), name.replace('<', "</"));
        check_places(&xml, &extract(&xml).expect("the parts are well-formed"));
    }

    #[test]
    fn any_text_is_read_or_refused(xml in "\\PC{0,80}") {
        for xml in [format!("<a>{xml}</a>"), xml] {
            if let Ok(extracted) = extract(&xml) {
                check_places(&xml, &extracted);
            }
        }
    }
}

const TEI: &str = "<?xml version='1.0'?><TEI xml:lang='la'><teiHeader><fileDesc><titleStmt>
    <title>De bello</title><author>C. <persName>Caesar</persName></author></titleStmt>
    <publicationStmt><date when='1999-01-02'>1999</date></publicationStmt></fileDesc></teiHeader>
    <text><body><div><head>Liber <num>I</num></head><p>Gallia est<note>n</note>
    <pb n='2'/>omnis <hi>divi</hi><lb break='no'/><hi>sa</hi> in<lb/>partes</p>
    <lg><l>春眠不</l><l>觉<choice><sic>晓晓</sic><corr>晓</corr></choice></l></lg><fw>header</fw>
    <ab><s><w>arma</w> <w>cano</w></s></ab></div></body></text></TEI>";

#[test]
fn tei_has_its_text_without_apparatus() {
    let expected = "Liber I\n\nGallia est omnis divisa in partes\n春眠不\n觉晓\narma cano";
    assert_eq!(text(TEI), expected);
    let metadata = extract(TEI).expect("the document is well-formed").metadata;
    let values = ["title", "author", "date", "language"]
        .map(|name| metadata[name].as_str().unwrap_or_default());
    assert_eq!(values, ["De bello", "C. Caesar", "1999-01-02", "la"]);
}

#[test]
fn docbook_has_headings_and_listings() {
    let xml = "<book xml:lang='en'><title>The <emphasis>Guide</emphasis></title><info><author>
        <firstname>Ann</firstname> <surname>Lee</surname></author></info><chapter><title>One</title>
        <para>See <xref/><citetitle>that</citetitle> and
        <command>ls<!-- c --></command>.</para><programlisting>a\n  b</programlisting>
        <itemizedlist><listitem><para>x</para></listitem><listitem>y</listitem></itemizedlist>
        </chapter></book>";
    let expected = "The Guide\n\nAnn\nLee\n\nOne\n\nSee that and ls.\na\n  b\nx\ny";
    assert_eq!(text(xml), expected);
    let metadata = extract(xml).expect("the document is well-formed").metadata;
    assert_eq!(metadata["author"], "Ann Lee");
}

#[test]
fn an_element_with_text_of_its_own_is_a_line() {
    let xml = "<r><a>one</a><b>two <c>three</c> <d><e>four</e></d></b>
        <t><row><cell>x</cell><cell>y</cell></row></t></r>";
    assert_eq!(text(xml), "one\ntwo three four\nx\ty");
}

#[test]
fn declared_entities_are_not_expanded() {
    let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>
        <!ENTITY d SYSTEM 'file:///etc/passwd'>]>
        <a>&c; &d; &lt;&eacute;&#20013;</a>";
    assert_eq!(text(bomb), "&c; &d; <é中");
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let message = |xml| extract(xml).expect_err("the document is not well-formed");
    assert!(message("<a>\n<b></a>").starts_with("line 2: "));
    assert_eq!(message("<a><b></b>"), "an element is not closed");
    assert_eq!(message("plain text"), "there is no element");
}

/// Documents on which a step that is quadratic, or recurs, does not end or overflows the stack.
#[test]
fn large_documents_are_read() {
    let count = 100_000;
    let deep = format!("{}x{}", "<a>".repeat(count), "</a>".repeat(count));
    assert_eq!(text(&deep), "x");
    let wide = format!("<a {}>{}</a>", "b='c' ".repeat(count), "<p>x</p>&amp;".repeat(count));
    assert_eq!(text(&wide).len(), 4 * count - 1);
}
