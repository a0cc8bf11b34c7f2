// Writing together, at once and after having been away.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { WebSocket } from 'ws'

import { Client, stranger, until } from './client.mjs'
import { killServer } from './control.mjs'
import { Person, noteOf } from './people.mjs'

const note = noteOf('verslag 2')
const samira = await Person.logIn('samira')
const joost = await Person.logIn('joost')

test('two members read and write one text', async () => {
  const [hers, his] = [await Client.open(samira, note), await Client.open(joost, note)]
  await Promise.all([hers.synced(), his.synced()])
  assert.match(hers.says('text.occasion'), /Mevrouw vroeg om hulp/, 'what the demonstration wrote')
  hers.text('text.we_see').insert(0, 'Veel post op tafel. ')
  await his.reads('text.we_see', 'Veel post op tafel. ')
  his.text('text.we_see').insert(5, 'ongeopende ')
  await hers.reads('text.we_see', 'Veel ongeopende post op tafel. ')
  hers.text('text.we_see').delete(0, 5)
  await until('her deletion', his.doc, 'update', () => his.says('text.we_see').startsWith('ongeopende post'))
  const later = await stranger(joost, note)
  assert.equal(later.says('text.we_see'), hers.says('text.we_see'))
  ;[hers, his, later].forEach((client) => client.close())
})

test('what is typed before the first step arrives is kept, once', async () => {
  const hers = await Client.open(samira, note)
  hers.text('domain.network').insert(0, 'Voor de verbinding. ')
  await hers.status('connected')
  assert.equal(hers.provider.synced, false, 'connected, and nothing heard yet')
  hers.text('domain.network').insert(0, 'Voor de eerste stap. ')
  const his = await Client.open(joost, note)
  await his.reads('domain.network', 'Voor de eerste stap. Voor de verbinding. ')
  assert.equal(his.says('domain.network').match(/Voor de verbinding/g).length, 1)
  ;[hers, his].forEach((client) => client.close())
})

test('text that was typed and deleted while away goes, text that was not stays', async () => {
  const [hers, his] = [await Client.open(samira, note), await Client.open(joost, note)]
  await Promise.all([hers.synced(), his.synced()])
  hers.text('domain.work').insert(0, 'Mevrouw zoekt werk. ')
  await his.reads('domain.work', 'Mevrouw zoekt werk. ')

  hers.provider.disconnect()
  hers.text('domain.work').insert(0, 'Ik denk dat zij liegt. ')
  hers.text('domain.work').delete(0, 23)
  hers.text('domain.work').insert(0, 'Zij vertelt erover. ')
  hers.text('domain.work').delete(20, 8)
  his.text('domain.work').insert(0, 'Vandaag: ')
  hers.provider.connect()
  await hers.reads('domain.work', 'Vandaag: ')
  await his.reads('domain.work', 'Zij vertelt erover. ')
  assert.equal(his.says('domain.work'), hers.says('domain.work'))
  assert.doesNotMatch(his.says('domain.work'), /liegt|Mevrouw/)

  hers.text('domain.work').insert(0, 'En verder. ')
  await his.reads('domain.work', 'En verder. ')
  const later = await stranger(joost, note)
  assert.equal(later.says('domain.work'), hers.says('domain.work'))
  ;[hers, his, later].forEach((client) => client.close())
})

test('whole documents that come back again and again leave no trace', async () => {
  const seq = async () => (await samira.documents()).find((item) => item.id === note).seq
  const hers = await Client.open(samira, note)
  await hers.synced()
  hers.text('domain.money').insert(0, 'x')
  hers.text('domain.money').delete(0, 1)
  const his = await Client.open(joost, note)
  hers.text('domain.money').insert(0, 'Bonnen bewaard. ')
  await his.reads('domain.money', 'Bonnen bewaard. ')
  const before = await seq()
  for (const client of [hers, his, hers]) {
    client.provider.disconnect()
    client.provider.connect()
    await client.synced()
    // Its answer to our first step is behind this in the same socket.
    client.awareness.setLocalStateField('round', Math.random())
  }
  const other = await Client.open(joost, note)
  await other.synced()
  other.text('domain.money').insert(0, '.')
  await hers.reads('domain.money', '.Bonnen')
  assert.equal(await seq(), before + 1, 'one row, for the one change')
  ;[hers, his, other].forEach((client) => client.close())
})

test('after a hole the server asks for what lies between', async () => {
  let drop = false
  class Leaky extends WebSocket {
    send (...message) {
      if (!drop) super.send(...message)
    }
  }
  const hers = await Client.open(samira, note, 'write', { WebSocketPolyfill: Leaky })
  const his = await Client.open(joost, note)
  await Promise.all([hers.synced(), his.synced()])
  drop = true
  hers.text('domain.housing').insert(0, 'Twee kamers. ')
  drop = false
  hers.text('domain.housing').insert(0, 'Het is er warm. ')
  await his.reads('domain.housing', 'Het is er warm. Twee kamers. ')
  ;[hers, his].forEach((client) => client.close())
})

test('a server that is killed loses nothing that another member has read, and both go on', async () => {
  const [hers, his] = [await Client.open(samira, note), await Client.open(joost, note)]
  await Promise.all([hers.synced(), his.synced()])
  hers.text('domain.safety').insert(0, 'Voor de klap. ')
  await his.reads('domain.safety', 'Voor de klap. ')
  const down = [hers, his].map((client) => client.status('disconnected'))
  const back = killServer()
  await Promise.all(down)
  hers.text('domain.safety').insert(0, 'Zij tijdens. ')
  his.text('domain.safety').insert(0, 'Hij tijdens. ')
  await back
  await his.reads('domain.safety', 'Zij tijdens. ')
  await hers.reads('domain.safety', 'Hij tijdens. ')
  const later = await stranger(samira, note)
  for (const words of ['Voor de klap. ', 'Zij tijdens. ', 'Hij tijdens. ']) {
    assert.equal(later.says('domain.safety').split(words).length, 2, `${words} once`)
  }
  ;[hers, his, later].forEach((client) => client.close())
})
