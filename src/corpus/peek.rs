//! Looking at the head of a stream before reading it.

use std::io::{self, BufRead, Read};

/// A reader whose first bytes may be looked at, and are then read like all others.
pub(super) struct Peek<R> {
    head: Vec<u8>,
    given: usize,
    /// What broke the stream inside the head; comes after the bytes that were still good.
    failure: Option<io::Error>,
    rest: R,
}

impl<R: BufRead> Peek<R> {
    /// Looks at up to `bytes` bytes of `rest`: fewer only where it ends or breaks.
    pub(super) fn new(mut rest: R, bytes: usize) -> Self {
        let mut head = Vec::new();
        let failure = rest.by_ref().take(bytes as u64).read_to_end(&mut head).err();
        Self { head, given: 0, failure, rest }
    }

    /// The first bytes, wherever the reading stands.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }
}

impl<R: BufRead> BufRead for Peek<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.given < self.head.len() {
            return Ok(&self.head[self.given..]);
        }
        match self.failure.take() {
            Some(failure) => Err(failure),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        if self.given < self.head.len() {
            self.given += bytes;
        } else {
            self.rest.consume(bytes);
        }
    }
}

impl<R: BufRead> Read for Peek<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.head.len() && self.failure.is_none() {
            // Much at once need not pass through a buffer.
            return self.rest.read(into);
        }
        let bytes = self.fill_buf()?.read(into)?;
        self.consume(bytes);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use io::BufReader;

    /// Gives three bytes, then breaks once, then pretends to be at its end.
    struct Breaking(u8);

    impl Read for Breaking {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            match self.0 {
                1 => (&b"abc"[..]).read(into),
                2 => Err(io::Error::other("broken")),
                _ => Ok(0),
            }
        }
    }

    #[test]
    fn gives_the_head_again_and_then_the_rest() {
        let mut ahead = Peek::new(&b"hello"[..], 3);
        assert_eq!(ahead.head(), b"hel");
        let mut all = String::new();
        ahead.read_to_string(&mut all).expect("a slice does not fail");
        assert_eq!(all, "hello");
    }

    #[test]
    fn a_break_inside_the_head_comes_after_the_good_bytes() {
        let mut ahead = Peek::new(BufReader::new(Breaking(0)), 10);
        assert_eq!(ahead.head(), b"abc");
        let mut good = Vec::new();
        let failure = ahead.read_to_end(&mut good).expect_err("the break must not be lost");
        assert_eq!((good.as_slice(), failure.to_string().as_str()), (&b"abc"[..], "broken"));
    }
}
