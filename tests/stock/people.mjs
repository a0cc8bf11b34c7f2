// People of the demonstration, and their way to a document: plain HTTP, as any program would go it.

import { createHash, randomBytes } from 'node:crypto'

export const base = process.env.BB_TEST_URL

/** The id that the demonstration gives to what has this name. */
export const idOf = (name) =>
  createHash('sha256').update(`buurtboek demonstration: ${name}`).digest('hex').slice(0, 32)

export const noteOf = (name) => `note:${idOf(name)}`

export class Person {
  #cookie

  constructor (name, cookie) {
    this.name = name
    this.id = idOf(name)
    this.#cookie = cookie
  }

  static async logIn (name) {
    const answer = await fetch(`${base}/api/v1/demo/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: idOf(name), device: randomBytes(16).toString('hex') })
    })
    if (answer.status !== 201) throw new Error(`${name} cannot log in: ${answer.status} ${await answer.text()}`)
    return new Person(name, answer.headers.get('set-cookie').split(';')[0])
  }

  async #ask (method, path, body) {
    const headers = { cookie: this.#cookie, 'content-type': 'application/json' }
    return fetch(base + path, { method, headers, body: body && JSON.stringify(body) })
  }

  /** The documents that this person may open. */
  async documents () {
    const found = []
    let after = ''
    do {
      const page = await (await this.#ask('GET', `/api/v1/documents?limit=50${after}`)).json()
      found.push(...page.items)
      after = page.next ? `&after=${page.next}` : ''
    } while (after)
    return found
  }

  /** A token for one document: `{ id, token, expires }`. */
  async token (doc, access) {
    const answer = await this.#ask('POST', `/api/v1/documents/${doc}/tokens`, { access })
    if (answer.status !== 201) throw new Error(`no token for ${this.name}: ${answer.status}`)
    return answer.json()
  }

  async tokenStatus (doc, access) {
    return (await this.#ask('POST', `/api/v1/documents/${doc}/tokens`, { access })).status
  }

  async revoke (doc, id) {
    const answer = await this.#ask('DELETE', `/api/v1/documents/${doc}/tokens/${id}`)
    if (answer.status !== 204) throw new Error(`not revoked: ${answer.status}`)
  }
}
