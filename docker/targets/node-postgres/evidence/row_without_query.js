// A row that comes when no query waits, as after a message of a type that it does not know, throws where nobody can catch it.
// node row_without_query.js; its server is a few lines here, and needs no PostgreSQL.
const net = require('net')
const { Client } = require('pg')
const message = (kind, body) => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(kind), length, body])
}
const column = Buffer.from('\0\x01n\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0', 'latin1')
const row = message('D', Buffer.from('\0\x01\0\0\0\x01x', 'latin1'))
const server = net.createServer((socket) => {
  socket.on('error', () => {})
  socket.once('data', () => { // the startup
    socket.write(Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]))
    socket.on('data', () => socket.write(Buffer.concat([message('T', column), row, message('!', Buffer.alloc(4)), row])))
  })
})
server.listen(0, '127.0.0.1', async () => {
  console.log('pg', require('pg/package.json').version)
  const client = new Client({ host: '127.0.0.1', port: server.address().port, user: 'u', database: 'd' })
  client.on('error', (e) => console.log('the client tells an error:', e.message))
  await client.connect()
  try {
    await client.query('SELECT n FROM t')
  } catch (e) {
    console.log('the query fails:', e.message)
  }
  setTimeout(() => { console.log('the program goes on'); process.exit() }, 500)
})
