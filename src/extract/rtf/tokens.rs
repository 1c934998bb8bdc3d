//! The tokens of RTF.

/// A control word or a control symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Control<'a> {
    pub(super) word: &'a str,
    pub(super) number: Option<i32>,
}

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A group begins.
    Open,
    /// A group ends.
    Close,
    /// A byte of text.
    Byte(u8),
    /// `\*`: the group may be left out.
    Optional,
    /// A control word or symbol.
    Control(Control<'a>),
}

/// The tokens of a document.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// The tokens of `bytes`.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The token after a backslash.
    fn escaped(&mut self) -> Option<Token<'a>> {
        let rest = self.rest;
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters > 0 {
            let (word, rest) = rest.split_at(letters);
            self.rest = rest;
            return Some(self.word(str::from_utf8(word).unwrap_or_default()));
        }
        let (symbol, rest) = rest.split_first()?;
        self.rest = rest;
        Some(match symbol {
            b'\'' => self.hexadecimal(),
            b'\\' | b'{' | b'}' => Token::Byte(*symbol),
            b'*' => Token::Optional,
            b'\r' | b'\n' => Token::Control(Control { word: "par", number: None }),
            b'\t' => Token::Control(Control { word: "tab", number: None }),
            b'~' => Token::Control(Control { word: "~", number: None }),
            b'_' => Token::Control(Control { word: "_", number: None }),
            _ => Token::Control(Control { word: "", number: None }),
        })
    }

    /// The control word `word`, whose number follows. Binary data is passed over.
    fn word(&mut self, word: &'a str) -> Token<'a> {
        let sign = usize::from(self.rest.first() == Some(&b'-'));
        let digits = self.rest[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let length = if digits > 0 { sign + digits } else { 0 };
        let (number, rest) = self.rest.split_at(length);
        let number = str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        if word == "bin" {
            let length = number.and_then(|number: i32| usize::try_from(number).ok());
            self.rest = &self.rest[length.unwrap_or_default().min(self.rest.len())..];
        }
        Token::Control(Control { word, number })
    }

    /// The byte whose two digits follow.
    fn hexadecimal(&mut self) -> Token<'a> {
        let digits = self.rest.get(..2).and_then(|digits| str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                self.rest = &self.rest[2..];
                Token::Byte(byte)
            }
            None => Token::Control(Control { word: "", number: None }),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            match first {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return self.escaped(),
                b'\r' | b'\n' | 0 => {}
                byte => return Some(Token::Byte(*byte)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_symbols_and_binary_data_are_tokens() {
        let tokens: Vec<_> = Tokens::new(b"{\\b-1 a\\'e9\\*\\bin3 }}}x\\").collect();
        let [bold, binary] = [("b", Some(-1)), ("bin", Some(3))]
            .map(|(word, number)| Token::Control(Control { word, number }));
        let expected = [
            Token::Open,
            bold,
            Token::Byte(b'a'),
            Token::Byte(0xe9),
            Token::Optional,
            binary,
            Token::Byte(b'x'),
        ];
        assert_eq!(tokens, expected);
    }
}
