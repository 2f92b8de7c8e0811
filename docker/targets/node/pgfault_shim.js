// The shim protocol for Node: what is left to a shim is its library's own calls.
//
// A shim is an object with `hello`, and an async method for each operation that its library has, named after the operation in
// the protocol (docs/shim.md): connect(request) gives the session, pool_open(request) the pool, pool_acquire(pool, request) a
// session, pool_release(pool, session) and pool_close(pool, request) end them; all others are called with (session, request)
// and give what they answer besides ok. state(session) is what the library says of a session now, and claim(error) what its
// error says. An operation without a method is answered as unsupported.
'use strict'

const net = require('node:net')
const readline = require('node:readline')

const PROTOCOL = 1
const making = ['connect', 'pool_acquire']

// caller is who asks: stdin and stdout, or where PGFAULT_ATTACH is set a connection to that address, for a shim that was started by
// hand, in a debugger.
function caller() {
  const address = process.env.PGFAULT_ATTACH
  if (!address) return { source: process.stdin, out: process.stdout }
  const colon = address.lastIndexOf(':')
  const socket = net.connect(Number(address.slice(colon + 1)), address.slice(0, colon).replace(/[[\]]/g, ''))
  return { source: socket, out: socket }
}

exports.serve = function serve(shim) {
  const sessions = new Map() // names recur: one process serves many scenarios
  const pools = new Map()
  const turns = new Map() // the last operation of each session, after which the next one is done

  const { source, out } = caller()
  const write = (request, answer) => out.write(JSON.stringify({ id: request.id, ...answer }) + '\n')

  function of(map, name) {
    if (!map.has(name)) throw Object.assign(new Error(`there is no ${name}`), { name: 'NoSession' })
    return map.get(name)
  }

  function call(request) {
    const { op, session, pool } = request
    switch (op) {
      case 'connect':
      case 'pool_open':
        return shim[op](request)
      case 'pool_acquire':
      case 'pool_close':
        return shim[op](of(pools, pool), request)
      case 'pool_release':
        return shim[op](of(pools, pool), of(sessions, session))
      default:
        return shim[op](of(sessions, session), request)
    }
  }

  async function answered(request) {
    const { op, session, pool } = request
    if (op === 'status') return { ok: true, ...shim.state(of(sessions, session)) }
    if (!shim[op]) return { unsupported: true, why: `${shim.hello.name} has no ${op}` }
    if (making.includes(op)) sessions.delete(session) // of an earlier scenario
    let answer = { ok: true }
    const result = await call(request)
    if (making.includes(op)) sessions.set(session, result)
    else if (op === 'pool_open') pools.set(pool, result)
    else answer = { ...answer, ...result }
    return answer
  }

  async function act(request) {
    let answer
    try {
      answer = await answered(request)
    } catch (error) {
      answer = { ok: false, error: shim.claim(error) }
    }
    if (request.op === 'pool_release') sessions.delete(request.session)
    const session = sessions.get(request.session)
    if (session && shim.state && request.op !== 'cancel' && !answer.unsupported) answer = { ...answer, ...shim.state(session) }
    write(request, answer)
  }

  readline.createInterface({ input: source }).on('line', (line) => {
    const request = JSON.parse(line)
    if (request.op === 'bye') process.exit(0)
    if (request.op === 'hello') {
      const spoken = request.protocol === PROTOCOL
      write(request, spoken ? { ok: true, protocol: PROTOCOL, ...shim.hello } : { ok: false, error: { message: `protocol ${PROTOCOL} is spoken here` } })
    } else if (request.op === 'cancel' || request.op === 'status') {
      act(request)
    } else {
      const turn = request.session ?? request.pool
      turns.set(turn, (turns.get(turn) ?? Promise.resolve()).then(() => act(request)))
    }
  }).on('close', () => process.exit(0))
}

// text is a value as the protocol has it: text, or null for NULL.
exports.text = function text(value) {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (Buffer.isBuffer(value)) return '\\x' + value.toString('hex')
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}
