// The stock provider, unchanged, and ways to wait for what it does.

import { EventEmitter } from 'node:events'

import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

import { base } from './people.mjs'

/** What takes longer than this hangs, in milliseconds. A guard: nothing waits for it. */
const GUARD = 20_000

export const sockets = base.replace('http', 'ws') + '/yjs'

/** Resolves as soon as `holds()`, looked at now and at each `event` of `source`. */
export const until = (what, source, event, holds) =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(guard)
      source.off(event, look)
    }
    const look = () => {
      if (holds()) {
        stop()
        resolve()
      }
    }
    const guard = setTimeout(() => {
      stop()
      reject(new Error(`in vain: ${what}`))
    }, GUARD)
    source.on(event, look)
    look()
  })

/** The next `event` of `source`, with what it says. */
export const next = (what, source, event) =>
  new Promise((resolve, reject) => {
    const guard = setTimeout(() => reject(new Error(`in vain: ${what}`)), GUARD)
    source.once(event, (...said) => {
      clearTimeout(guard)
      resolve(said)
    })
  })

const open = new Set()

/** Closes what tests left open, or nothing would ever end. */
export const closeAll = () => open.forEach((client) => client.close())

/** A document with a stock provider on it. */
export class Client {
  constructor (room, token, options = {}) {
    open.add(this)
    this.doc = new Y.Doc()
    this.provider = new WebsocketProvider(sockets, room, this.doc, {
      WebSocketPolyfill: WebSocket,
      // Two clients in one process would meet there, and the server would prove nothing.
      disableBc: true,
      maxBackoffTime: 200,
      params: { token },
      ...options
    })
  }

  static async open (person, room, access = 'write', options = {}) {
    const { token } = await person.token(room, access)
    return new Client(room, token, options)
  }

  get awareness () {
    return this.provider.awareness
  }

  text (root) {
    return this.doc.getText(root)
  }

  says (root) {
    return this.text(root).toString()
  }

  entries (root) {
    return this.doc.getArray(root).toArray()
  }

  synced () {
    return until('synced', this.provider, 'sync', () => this.provider.synced)
  }

  reads (root, words) {
    return until(`reads "${words}"`, this.doc, 'update', () => this.says(root).includes(words))
  }

  status (status) {
    return until(status, this.provider, 'status', () => this.provider.wsconnected === (status === 'connected'))
  }

  close () {
    open.delete(this)
    this.provider.destroy()
    this.doc.destroy()
  }
}

/** What a stranger would see: a new document, synchronised once. */
export const stranger = async (person, room) => {
  const client = await Client.open(person, room, 'read')
  await client.synced()
  return client
}

/** The provider has no other way to say that a change was refused than a warning on the console. */
const warnings = new EventEmitter()
console.warn = (...words) => warnings.emit('warning', words.join(' '))

/** The first warning with this word while `work` runs or after it. */
export const warned = async (word, work) => {
  let found
  const listen = (warning) => {
    if (warning.includes(word)) found ??= warning
  }
  warnings.on('warning', listen)
  try {
    await work()
    await until(`a warning with "${word}"`, warnings, 'warning', () => found)
    return found
  } finally {
    warnings.off('warning', listen)
  }
}

/** Every warning while `work` runs. */
export const warningsOf = async (work) => {
  const all = []
  const listen = (warning) => all.push(warning)
  warnings.on('warning', listen)
  try {
    await work()
    return all
  } finally {
    warnings.off('warning', listen)
  }
}
