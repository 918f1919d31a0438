//! Pictures of pages as small files: few colours, packed well.

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Transformations};
use std::{cmp::Reverse, collections::HashMap, io::Cursor};

/// Enough for every surface of a page and for the edges of its letters.
const COLOURS: usize = 32;

type Colour = [u8; 3];

/// The same picture in its most frequent colours.
pub(super) fn smaller(picture: &[u8]) -> Vec<u8> {
    let mut decoder = Decoder::new(Cursor::new(picture));
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let pixels: Vec<Colour> = pixels
        .chunks_exact(4)
        .map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();

    let mut counts = HashMap::<Colour, usize>::new();
    for pixel in &pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut palette: Vec<Colour> = counts.keys().copied().collect();
    palette.sort_by_key(|colour| (Reverse(counts[colour]), *colour));
    palette.truncate(COLOURS);
    let nearest: HashMap<Colour, u8> = counts
        .into_keys()
        .map(|colour| (colour, nearest(&palette, colour)))
        .collect();
    let indices: Vec<u8> = pixels.iter().map(|pixel| nearest[pixel]).collect();

    let mut small = Vec::new();
    let mut encoder = Encoder::new(&mut small, info.width, info.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::High);
    // Differences of palette indices mean nothing.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&indices).unwrap();
    writer.finish().unwrap();
    small
}

fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let distance = |other: &Colour| -> u32 {
        let channels = colour.iter().zip(other);
        channels
            .map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2))
            .sum()
    };
    let at = (0..palette.len()).min_by_key(|at| distance(&palette[*at]));
    u8::try_from(at.expect("a picture has colours")).expect("256 colours")
}
