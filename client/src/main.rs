//! The app, as the browser starts it.

fn main() {
    buurtboek_client::app::start();
}
