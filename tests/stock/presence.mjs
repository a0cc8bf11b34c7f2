// Who is where, among stock clients.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import * as encoding from 'lib0/encoding'

import { Client, next, until } from './client.mjs'
import { Person, idOf, noteOf } from './people.mjs'

const AWARENESS = 1
const note = noteOf('verslag 2')
const samira = await Person.logIn('samira')
const joost = await Person.logIn('joost')

const sees = (client, id, holds) =>
  until('a colleague', client.awareness, 'change', () => holds(client.awareness.getStates().get(id)))

test('colleagues see each other come, move and leave', async () => {
  const hers = await Client.open(samira, note)
  hers.awareness.setLocalStateField('user', { name: 'Samira' })
  await hers.synced()
  const his = await Client.open(joost, note, 'read')
  await sees(his, hers.doc.clientID, (state) => state?.user.name === 'Samira')
  his.awareness.setLocalStateField('caret', 7)
  await sees(hers, his.doc.clientID, (state) => state?.caret === 7)
  his.close()
  await sees(hers, his.doc.clientID, (state) => state === undefined)
  hers.close()
})

test('a connection that breaks off is seen to leave', async () => {
  const [hers, his] = [await Client.open(samira, note), await Client.open(joost, note)]
  his.awareness.setLocalStateField('caret', 7)
  await sees(hers, his.doc.clientID, (state) => state?.caret === 7)
  his.provider.shouldConnect = false
  his.provider.ws._socket.destroy()
  await sees(hers, his.doc.clientID, (state) => state === undefined)
  ;[hers, his].forEach((client) => client.close())
})

test('what one says comes back to oneself, so that the provider keeps the connection', async () => {
  const hers = await Client.open(samira, note)
  await hers.synced()
  const messages = []
  hers.provider.ws.on('message', (bytes) => messages.push(new Uint8Array(bytes)[0]))
  hers.awareness.setLocalStateField('caret', 1)
  await until('an echo', hers.provider.ws, 'message', () => messages.includes(AWARENESS))
  hers.close()
})

test('in anything but a note nobody sees where a colleague is, and each still hears itself', async () => {
  const dossier = `dossier:${idOf('dossier 2')}`
  const hears = async (client) => {
    await client.synced()
    const messages = []
    client.provider.ws.on('message', (bytes) => messages.push(new Uint8Array(bytes)[0]))
    client.awareness.setLocalStateField('caret', 1)
    await until('an echo', client.provider.ws, 'message', () => messages.includes(AWARENESS))
  }
  const hers = await Client.open(samira, dossier, 'read')
  await hears(hers)
  const his = await Client.open(joost, dossier, 'read')
  await hears(his)
  for (const client of [hers, his]) assert.deepEqual([...client.awareness.getStates().keys()], [client.doc.clientID])
  ;[hers, his].forEach((client) => client.close())
})

test('nobody moves a colleague', async () => {
  const [hers, his] = [await Client.open(samira, note), await Client.open(joost, note)]
  hers.awareness.setLocalStateField('caret', 1)
  await sees(his, hers.doc.clientID, (state) => state?.caret === 1)

  const entry = encoding.createEncoder()
  encoding.writeVarUint(entry, 1)
  encoding.writeVarUint(entry, hers.doc.clientID)
  encoding.writeVarUint(entry, 1000)
  encoding.writeVarString(entry, JSON.stringify({ caret: 666 }))
  const message = encoding.createEncoder()
  encoding.writeVarUint(message, 1)
  encoding.writeVarUint8Array(message, encoding.toUint8Array(entry))
  his.provider.ws.send(encoding.toUint8Array(message))

  // Behind the forged entry in the same socket.
  his.awareness.setLocalStateField('caret', 2)
  await sees(hers, his.doc.clientID, (state) => state?.caret === 2)
  const third = await Client.open(joost, note)
  await sees(third, hers.doc.clientID, (state) => state !== undefined)
  assert.equal(third.awareness.getStates().get(hers.doc.clientID).caret, 1)
  ;[hers, his, third].forEach((client) => client.close())
})

test('a state that would throw in the others ends the connection that sent it', async () => {
  const hers = await Client.open(samira, note)
  await hers.synced()
  const entry = encoding.createEncoder()
  encoding.writeVarUint(entry, 1)
  encoding.writeVarUint(entry, hers.doc.clientID)
  encoding.writeVarUint(entry, 1000)
  encoding.writeVarString(entry, '{')
  const message = encoding.createEncoder()
  encoding.writeVarUint(message, 1)
  encoding.writeVarUint8Array(message, encoding.toUint8Array(entry))
  const closed = next('closed', hers.provider, 'closed')
  hers.provider.ws.send(encoding.toUint8Array(message))
  assert.equal((await closed)[0].code, 4400)
  hers.close()
})
