-- commit of a transaction in which a statement has failed gives true, though the server answers COMMIT with ROLLBACK.
-- lua5.4 commit_rolled_back.lua, with PGHOST, PGPORT, PGUSER and PGDATABASE
local luasql = require 'luasql.postgres'
local conn = assert(luasql.postgres():connect('application_name=evidence'))
print(luasql._VERSION)
conn:execute 'DROP TABLE IF EXISTS evidence'
conn:execute 'CREATE TABLE evidence (n int)'
conn:setautocommit(false)
conn:execute 'INSERT INTO evidence VALUES (1)'
print('a statement fails:', select(2, conn:execute 'SELECT 1/0'))
print('commit gives', conn:commit())
print('rows that are there:', conn:execute('SELECT count(*) FROM evidence'):fetch())
