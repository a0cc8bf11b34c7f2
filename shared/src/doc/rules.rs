//! What makes an update acceptable, beyond its form: before it is applied, after, and in its meaning.
//!
//! The order of the gate: [`super::preparse`], then [`admissible`] (or [`plan_stock`]), then the update is applied to
//! the actor's document, then [`super::order::check_applied`], then [`typed_difference`] over the values before and
//! after. A refusal after apply means that the document is forgotten and loaded anew.

mod admission;
mod difference;
mod stock;

pub use admission::{Admission, ClientOwner, Clocks, admissible, clocks};
pub(super) use difference::appended;
pub use difference::{Difference, Writer, typed_difference};
pub use stock::{StockPlan, plan_stock};
