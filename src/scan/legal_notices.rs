//! Notices of licences and warranties, which many works have in words of their own.

/// What such notices say, in lower case.
const PHRASES: [&str; 55] = [
    "merchantability",
    "fitness for a particular purpose",
    "fitness for any particular purpose",
    "without warranty",
    "without any warranty",
    "without warranties",
    "no representations or warranties",
    "express or implied",
    "permission is hereby granted",
    "permission to copy",
    "permission to use, copy",
    "permission to modify",
    "hereby granted",
    "without fee or royalty",
    "redistribution and use",
    "redistributions of source",
    "redistributions in binary",
    "redistributed or derivative code",
    "copyright holder",
    "copyright notice",
    "copyright owner",
    "title to copyright",
    "all rights reserved",
    "licensed under",
    "released under",
    "distributed under the",
    "dual licensed",
    "dual-licensed",
    "at your option",
    "submitted for inclusion",
    "terms or conditions",
    "terms and conditions",
    "consequential damages",
    "third party patents",
    "written prior permission",
    "prior written permission",
    "intellectual property disclaimers",
    "you have read, understood",
    "this product includes software",
    "apache software foundation",
    "used in advertising or publicity",
    "apache license",
    "apache-2.0",
    "mit license",
    "bsd license",
    "license-mit",
    "license-apache",
    "general public license",
    "short notice",
    "版权所有",
    "版权声明",
    "按原样",
    "适销性",
    "特定用途",
    "保留所有权利",
];
/// Least number of them in a notice: one may be in a text about licences.
const FEWEST: usize = 2;
/// Greatest length of a notice for each of them, in bytes: a text with a notice in it is none.
const LONGEST_PER_PHRASE: usize = 300;

/// Whether a text is a notice of a licence or of a warranty.
pub(super) fn is_legal_notice(text: &str) -> bool {
    if text.len() > LONGEST_PER_PHRASE * PHRASES.len() {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    let found = PHRASES.iter().filter(|&&phrase| text.contains(phrase)).count();
    found >= FEWEST && text.len() <= LONGEST_PER_PHRASE * found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_told_from_texts_about_them() {
        for text in [
            "THE TOOL COMES WITHOUT\n  WARRANTY OF ANY KIND, EXPRESS OR IMPLIED.",
            "* MIT license ([LICENSE-MIT](LICENSE-MIT) or https://example.org/mit)",
            "Any work submitted for inclusion is dual licensed as above.",
            "版权所有。本软件按原样提供，作者不承担任何责任。",
        ] {
            assert!(is_legal_notice(text), "{text}");
        }
        let long = "The town council met, and spoke about the bridge. ".repeat(20);
        assert!(!is_legal_notice(&format!("{long} Licensed under the MIT license.")));
        for text in [
            "The court found that the copyright holder had not been asked before the book was printed.",
            "The town council granted permission to build the bridge, at its own expense.",
            "采矿许可证由县级以上人民政府颁发，有效期为五年。",
        ] {
            assert!(!is_legal_notice(text), "{text}");
        }
    }
}
