//! From the bytes of a file to the bytes that were packed into it.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;

use super::peek::Peek;
use crate::storage::Compression;

/// Bytes read at a time.
pub(super) const BUFFER: usize = 1 << 16;

/// Bytes by which a packed stream is told from any other.
pub(super) const MAGIC: usize = 4;

/// The widest window a frame may ask for, as a power of two; large corpora are often packed with
/// `zstd --long=31`.
const WIDEST_WINDOW: u32 = if cfg!(target_pointer_width = "64") { 31 } else { 30 };

/// The unpacked bytes of `packed`, all members or frames of it; a stream that is not packed comes
/// back as it is.
///
/// The first bytes decide. `promised` is what the name of the file says: wrong, it is overruled;
/// promised for nothing, the file is not what its owner takes it for, and that is an error.
pub(super) fn unpack<'a>(
    packed: impl BufRead + 'a,
    promised: Option<Compression>,
) -> io::Result<Box<dyn BufRead + 'a>> {
    let packed = Peek::new(packed, MAGIC);
    match (Compression::from_magic(packed.head()), promised) {
        (Some(Compression::Gzip), _) => Ok(Unpacked::buffered(MultiGzDecoder::new(packed), Compression::Gzip)),
        (Some(Compression::Zstd), _) => {
            let mut frames = zstd::Decoder::with_buffer(packed)?;
            frames.window_log_max(WIDEST_WINDOW)?;
            Ok(Unpacked::buffered(frames, Compression::Zstd))
        }
        (None, Some(promised)) => Err(invalid(format!("not a {promised} stream, though its name says so"))),
        (None, None) => Ok(Box::new(packed)),
    }
}

/// A decoder whose errors a user understands.
struct Unpacked<R> {
    decoder: R,
    compression: Compression,
}

impl<'a, R: Read + 'a> Unpacked<R> {
    fn buffered(decoder: R, compression: Compression) -> Box<dyn BufRead + 'a> {
        Box::new(BufReader::with_capacity(BUFFER, Self { decoder, compression }))
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(into).map_err(|error| match error.kind() {
            ErrorKind::Interrupted => error,
            ErrorKind::UnexpectedEof => invalid(format!("the {} stream ends too early", self.compression)),
            _ => invalid(format!("broken {} stream: {error}", self.compression)),
        })
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

    fn unpacked(packed: &[u8], promised: Option<Compression>) -> Result<String, String> {
        let mut text = String::new();
        unpack(packed, promised)
            .and_then(|mut reader| reader.read_to_string(&mut text))
            .map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn reads_every_member_and_frame() {
        assert_eq!(unpacked(&[gzip("雷"), gzip("同")].concat(), None).as_deref(), Ok("雷同"));
        assert_eq!(unpacked(&[zstd("雷"), zstd("同")].concat(), None).as_deref(), Ok("雷同"));
        let skippable = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 9];
        assert_eq!(unpacked(&[&skippable[..], &zstd("雷同")].concat(), None).as_deref(), Ok("雷同"));
    }

    #[test]
    fn reads_frames_with_a_wide_window() {
        // One raw block of six bytes, in a frame that asks for a window of 2^28 bytes.
        let header = [0x28, 0xB5, 0x2F, 0xFD, 0, 18 << 3, 6 << 3 | 1, 0, 0];
        let packed = [&header[..], "雷同".as_bytes()].concat();
        assert_eq!(unpacked(&packed, None).as_deref(), Ok("雷同"));
    }

    #[test]
    fn the_bytes_overrule_the_name() {
        assert_eq!(unpacked(&gzip("雷同"), Some(Compression::Zstd)).as_deref(), Ok("雷同"));
        assert_eq!(unpacked(&zstd("雷同"), Some(Compression::Gzip)).as_deref(), Ok("雷同"));
        let reason = unpacked("雷同".as_bytes(), Some(Compression::Gzip));
        assert_eq!(reason, Err("not a gzip stream, though its name says so".into()));
    }

    #[test]
    fn a_cut_stream_says_so() {
        let (gzip, zstd) = (gzip("雷同雷同"), zstd("雷同雷同"));
        for cut in [5, 12, gzip.len() - 1] {
            let reason = unpacked(&gzip[..cut], None);
            assert_eq!(reason, Err("the gzip stream ends too early".into()), "cut at {cut}");
        }
        for cut in [5, zstd.len() - 1] {
            let reason = unpacked(&zstd[..cut], None);
            assert_eq!(reason, Err("the zstd stream ends too early".into()), "cut at {cut}");
        }
    }

    #[test]
    fn a_spoilt_stream_says_so() {
        let mut packed = gzip("雷同雷同");
        let checksum = packed.len() - 8;
        packed[checksum] ^= 1;
        let reason = unpacked(&packed, None).expect_err("the checksum is wrong");
        assert!(reason.starts_with("broken gzip stream: "), "{reason}");
    }
}
