// The stock provider of npm against a running server. Started by `tests/stock.rs`, which names the server in
// BUURTBOEK_URL and listens on BUURTBOEK_CONTROL for whoever wants it killed.

import './sync.mjs'
import './presence.mjs'
import './refusals.mjs'
