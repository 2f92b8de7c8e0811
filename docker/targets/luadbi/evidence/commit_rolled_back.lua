-- commit of a transaction in which a statement has failed gives true, though the server answers COMMIT with ROLLBACK.
-- lua5.4 commit_rolled_back.lua HOST PORT USER DATABASE
local DBI = require 'DBI'
local dbh = assert(DBI.Connect('PostgreSQL', arg[4], arg[3], '', arg[1], tonumber(arg[2])))
print('LuaDBI', DBI._VERSION)
dbh:autocommit(true)
local function run(sql)
  local sth, said = dbh:prepare(sql)
  if not sth then return nil, said end
  local ok, why = sth:execute()
  return ok and sth, why
end
run 'DROP TABLE IF EXISTS evidence'
run 'CREATE TABLE evidence (n int)'
dbh:autocommit(false)
run 'INSERT INTO evidence VALUES (1)'
print('a statement fails:', select(2, run 'SELECT 1/0'))
print('commit gives', dbh:commit())
print('rows that are there:', (run 'SELECT count(*)::int AS n FROM evidence'):fetch(true).n)
