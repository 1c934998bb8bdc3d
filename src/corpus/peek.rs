//! A reader whose first bytes can be examined in advance.

use std::io::{self, BufRead, Read};

/// A reader whose first bytes can be examined before they are read.
pub(super) struct Peek<R> {
    head: Vec<u8>,
    /// Bytes of the head that were read.
    consumed: usize,
    /// An error inside the head, which is returned after the bytes before it.
    failure: Option<io::Error>,
    rest: R,
}

impl<R: BufRead> Peek<R> {
    /// Reads the first `bytes` bytes of `rest`, or fewer if it ends or fails before.
    pub(super) fn new(mut rest: R, bytes: usize) -> Self {
        let mut head = Vec::new();
        let failure = rest.by_ref().take(bytes as u64).read_to_end(&mut head).err();
        Self { head, consumed: 0, failure, rest }
    }

    /// The first bytes, whether or not they were already read.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }
}

impl<R: BufRead> BufRead for Peek<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.consumed < self.head.len() {
            return Ok(&self.head[self.consumed..]);
        }
        match self.failure.take() {
            Some(failure) => Err(failure),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        if self.consumed < self.head.len() {
            self.consumed += bytes;
        } else {
            self.rest.consume(bytes);
        }
    }
}

impl<R: BufRead> Read for Peek<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.consumed == self.head.len() && self.failure.is_none() {
            // Large reads bypass the buffer.
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

    /// A reader that returns three bytes, then an error, then the end of the stream.
    struct Failing(u8);

    impl Read for Failing {
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
    fn the_head_is_read_again_before_the_rest() {
        let mut peek = Peek::new(&b"hello"[..], 3);
        assert_eq!(peek.head(), b"hel");
        let mut all = String::new();
        peek.read_to_string(&mut all).expect("a slice does not fail");
        assert_eq!(all, "hello");
    }

    #[test]
    fn an_error_inside_the_head_comes_after_the_bytes_before_it() {
        let mut peek = Peek::new(BufReader::new(Failing(0)), 10);
        assert_eq!(peek.head(), b"abc");
        let mut good = Vec::new();
        let failure = peek.read_to_end(&mut good).expect_err("the error is not lost");
        assert_eq!((good.as_slice(), failure.to_string().as_str()), (&b"abc"[..], "broken"));
    }
}
