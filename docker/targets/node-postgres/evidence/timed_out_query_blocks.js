// query_timeout rejects a query and leaves it running: the client stays busy with it, and each later query waits behind it.
// DATABASE_URL=postgres://… node timed_out_query_blocks.js
const { Client } = require('pg')
async function main () {
  console.log('pg', require('pg/package.json').version)
  const client = new Client({ connectionString: process.env.DATABASE_URL, query_timeout: 1000 })
  await client.connect()
  for (const sql of ['SELECT pg_sleep(5)', 'SELECT 1', 'SELECT 2', 'SELECT 3']) {
    const began = Date.now()
    try {
      await client.query(sql)
      console.log(sql, 'succeeds after', Math.round((Date.now() - began) / 1000), 's')
    } catch (e) {
      console.log(sql, 'fails after', Math.round((Date.now() - began) / 1000), 's:', e.message)
    }
  }
  await client.end()
}
main()
