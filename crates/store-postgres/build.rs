//! A migration that is added has to be embedded: the compiler does not watch their folder by itself.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations/postgres");
}
