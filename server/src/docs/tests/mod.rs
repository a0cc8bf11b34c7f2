//! What the documents promise, on the real gate and a store in memory.

mod desk;
mod dossiers;
mod signals;
mod stock;
