//! Decompression of streams.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lz4_flex::frame::FrameDecoder;
use lzma_rust2::XzReader;

use super::peek::Peek;
use crate::storage::Compression;

/// Size of the read buffer in bytes.
pub(super) const BUFFER: usize = 1 << 16;

/// Number of bytes that identify a compressed stream.
pub(super) const MAGIC: usize = 6;

/// Binary logarithm of the largest window of a Zstandard frame. Large corpora are often compressed
/// with `zstd --long=31`.
const MAX_WINDOW_LOG: u32 = if cfg!(target_pointer_width = "64") { 31 } else { 30 };

/// Decompresses all members or frames of `stream`; a stream that is not compressed is returned as
/// it is.
///
/// The first bytes decide. `expected` is the compression that the name of the file suggests.
/// Another compression is accepted, but a stream that is not compressed at all is then an error.
pub(super) fn decompress<'a>(
    stream: impl BufRead + Send + 'a,
    expected: Option<Compression>,
) -> io::Result<Box<dyn BufRead + Send + 'a>> {
    let stream = Peek::new(stream, MAGIC);
    match (Compression::from_magic(stream.head()), expected) {
        (Some(Compression::Gzip), _) => {
            Ok(Decompressed::buffered(MultiGzDecoder::new(stream), Compression::Gzip))
        }
        (Some(Compression::Zstd), _) => {
            let mut decoder = zstd::Decoder::with_buffer(stream)?;
            decoder.window_log_max(MAX_WINDOW_LOG)?;
            Ok(Decompressed::buffered(decoder, Compression::Zstd))
        }
        (Some(Compression::Bzip2), _) => {
            Ok(Decompressed::buffered(MultiBzDecoder::new(stream), Compression::Bzip2))
        }
        (Some(Compression::Xz), _) => {
            Ok(Decompressed::buffered(XzReader::new(stream, true), Compression::Xz))
        }
        (Some(Compression::Lz4), _) => {
            Ok(Decompressed::buffered(Lz4Frames(FrameDecoder::new(stream)), Compression::Lz4))
        }
        (None, Some(expected)) => {
            Err(invalid(format!("not a {expected} stream, though its name says so")))
        }
        (None, None) => Ok(Box::new(stream)),
    }
}

/// A decoder whose errors name the compression and the cause.
struct Decompressed<R> {
    decoder: R,
    compression: Compression,
}

impl<'a, R: Read + Send + 'a> Decompressed<R> {
    fn buffered(decoder: R, compression: Compression) -> Box<dyn BufRead + Send + 'a> {
        Box::new(BufReader::with_capacity(BUFFER, Self { decoder, compression }))
    }
}

impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(into).map_err(|error| match error.kind() {
            ErrorKind::Interrupted => error,
            ErrorKind::UnexpectedEof => {
                invalid(format!("the {} stream ends too early", self.compression))
            }
            _ => invalid(format!("broken {} stream: {error}", self.compression)),
        })
    }
}

/// All frames of a stream.
struct Lz4Frames<R: Read>(FrameDecoder<R>);

impl<R: Read> Read for Lz4Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // The decoder returns no bytes at the end of a frame, and goes on with the next one.
        match self.0.read(into) {
            Ok(0) => self.0.read(into),
            read => read,
        }
    }
}

fn invalid(reason: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut packed = Vec::new();
        flate2::read::GzEncoder::new(text.as_bytes(), flate2::Compression::fast())
            .read_to_end(&mut packed)
            .expect("a slice does not fail");
        packed
    }

    fn zstd(text: &str) -> Vec<u8> {
        zstd::encode_all(text.as_bytes(), 1).expect("a slice does not fail")
    }

    fn decompressed(packed: &[u8], expected: Option<Compression>) -> Result<String, String> {
        let mut text = String::new();
        decompress(packed, expected)
            .and_then(|mut reader| reader.read_to_string(&mut text))
            .map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn every_member_and_frame_is_decompressed() {
        assert_eq!(decompressed(&[gzip("雷"), gzip("同")].concat(), None).as_deref(), Ok("雷同"));
        assert_eq!(decompressed(&[zstd("雷"), zstd("同")].concat(), None).as_deref(), Ok("雷同"));
        let skippable = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 9];
        assert_eq!(
            decompressed(&[&skippable[..], &zstd("雷同")].concat(), None).as_deref(),
            Ok("雷同")
        );
    }

    #[test]
    fn frames_with_a_wide_window_are_decompressed() {
        // One raw block of six bytes, in a frame that asks for a window of 2^28 bytes.
        let header = [0x28, 0xB5, 0x2F, 0xFD, 0, 18 << 3, 6 << 3 | 1, 0, 0];
        let packed = [&header[..], "雷同".as_bytes()].concat();
        assert_eq!(decompressed(&packed, None).as_deref(), Ok("雷同"));
    }

    #[test]
    fn the_magic_number_overrides_the_name() {
        assert_eq!(decompressed(&gzip("雷同"), Some(Compression::Zstd)).as_deref(), Ok("雷同"));
        assert_eq!(decompressed(&zstd("雷同"), Some(Compression::Gzip)).as_deref(), Ok("雷同"));
        let reason = decompressed("雷同".as_bytes(), Some(Compression::Gzip));
        assert_eq!(reason, Err("not a gzip stream, though its name says so".into()));
    }

    #[test]
    fn a_truncated_stream_is_reported() {
        let (gzip, zstd) = (gzip("雷同雷同"), zstd("雷同雷同"));
        for cut in [5, 12, gzip.len() - 1] {
            let reason = decompressed(&gzip[..cut], None);
            assert_eq!(reason, Err("the gzip stream ends too early".into()), "cut at {cut}");
        }
        for cut in [5, zstd.len() - 1] {
            let reason = decompressed(&zstd[..cut], None);
            assert_eq!(reason, Err("the zstd stream ends too early".into()), "cut at {cut}");
        }
    }

    #[test]
    fn a_corrupt_stream_is_reported() {
        let mut packed = gzip("雷同雷同");
        let checksum = packed.len() - 8;
        packed[checksum] ^= 1;
        let reason = decompressed(&packed, None).expect_err("the checksum is wrong");
        assert!(reason.starts_with("broken gzip stream: "), "{reason}");
    }
}
