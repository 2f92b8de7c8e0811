-- LuaDBI as its documentation uses it: DBI.Connect, autocommit, prepare and execute, commit and rollback.
--
-- It has no deadline, and none for a connect; errors are texts.

package.path = arg[0]:gsub('[^/]*$', '') .. '../lua/?.lua;' .. package.path
local DBI = require 'DBI'
local kit = require 'pgfault_shim'

local shim = {
  hello = {
    name = 'luadbi', version = DBI._VERSION, language = 'lua', capabilities = { 'tx', 'prepare' }, reports = kit.array {},
    traits = {
      deadline = 'none', connect_timeout_granularity_ms = 86400000, cancel = 'none',
      dsn = { 'host', 'port', 'user', 'password', 'dbname' },
    },
    homepage = 'https://github.com/mwild1/luadbi', issues_url = 'https://github.com/mwild1/luadbi/issues',
  },
}

function shim.connect(request)
  local dbh, said = DBI.Connect('PostgreSQL', request.database, request.user, request.password, request.host, request.port)
  if not dbh then return nil, said end
  dbh:autocommit(true)
  return { dbh = dbh, statements = {} }
end

function shim.close(session) return session.dbh:close() or {} end

-- questions is the statement with a ? for each of its arguments, and their numbers in the order of these.
local function questions(sql)
  local order = {}
  return kit.placeholders(sql, function(n)
    order[#order + 1] = n
    return '?'
  end), order
end

-- run executes a statement, and reads its rows where it has any.
local function run(sth, order, args)
  local values = {}
  for i, n in ipairs(order) do values[i] = args[n] ~= kit.null and args[n] or nil end
  local ok, said = sth:execute(table.unpack(values, 1, #order))
  if not ok then return nil, said end
  local rows, columns = kit.array {}, #sth:columns()
  if columns > 0 then
    for row in sth:rows(false) do
      local out = kit.array {}
      for i = 1, columns do out[i] = kit.text(row[i]) end
      rows[#rows + 1] = out
    end
  end
  return { rows = rows }
end

function shim.query(session, request)
  local sql, order = request.sql, {}
  if request.args then sql, order = questions(sql) end
  local sth, said = session.dbh:prepare(sql)
  if not sth then return nil, said end
  local answer
  answer, said = run(sth, order, request.args or {})
  sth:close()
  return answer, said
end

function shim.prepare(session, request)
  local sql, order = questions(request.sql)
  local sth, said = session.dbh:prepare(sql)
  if not sth then return nil, said end
  session.statements[request.name] = { sth = sth, order = order }
  return {}
end

function shim.execute(session, request)
  local statement = session.statements[request.name]
  return run(statement.sth, statement.order, request.args or {})
end

function shim.begin(session)
  session.dbh:autocommit(false)
  return {}
end

local function ended(how)
  return function(session)
    local ok, said = session.dbh[how](session.dbh)
    session.dbh:autocommit(true)
    if not ok then return nil, said or how .. ' gives ' .. tostring(ok) end
    return {}
  end
end

shim.commit, shim.rollback = ended 'commit', ended 'rollback'

kit.serve(shim)
