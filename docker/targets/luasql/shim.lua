-- LuaSQL as its documentation uses it: an environment's connect, execute and the cursor's fetch, setautocommit, commit and rollback. It
-- has no arguments: a program writes them into the statement, with escape.
--
-- It has no deadline: connect_timeout bounds the connect alone, in whole seconds. Errors are texts.

package.path = arg[0]:gsub('[^/]*$', '') .. '../lua/?.lua;' .. package.path
local luasql = require 'luasql.postgres'
local kit = require 'pgfault_shim'

local env = luasql.postgres()

-- version is what it says of itself, or, where a package was built without that, the package's.
local function version()
  local said = luasql._VERSION:match '^LuaSQL (%d[%d.]*)'
  if said then return said end
  local asked = io.popen "dpkg-query -W -f '${Version}' lua-sql-postgres 2>/dev/null"
  local package = asked:read 'a'
  asked:close()
  return (package:gsub('[-+].*', ''))
end

local shim = {
  hello = {
    name = 'luasql', version = version(), language = 'lua', capabilities = { 'tx' }, reports = kit.array {},
    traits = {
      deadline = 'none', connect_timeout_granularity_ms = 2000, cancel = 'none',
      dsn = { 'host', 'hosts', 'port', 'user', 'password', 'dbname', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name',
        'options', 'target_session_attrs', 'connect_timeout' },
    },
    homepage = 'https://github.com/lunarmodules/luasql', issues_url = 'https://github.com/lunarmodules/luasql/issues',
  },
}

-- connect gives what libpq takes in the place of a database's name: all there is to say.
function shim.connect(request)
  local dsn = request.dsn
  if request.timeout_ms and not dsn:find('connect_timeout=', 1, true) then
    dsn = dsn .. (dsn:find('?', 1, true) and '&' or '?') .. 'connect_timeout=' .. math.ceil(request.timeout_ms / 1000)
  end
  return env:connect(dsn)
end

function shim.close(conn)
  if not conn:close() then return nil, 'close gives false' end
  return {}
end

function shim.query(conn, request)
  local sql = request.sql
  if request.args then
    sql = kit.placeholders(sql, function(n)
      local value = request.args[n]
      return value == kit.null and 'NULL' or "'" .. conn:escape(value) .. "'"
    end)
  end
  local cursor, said = conn:execute(sql)
  if not cursor then return nil, said end
  if type(cursor) == 'number' then return {} end
  local rows, columns = kit.array {}, #cursor:getcolnames()
  local row = cursor:fetch({}, 'n')
  while row do
    local out = kit.array {}
    for i = 1, columns do out[i] = kit.text(row[i]) end
    rows[#rows + 1] = out
    row = cursor:fetch({}, 'n')
  end
  return { rows = rows }
end

function shim.begin(conn)
  if not conn:setautocommit(false) then return nil, 'setautocommit gives false' end
  return {}
end

-- commit and rollback begin the next transaction at once, which setautocommit then ends.
local function ended(how)
  return function(conn)
    local ok, said = conn[how](conn)
    conn:setautocommit(true)
    if not ok then return nil, said or how .. ' gives false' end
    return {}
  end
end

shim.commit, shim.rollback = ended 'commit', ended 'rollback'

kit.serve(shim)
