// node-postgres as its documentation uses it: a Client, transactions by their SQL, named statements, the Pool.
//
// query_timeout is the deadline of all calls of a client, and connectionTimeoutMillis that of a connect and an acquire. What
// becomes of an idle connection it tells by events: "error" and "end".
'use strict'

const path = require('node:path')
const pg = require('pg')
const kit = require(path.join(__dirname, '..', 'node', 'pgfault_shim.js'))

// A session is a client and what a program keeps beside it.
class Session {
  constructor(client) {
    this.client = client
    this.ended = false
    this.statements = new Map()
    this.notifications = []
    client.on('error', () => { this.ended = true })
    client.on('end', () => { this.ended = true })
    client.on('notification', (n) => { this.notifications.push(n); this.notified?.() })
  }

  async query(query) {
    const result = await this.client.query({ rowMode: 'array', ...query })
    const last = Array.isArray(result) ? result.at(-1) : result
    const answer = { rows: last.rows.map((row) => row.map(kit.text)) }
    if (last.command) answer.tag = last.command + (last.rowCount === null ? '' : ` ${last.command === 'INSERT' ? '0 ' : ''}${last.rowCount}`)
    return answer
  }
}

const config = (request) => ({
  connectionString: request.dsn, connectionTimeoutMillis: request.timeout_ms, query_timeout: request.call_timeout_ms,
})

kit.serve({
  hello: {
    name: 'node-postgres',
    version: require('pg/package.json').version,
    language: 'javascript',
    capabilities: ['tx', 'status', 'prepare', 'listen', 'pool', 'concurrent'],
    reports: ['status', 'sqlstate', 'diagnostics'],
    traits: {
      deadline: 'connection',
      prepare: 'lazy',
      status_delay_ms: 100,
      dsn: ['host', 'port', 'user', 'password', 'dbname', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name', 'options'],
    },
    homepage: 'https://node-postgres.com',
    issues_url: 'https://github.com/brianc/node-postgres/issues',
  },

  async connect(request) {
    const client = new pg.Client(config(request))
    const session = new Session(client)
    await client.connect()
    return session
  },

  async close(session) { await session.client.end() },

  query: (session, request) => session.query({ text: request.sql, ...(request.args && { values: request.args }) }),
  begin: (session) => session.query({ text: 'BEGIN' }).then(() => {}),
  commit: (session) => session.query({ text: 'COMMIT' }),
  rollback: (session) => session.query({ text: 'ROLLBACK' }),

  // A named statement is prepared by the query that names it first.
  async prepare(session, request) { session.statements.set(request.name, request.sql) },

  async execute(session, request) {
    const text = session.statements.get(request.name)
    if (!text) throw new Error('the program has no statement of that name')
    return session.query({ name: request.name, text, values: request.args ?? [] })
  },

  listen: (session, request) => session.query({ text: `LISTEN ${session.client.escapeIdentifier(request.channel)}` }).then(() => {}),

  // A program hears of a notification, of an error or of the end; its own time is the deadline.
  async wait_notification(session, request) {
    if (!session.notifications.length) {
      await new Promise((resolve, reject) => {
        const timer = request.timeout_ms && setTimeout(() => reject(new Error('no notification within the caller\'s time')), request.timeout_ms)
        const over = (error) => { clearTimeout(timer); reject(error ?? new Error('the client has ended')) }
        session.client.once('error', over)
        session.client.once('end', over)
        session.notified = () => { clearTimeout(timer); resolve() }
      })
    }
    const { channel, payload } = session.notifications.shift()
    return { channel, payload }
  },

  async pool_open(request) {
    const pool = new pg.Pool({ ...config(request), max: request.max })
    pool.on('error', () => {}) // of an idle client, which the pool has removed
    return pool
  },

  async pool_acquire(pool, request) {
    pool.options.connectionTimeoutMillis = request.timeout_ms // which is the pool's, and read at each connect
    return new Session(await pool.connect())
  },

  async pool_release(pool, session) { session.client.release() },
  async pool_close(pool) { await pool.end() },

  state: (session) => ({ status: session.ended ? 'closed' : 'open' }),

  claim(error) {
    const claim = { message: String(error.message), native: error.constructor.name }
    if (error instanceof pg.DatabaseError) {
      claim.native = 'DatabaseError'
      claim.sqlstate = error.code
      claim.diagnostics = { severity: error.severity, sqlstate: error.code, message_primary: error.message }
    } else if (error.code) {
      claim.native = `${claim.native} ${error.code}`
    }
    return claim
  },
})
