//! Making a PNG small row by row, each pixel the average of those it stands for: the picture is never whole in memory.

use std::io::{BufRead, Seek};

use image::{DynamicImage, RgbImage, metadata::Orientation};
use png::{Decoder, Transformations};

use super::thumbnail::over_white;

/// A picture with at most `side` pixels on the longer side, over white; none of what is smaller already, interlaced, or
/// damaged.
pub fn averaged(file: impl BufRead + Seek, side: u32) -> Option<(DynamicImage, Orientation)> {
    let mut decoder = Decoder::new(file);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let info = reader.info();
    let (width, height) = info.size();
    if info.interlaced || width.max(height) <= side {
        return None;
    }
    let exif = info.exif_metadata.as_deref().and_then(Orientation::from_exif_chunk);
    let samples = reader.output_color_type().0.samples();
    let mut small = Averages::new((width, height), side)?;
    while let Some(row) = reader.next_row().ok()? {
        small.add(row.data().chunks_exact(samples).map(on_white))?;
    }
    Some((small.finish()?.into(), exif.unwrap_or(Orientation::NoTransforms)))
}

/// Grey, grey with an opacity, colours, or colours with an opacity.
fn on_white(samples: &[u8]) -> [u8; 3] {
    match *samples {
        [grey] => [grey; 3],
        [grey, opacity] => [over_white(grey, opacity); 3],
        [red, green, blue] => [red, green, blue],
        [red, green, blue, opacity] => [red, green, blue].map(|light| over_white(light, opacity)),
        _ => [u8::MAX; 3],
    }
}

/// Sums of the pixels that one pixel of the small picture stands for, and their number.
#[derive(Clone, Copy, Default)]
struct Sum {
    light: [u64; 3],
    pixels: u64,
}

/// A small picture in the making, from above.
struct Averages {
    from: (u32, u32),
    to: (u32, u32),
    rows_read: u32,
    row: Vec<Sum>,
    made: Vec<u8>,
}

/// The pixel of the small picture that stands for one of the large.
fn place(at: u32, from: u32, to: u32) -> u64 {
    u64::from(at) * u64::from(to) / u64::from(from)
}

impl Averages {
    fn new((width, height): (u32, u32), side: u32) -> Option<Self> {
        let longer = width.max(height);
        let shrunk =
            |length: u32| u32::try_from(place(length, longer, side)).ok().map(|length| length.max(1));
        let to = (shrunk(width)?, shrunk(height)?);
        let row = vec![Sum::default(); usize::try_from(to.0).ok()?];
        Some(Self { from: (width, height), to, rows_read: 0, row, made: Vec::new() })
    }

    /// The next row of the large picture.
    fn add(&mut self, pixels: impl Iterator<Item = [u8; 3]>) -> Option<()> {
        for (x, pixel) in (0..self.from.0).zip(pixels) {
            let sum = self.row.get_mut(usize::try_from(place(x, self.from.0, self.to.0)).ok()?)?;
            for (total, light) in sum.light.iter_mut().zip(pixel) {
                *total += u64::from(light);
            }
            sum.pixels += 1;
        }
        let row_of = |y| place(y, self.from.1, self.to.1);
        let is_last = row_of(self.rows_read + 1) > row_of(self.rows_read);
        self.rows_read += 1;
        if is_last {
            self.end_row();
        }
        Some(())
    }

    fn end_row(&mut self) {
        for sum in &mut self.row {
            let average = |total: u64| u8::try_from(total / sum.pixels.max(1)).unwrap_or(u8::MAX);
            self.made.extend(sum.light.map(average));
            *sum = Sum::default();
        }
    }

    /// None where rows are missing.
    fn finish(self) -> Option<RgbImage> {
        RgbImage::from_raw(self.to.0, self.to.1, self.made)
    }
}
