//! The release binary embeds `dist/`: a new browser side means a new binary.

fn main() {
    println!("cargo:rerun-if-changed=../dist");
}
