//! Half-precision numbers.

/// Decodes a half-precision number (IEEE 754).
pub(crate) fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    match exponent {
        0 => sign * fraction * 2f32.powi(-24),
        31 => sign * if fraction == 0.0 { f32::INFINITY } else { f32::NAN },
        _ => sign * (1.0 + fraction / 1024.0) * 2f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_read() {
        let numbers = [0x0000, 0x3C00, 0xC000, 0x3555, 0x7BFF, 0x0001].map(half);
        let expected = [0.0_f32, 1.0, -2.0, 0.333_251_95, 65504.0, 5.960_464_5e-8];
        assert!(
            numbers.iter().map(|x| x.to_bits()).eq(expected.iter().map(|x| x.to_bits())),
            "{numbers:?}"
        );
        assert!(half(0x7C00).is_infinite() && half(0x7E00).is_nan());
    }
}
