// A real Wechaty gateway on a mock puppet, driven over standard input and output with one JSON object a line.
//
// In:  {"n": 1, "do": "say", ...}      Out: {"n": 1, "result": ...} or {"n": 1, "error": "..."}
// The first line out is {"ready": true}.
import { createInterface } from 'node:readline'
import { FileBox } from 'file-box'
import * as PUPPET from 'wechaty-puppet'
import { PuppetMock } from 'wechaty-puppet-mock'
import { PuppetServer } from 'wechaty-puppet-service'

const [endpoint, token, self] = process.argv.slice(2)
const RECALL_MS = 120_000
const Type = PUPPET.types.Message

/** The mock puppet, with what it lacks: mentions, message ids, echoes, recalls, pictures, refusals and faults. */
class GatewayPuppet extends PuppetMock {
  contacts = new Map()
  rooms = new Map()
  messages = new Map()
  files = new Map()
  sent = []
  faults = []
  starts = 0
  dings = 0
  autoLogin = true
  count = 0

  async onStart () {
    await super.onStart()
    this.starts += 1
    if (this.autoLogin) setImmediate(() => this.isLoggedIn || this.login(self))
  }

  ding (data) {
    this.dings += 1
    const fault = this.faults.find(one => one.method === 'ding' && one.times > 0)
    if (fault) { fault.times -= 1; return }
    this.emit('dong', { data: data || '' })
  }

  async contactRawPayload (id) { return found(this.contacts, id) }
  async contactList () { return [...this.contacts.keys()] }
  async roomRawPayload (id) { await this.obey('roomPayload'); return found(this.rooms, id) }
  async roomList () { return [...this.rooms.keys()] }
  async roomMemberList (id) { return found(this.rooms, id).memberIdList }
  async messageRawPayload (id) { await this.obey('messagePayload'); return found(this.messages, id) }

  async roomMemberRawPayload (roomId, contactId) {
    const room = found(this.rooms, roomId)
    const { name } = found(this.contacts, contactId)
    return { avatar: '', id: contactId, name, roomAlias: room.aliases[contactId] || '' }
  }

  async messageFile (id) { await this.obey('messageFile'); return found(this.files, id) }
  async messageImage (id) { await this.obey('messageImage'); return found(this.files, id) }

  async messageSendText (conversationId, text, mentionIdList) {
    return this.deliver('messageSendText', conversationId, { mentionIdList, text, type: Type.Text })
  }

  async messageSendFile (conversationId, file) {
    const image = await file.toBase64()
    return this.deliver('messageSendFile', conversationId, { filename: file.name, type: Type.Image }, image)
  }

  /** Send, and hear it back, as every real account does. */
  async deliver (method, conversationId, message, image) {
    const fault = await this.obey(method)
    if (!this.isLoggedIn) throw new Error('not logged in')
    const room = this.rooms.get(conversationId)
    if (!room && !found(this.contacts, conversationId).friend) throw new Error('not a friend: message refused')
    if (room && !room.memberIdList.includes(self)) throw new Error('you are not in this room')
    const where = room ? { roomId: conversationId } : { listenerId: conversationId }
    const id = this.say({ ...message, ...where, talkerId: self }, image, fault?.echo ?? true)
    this.sent.push({ id, conversation: conversationId, text: message.text || '', image: image || null,
      mentions: message.mentionIdList || [] })
    if (fault?.after) await hold(fault.after)
    return fault?.noId ? undefined : id
  }

  async messageRecall (id) {
    await this.obey('messageRecall')
    const message = found(this.messages, id)
    if (message.talkerId !== self || Date.now() - message.timestamp > RECALL_MS || message.recalled) return false
    message.recalled = true
    this.recall(id, self)
    return true
  }

  /** A message appears; its payload is what the gateway hands out for it. */
  say (message, image, heard = true, link = undefined) {
    const id = message.id || `msg-${process.pid}-${++this.count}`
    const payload = { timestamp: Date.now(), mentionIdList: [], ...message, id }
    this.messages.set(id, payload)
    if (image) this.files.set(id, FileBox.fromBase64(image, message.filename || 'picture.png'))
    if (link) this.files.set(id, FileBox.fromUrl(link, { name: 'picture.png' }))
    if (heard) this.emit('message', { messageId: id })
    return id
  }

  recall (id, by) {
    const { roomId, listenerId } = found(this.messages, id)
    return this.say({ listenerId, roomId, talkerId: by, text: id, type: Type.Recalled })
  }

  /** What a test asked this method to do wrong, once or more often. */
  async obey (method) {
    const fault = this.faults.find(one => one.method === method && one.times > 0)
    if (!fault) return undefined
    fault.times -= 1
    if (fault.delay) await hold(fault.delay)
    if (fault.error) throw new Error(fault.error)
    return fault
  }
}

const hold = ms => new Promise(resolve => setTimeout(resolve, ms))

function found (map, id) {
  const value = map.get(id)
  if (!value) throw new Error(`no payload found for id ${id}`)
  return value
}

const puppet = new GatewayPuppet()
const server = new PuppetServer({ endpoint, puppet, tls: { disable: true }, token })

const commands = {
  contact: ({ id, name, friend = true, kind = 1 }) => {
    puppet.contacts.set(id, { avatar: '', friend, gender: 0, id, name, phone: [], type: kind })
    return puppet.contactPayloadDirty(id)
  },
  room: ({ id, topic, members, owner, admins = [], aliases = {} }) => {
    puppet.rooms.set(id, { adminIdList: admins, aliases, id, memberIdList: members, ownerId: owner, topic })
    return puppet.roomPayloadDirty(id)
  },
  say: ({ message, image, link }) => puppet.say(message, image, true, link),
  recall: ({ id, by }) => puppet.recall(id, by),
  // Any event of the puppet, word for word: room-join, room-leave, room-topic, friendship, scan, error, ...
  event: ({ name, payload }) => { puppet.emit(name, payload) },
  age: ({ id, ms }) => { found(puppet.messages, id).timestamp -= ms },
  fault: fault => { puppet.faults.push({ times: 1, ...fault }) },
  logout: ({ reason }) => puppet.logout(reason),
  login: () => puppet.login(self),
  state: () => ({ dings: puppet.dings, loggedIn: puppet.isLoggedIn, sent: puppet.sent, starts: puppet.starts }),
  reset: () => {
    for (const kept of [puppet.contacts, puppet.rooms, puppet.messages, puppet.files]) kept.clear()
    if (!puppet.isLoggedIn && puppet.starts > 0) puppet.login(self)
    puppet.sent.length = puppet.faults.length = puppet.dings = puppet.starts = 0
  },
}

await server.start()
const answer = line => process.stdout.write(JSON.stringify(line) + '\n')
createInterface({ input: process.stdin }).on('line', async line => {
  const { n, do: name, ...given } = JSON.parse(line)
  try {
    answer({ n, result: (await commands[name](given)) ?? null })
  } catch (error) {
    answer({ n, error: String(error) })
  }
}).on('close', () => process.exit(0))
answer({ ready: true })
