use super::*;
use png::{ColorType, Decoder, Encoder, Transformations};
use std::io::Cursor;

struct Image {
    width: u32,
    height: u32,
    /// Red, green, blue and alpha, row by row.
    pixels: Vec<[u8; 4]>,
}

fn read(bytes: &[u8]) -> Image {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut data).unwrap();
    assert_eq!(frame.color_type, ColorType::Rgba);
    let (pixels, []) = data.as_chunks::<4>() else {
        panic!("half a pixel");
    };
    Image {
        width: frame.width,
        height: frame.height,
        pixels: pixels.to_vec(),
    }
}

/// Why Teams would not take the colour icon, or would cut its symbol off.
fn defect_of_color(image: &Image) -> Option<&'static str> {
    if (image.width, image.height) != (192, 192) {
        return Some("size");
    }
    let outside = |index: usize| {
        let middle = 48..144;
        !(middle.contains(&(index % 192)) && middle.contains(&(index / 192)))
    };
    let background = image.pixels[0];
    let accent = format!(
        "#{:02x}{:02x}{:02x}",
        background[0], background[1], background[2]
    );
    let mut pixels = image.pixels.iter().enumerate();
    if background[3] != 255 || accent != ACCENT_COLOR {
        Some("background")
    } else if pixels
        .clone()
        .any(|(at, pixel)| outside(at) && *pixel != background)
    {
        Some("symbol outside the middle")
    } else if pixels.all(|(_, pixel)| *pixel == background) {
        Some("no symbol")
    } else {
        None
    }
}

/// Why Teams would not take the outline icon.
fn defect_of_outline(image: &Image) -> Option<&'static str> {
    let visible = |pixel: &&[u8; 4]| pixel[3] > 0;
    if (image.width, image.height) != (32, 32) {
        Some("size")
    } else if image
        .pixels
        .iter()
        .filter(visible)
        .any(|pixel| pixel[..3] != [255; 3])
    {
        Some("not white")
    } else if image.pixels.iter().all(|pixel| pixel[3] > 0) {
        Some("not transparent")
    } else if !image.pixels.iter().any(|pixel| pixel[3] == 255) {
        Some("no symbol")
    } else {
        None
    }
}

#[test]
fn both_icons_are_as_teams_wants_them() {
    assert_eq!(defect_of_color(&read(COLOR)), None);
    assert_eq!(defect_of_outline(&read(OUTLINE)), None);
}

fn drawn(side: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Image {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, side, side);
    encoder.set_color(ColorType::Rgba);
    let pixels: Vec<u8> = (0..side * side)
        .flat_map(|at| pixel(at % side, at / side))
        .collect();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&pixels)
        .unwrap();
    read(&bytes)
}

const TEAL: [u8; 4] = [0x0b, 0x6a, 0x75, 255];
const WHITE: [u8; 4] = [255; 4];
const CLEAR: [u8; 4] = [0; 4];

#[test]
fn each_defect_of_a_colour_icon_is_found() {
    type Pixel = fn(u32, u32) -> [u8; 4];
    let cases: [(u32, Pixel, Option<&str>); 6] = [
        (
            192,
            |x, y| if (x, y) == (48, 143) { WHITE } else { TEAL },
            None,
        ),
        (
            192,
            |x, y| if (x, y) == (47, 99) { WHITE } else { TEAL },
            Some("symbol outside the middle"),
        ),
        (
            192,
            |x, _| if x == 0 { WHITE } else { TEAL },
            Some("background"),
        ),
        (192, |_, _| CLEAR, Some("background")),
        (192, |_, _| TEAL, Some("no symbol")),
        (96, |_, _| TEAL, Some("size")),
    ];
    for (side, pixel, expected) in cases {
        assert_eq!(defect_of_color(&drawn(side, pixel)), expected);
    }
}

#[test]
fn each_defect_of_an_outline_icon_is_found() {
    let cases = [
        (32, WHITE, CLEAR, None),
        (32, [254, 255, 255, 255], CLEAR, Some("not white")),
        (32, [9, 9, 9, 1], CLEAR, Some("not white")),
        (32, WHITE, WHITE, Some("not transparent")),
        (32, CLEAR, CLEAR, Some("no symbol")),
        (192, WHITE, CLEAR, Some("size")),
    ];
    for (side, left, right, expected) in cases {
        let image = drawn(side, |x, _| if x < side / 2 { left } else { right });
        assert_eq!(defect_of_outline(&image), expected);
    }
}
