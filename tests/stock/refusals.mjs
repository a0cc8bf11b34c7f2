// What is not taken, and how a stock client learns of it.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'

import * as Y from 'yjs'

import { Client, next, stranger, until, warned, warningsOf } from './client.mjs'
import { Person, idOf, noteOf } from './people.mjs'

const note = noteOf('verslag 2')
const samira = await Person.logIn('samira')
const joost = await Person.logIn('joost')
const bram = await Person.logIn('bram')

const choice = (author, value) => ({
  id: randomBytes(16).toString('hex'),
  value,
  author,
  at: Date.now(),
  supersedes: [],
  why: ''
})

/** The client writes something that is refused with this word; nobody else ever reads it. */
const inVain = async (word, write, { person = samira, room = note, access = 'write' } = {}) => {
  const client = await Client.open(person, room, access)
  await client.synced()
  const before = Y.encodeStateAsUpdate(client.doc)
  assert.match(await warned(word, () => write(client)), /the change was not kept/)
  // It was judged: what a stranger reads now is what everybody will read.
  const other = await stranger(person, room)
  assert.deepEqual(Y.encodeStateVector(other.doc), Y.encodeStateVectorFromUpdate(before))
  ;[client, other].forEach((each) => each.close())
}

test('an entry under the own name is taken and read by others as a plain object', async () => {
  const [hers, his] = [await Client.open(samira, note), await Client.open(joost, note)]
  await Promise.all([hers.synced(), his.synced()])
  const serious = choice(samira.id, 'serious')
  hers.doc.getArray('worry').push([serious])
  await until('her choice', his.doc, 'update', () => his.entries('worry').some((entry) => entry.id === serious.id))
  assert.deepEqual(his.entries('worry').find((entry) => entry.id === serious.id), serious)
  ;[hers, his].forEach((client) => client.close())
})

test('a token that reads changes nothing and is told so', async () => {
  const typed = (client) => client.text('text.we_think').insert(0, 'Mag ik dit?')
  await inVain('token_reads', typed, { person: joost, access: 'read' })
  const deleted = (client) => client.text('text.occasion').delete(0, 3)
  await inVain('token_reads', deleted, { person: joost, access: 'read' })
})

test('a token that reads is told of what was typed while away, and of nothing when nothing was', async () => {
  const his = await Client.open(joost, note, 'read')
  await his.synced()
  his.provider.disconnect()
  his.text('text.we_think').insert(0, 'Onderweg getypt')
  assert.match(await warned('token_reads', () => his.provider.connect()), /token_reads/)
  his.close()

  const reader = await stranger(joost, note)
  const hers = await Client.open(samira, note)
  await hers.synced()
  const warnings = await warningsOf(async () => {
    reader.provider.disconnect()
    reader.provider.connect()
    await reader.synced()
    // Behind its answer to our first step.
    reader.awareness.setLocalStateField('caret', 1)
    await until('a caret', hers.awareness, 'change',
      () => hers.awareness.getStates().get(reader.doc.clientID)?.caret === 1)
  })
  assert.deepEqual(warnings, [])
  ;[reader, hers].forEach((client) => client.close())
})

test('a token that reads reads what others write', async () => {
  const his = await stranger(joost, note)
  const hers = await Client.open(samira, note)
  await hers.synced()
  hers.text('text.goes_well').insert(0, 'Buren helpen. ')
  await his.reads('text.goes_well', 'Buren helpen. ')
  ;[his, hers].forEach((client) => client.close())
})

test('nobody writes under another name', () =>
  inVain('not_the_author', (client) => client.doc.getArray('worry').push([choice(joost.id, 'none')])))

test('nobody decides by writing', () =>
  inVain('server_only', (client) =>
    client.doc.getArray('transitions').push([
      { command: randomBytes(16).toString('hex'), by: samira.id, at: Date.now(), action: 'finalise' }
    ])))

test('entries are never taken away', () =>
  inVain('entry_gone', (client) => client.doc.getArray('worry').delete(0, 1)))

test('an entry has the form of its list', async () => {
  await inVain('entry_form', (client) => client.doc.getArray('worry').push([choice(samira.id, 'enormous')]))
  const more = { ...choice(samira.id, 'light'), colour: 'red' }
  await inVain('entry_form', (client) => client.doc.getArray('worry').push([more]))
  await inVain('entry_form', (client) => client.doc.getArray('worry').push(['light']))
})

test('what the schema does not know is refused', async () => {
  await inVain('unknown_root', (client) => client.doc.getText('text.gossip').insert(0, 'x'))
  await inVain('content_kind', (client) => client.text('text.we_see').insert(0, 'x', { bold: true }))
  await inVain('content_kind', (client) => client.doc.getArray('worry').push([new Y.Map()]))
})

test('a finished note takes no more text, and an addition still', async () => {
  const finished = noteOf('verslag 6')
  const typed = (client) => client.text('text.we_see').insert(0, 'Toch nog iets')
  await inVain('finalised', typed, { person: bram, room: finished })
  const his = await Client.open(bram, finished)
  await his.synced()
  const addition = {
    id: randomBytes(16).toString('hex'), author: bram.id, at: Date.now(), text: 'Zij belde later zelf.'
  }
  his.doc.getArray('additions').push([addition])
  const other = await stranger(bram, finished)
  await until('the addition', other.doc, 'update', () => other.entries('additions').some(({ id }) => id === addition.id))
  ;[his, other].forEach((client) => client.close())
})

test('after a refusal a new document goes on where the old one cannot', async () => {
  const hers = await Client.open(samira, note)
  await hers.synced()
  await warned('not_the_author', () => hers.doc.getArray('worry').push([choice(joost.id, 'none')]))
  await warned('follows', () => hers.text('text.we_see').insert(0, 'Komt niet aan'))
  hers.close()
  const again = await Client.open(samira, note)
  await again.synced()
  assert.doesNotMatch(again.says('text.we_see'), /Komt niet aan/)
  again.text('text.we_see').insert(0, 'Komt wel aan. ')
  const his = await stranger(joost, note)
  await his.reads('text.we_see', 'Komt wel aan. ')
  ;[again, his].forEach((client) => client.close())
})

const closedWith = async (room, token) => {
  const client = new Client(room, token)
  const [{ code }] = await next('closed for good', client.provider, 'closed')
  assert.equal(client.provider.shouldConnect, false, 'it does not come back')
  assert.equal(Y.encodeStateVector(client.doc).length, 1, 'and has received nothing')
  client.close()
  return code
}

test('without a token for it a document stays closed, and the provider stays away', async () => {
  const { token } = await samira.token(note, 'write')
  assert.equal(await closedWith(note, ''), 4401)
  assert.equal(await closedWith(note, 'f'.repeat(64)), 4401)
  assert.equal(await closedWith(noteOf('verslag 1'), token), 4403, 'another document, though hers')
  assert.equal(await closedWith('note:nonsense', token), 4403)
  const me = (await samira.documents()).find(({ kind }) => kind === 'directory')
  assert.equal(await closedWith(me.id, token), 4403, 'a projection')
  assert.equal(await samira.tokenStatus(me.id, 'read'), 404)
  assert.equal(await bram.tokenStatus(note, 'read'), 404, 'not his case')
  assert.equal(await samira.tokenStatus(`note:${idOf('nothing')}`, 'read'), 404)
})

test('a token that is revoked closes its sockets at once and opens none', async () => {
  const { id, token } = await samira.token(note, 'write')
  const client = new Client(note, token)
  await client.synced()
  const closed = next('closed for good', client.provider, 'closed')
  await samira.revoke(note, id)
  assert.equal((await closed)[0].code, 4401)
  client.close()
  assert.equal(await closedWith(note, token), 4401)
})

test('more than a message may have ends the connection for good', async () => {
  const hers = await Client.open(samira, note)
  await hers.synced()
  const closed = next('closed', hers.provider, 'closed')
  hers.text('text.we_see').insert(0, 'x'.repeat(300_000))
  assert.equal((await closed)[0].code, 4400)
  hers.close()
  await inVain('too_large', (client) => client.text('text.we_see').insert(0, 'x'.repeat(200_000)))
})

