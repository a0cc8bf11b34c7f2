//! The pages that everybody has.

pub mod crash;
pub mod home;
pub mod incomplete;
pub mod install;
pub mod log_in;
pub mod log_in_again;
pub mod log_out;
pub mod more;
pub mod not_found;
pub mod rescue;
pub mod synchronisation;
pub mod welcome;
