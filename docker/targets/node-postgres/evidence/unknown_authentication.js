// A server that asks for a way to log in that it does not know ends the process: the error is thrown where nobody can catch it.
// node unknown_authentication.js; its server is a few lines here, and needs no PostgreSQL.
const net = require('net')
const { Client } = require('pg')
const server = net.createServer((socket) => {
  socket.on('error', () => {})
  socket.once('data', () => socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 7]))) // AuthenticationGSS
})
server.listen(0, '127.0.0.1', async () => {
  console.log('pg', require('pg/package.json').version)
  const client = new Client({ host: '127.0.0.1', port: server.address().port, user: 'u', database: 'd', password: 'p' })
  client.on('error', (e) => console.log('the client tells an error:', e.message))
  try {
    await client.connect()
  } catch (e) {
    console.log('the connect fails:', e.message)
  }
  console.log('the program goes on')
  process.exit()
})
