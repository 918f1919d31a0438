//! Black-box tests: one binary, so that they link once.

mod smoke;
