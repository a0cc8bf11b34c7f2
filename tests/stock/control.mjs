// What the tests ask of whoever started the server.

import { once } from 'node:events'
import { connect } from 'node:net'

/** Kills the server with SIGKILL; resolves when it serves again, over the same data on the same address. */
export const killServer = async () => {
  const [host, port] = process.env.BB_TEST_CONTROL.split(':')
  const line = connect(Number(port), host)
  line.resume()
  await once(line, 'close')
}
