// Records what two stock yjs clients send, online and off, for the test beside this folder.
// To make it anew: npm install yjs@13.6 somewhere, then run this there and keep the output as session.json.
import * as Y from 'yjs'
let seed = 12345
const rnd = n => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return (seed >>> 9) % n }
const hex = u => Buffer.from(u).toString('hex')
const server = new Y.Doc()
const log = []
const mk = id => { const d = new Y.Doc(); d.clientID = id; return d }
const docs = { samira: mk(1001), joost: mk(4503599627370497) }
const online = { samira: true, joost: true }
let entry = 0
const member = { samira: '01'.repeat(16), joost: '02'.repeat(16) }
for (const [who, d] of Object.entries(docs)) {
  d.on('update', (u, origin) => { if (origin === 'remote') return
    if (online[who]) { log.push({ by: who, kind: 'update', bytes: hex(u) }); Y.applyUpdate(server, u) } })
}
const sync = who => { const d = docs[who]
  const u = Y.encodeStateAsUpdate(d, Y.encodeStateVector(server))
  log.push({ by: who, kind: 'diff', bytes: hex(u) }); Y.applyUpdate(server, u) }
const pull = who => Y.applyUpdate(docs[who], Y.encodeStateAsUpdate(server, Y.encodeStateVector(docs[who])), 'remote')
const words = ['post ', 'é', '😀', 'gordijnen dicht ', '\n']
const step = who => { const d = docs[who]; const t = d.getText(['text.we_see', 'domain.money'][rnd(2)])
  const r = rnd(10)
  if (r < 6) { let at = rnd(t.length + 1); const s = t.toString(); if (at > 0 && at < s.length && s.charCodeAt(at) >= 0xdc00 && s.charCodeAt(at) < 0xe000) at--; t.insert(at, words[rnd(words.length)]) }
  else if (r < 8 && t.length > 4) { const s = t.toString(); let at = rnd(t.length - 3); let n = 1 + rnd(3); const low = i => s.charCodeAt(i) >= 0xdc00 && s.charCodeAt(i) < 0xe000; if (low(at)) at--; if (low(at + n)) n++; t.delete(at, n) }
  else if (r < 9) { d.transact(() => { t.insert(0, 'even '); t.delete(0, 5); t.insert(0, '!') }) }
  else { entry++; d.getArray('worry').push([{ id: entry.toString(16).padStart(32, '0'), value: 'light', author: member[who], at: 1790000000000 + entry, supersedes: [] }]) } }
for (let i = 0; i < 120; i++) {
  const who = rnd(2) ? 'samira' : 'joost'
  const r = rnd(12)
  if (r < 9) step(who)
  else if (r < 10) { if (online[who]) { online[who] = false } else { sync(who); online[who] = true; pull(who) } }
  else if (online[who]) pull(who)
}
for (const who of Object.keys(docs)) { sync(who); pull(who) }
log.push({ by: 'samira', kind: 'state', bytes: hex(Y.encodeStateAsUpdate(docs.samira)) })
const out = { texts: { 'text.we_see': server.getText('text.we_see').toString(), 'domain.money': server.getText('domain.money').toString() }, answers: server.getArray('worry').length, log }
console.log(JSON.stringify(out, null, 1))
