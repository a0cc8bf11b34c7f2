// The stock provider of npm against a running server. Started by `tests/stock.rs`, which names the server in
// BB_TEST_URL and listens on BB_TEST_CONTROL for whoever wants it killed.

import { after } from 'node:test'

import { closeAll } from './client.mjs'
import './sync.mjs'
import './presence.mjs'
import './refusals.mjs'

after(closeAll)
