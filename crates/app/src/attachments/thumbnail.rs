//! Small pictures of pictures. A file is kept without one rather than refused, where none can be made.

use std::{
    fs::File,
    io::BufReader,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use domain::MediaType;
use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, metadata::Orientation,
};
use jpeg_decoder::{CodingProcess, Decoder, ImageInfo, PixelFormat};

use super::{kind::picture_format, png_rows};

/// The longer side, in pixels.
const SIDE: u32 = 320;

/// How well it is kept, of 100.
const QUALITY: u8 = 80;

/// A picture that takes more memory than this to be read has no thumbnail. Ordinary JPEG and PNG pictures take little,
/// whatever their size: a JPEG is read at a fraction of it, a PNG row by row.
const MOST_BYTES: u64 = 32 << 20;

/// A JPEG with at most 320 pixels on the longer side, upright; none of what is no picture, is too large to be read, or
/// is damaged behind its header.
pub fn of(path: &Path, media_type: MediaType) -> Option<Vec<u8>> {
    let format = picture_format(media_type)?;
    // A decoder that stops on a picture made to stop it costs the thumbnail, not the program.
    catch_unwind(AssertUnwindSafe(|| make(path, format))).ok().flatten()
}

fn make(path: &Path, format: ImageFormat) -> Option<Vec<u8>> {
    let file = BufReader::new(File::open(path).ok()?);
    let (picture, orientation) = match format {
        ImageFormat::Jpeg => scaled_jpeg(file)?,
        ImageFormat::Png => match png_rows::averaged(file, SIDE) {
            Some(small) => small,
            None => within_limits(BufReader::new(File::open(path).ok()?), format)?,
        },
        _ => within_limits(file, format)?,
    };
    let is_large = picture.width().max(picture.height()) > SIDE;
    let mut small = if is_large { picture.thumbnail(SIDE, SIDE) } else { picture };
    small.apply_orientation(orientation);
    let mut encoded = Vec::new();
    JpegEncoder::new_with_quality(&mut encoded, QUALITY).encode_image(&on_white(&small)).ok()?;
    Some(encoded)
}

fn within_limits(file: BufReader<File>, format: ImageFormat) -> Option<(DynamicImage, Orientation)> {
    let mut reader = ImageReader::with_format(file, format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    if decoder.total_bytes() > MOST_BYTES {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Some((DynamicImage::from_decoder(decoder).ok()?, orientation))
}

/// Reads a JPEG at an eighth, a quarter or a half of its size, without ever making it whole.
fn scaled_jpeg(file: BufReader<File>) -> Option<(DynamicImage, Orientation)> {
    let mut decoder = Decoder::new(file);
    decoder.read_info().ok()?;
    let info = decoder.info()?;
    if memory_of(info) > MOST_BYTES {
        return None;
    }
    decoder.set_max_decoding_buffer_size(usize::try_from(MOST_BYTES).ok()?);
    let side = u16::try_from(SIDE).ok()?;
    decoder.scale(side, side).ok()?;
    let pixels = decoder.decode().ok()?;
    // After decoding: the size that was made.
    let ImageInfo { width, height, pixel_format, .. } = decoder.info()?;
    let (width, height) = (width.into(), height.into());
    let picture = match pixel_format {
        PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
        PixelFormat::CMYK32 => {
            RgbImage::from_raw(width, height, rgb_of_inks(&pixels)).map(DynamicImage::from)
        }
        PixelFormat::L16 => None,
    }?;
    let orientation = decoder.exif_data().and_then(Orientation::from_exif_chunk);
    Some((picture, orientation.unwrap_or(Orientation::NoTransforms)))
}

/// A progressive JPEG is read whole before it is scaled: two bytes for each value of each pixel.
fn memory_of(info: ImageInfo) -> u64 {
    match info.coding_process {
        CodingProcess::DctProgressive => u64::from(info.width) * u64::from(info.height) * 3,
        CodingProcess::DctSequential => 0,
        CodingProcess::Lossless => u64::MAX,
    }
}

/// Cyan, magenta, yellow and black, of 255, as red, green and blue.
fn rgb_of_inks(inks: &[u8]) -> Vec<u8> {
    let light = |ink: u8, black: u8| {
        let light = u32::from(255 - ink) * u32::from(255 - black) / 255;
        u8::try_from(light).unwrap_or(u8::MAX)
    };
    let pixel = |inks: &[u8; 4]| {
        let [cyan, magenta, yellow, black] = *inks;
        [light(cyan, black), light(magenta, black), light(yellow, black)]
    };
    inks.as_chunks().0.iter().flat_map(pixel).collect()
}

/// A JPEG has no transparency: what shines through is white, like paper.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8().into();
    }
    let transparent = picture.to_rgba8();
    let mut opaque = RgbImage::new(transparent.width(), transparent.height());
    for (from, to) in transparent.pixels().zip(opaque.pixels_mut()) {
        let [red, green, blue, alpha] = from.0;
        *to = Rgb([red, green, blue].map(|light| over_white(light, alpha)));
    }
    opaque.into()
}

/// The light that a colour with an opacity leaves over white.
pub fn over_white(light: u8, opacity: u8) -> u8 {
    let mixed = (u32::from(light) * u32::from(opacity) + 255 * u32::from(255 - opacity)) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}
