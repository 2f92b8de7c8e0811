-- The shim protocol for Lua: what is left to a shim is its library's own calls.
--
-- A shim is a table with hello, which says what it is, and a function for each operation that its library has, named after the operation
-- in the protocol (docs/shim.md): connect(request) gives the session; all others are called with (session, request) and give a table of
-- what they answer besides ok. Where one fails it gives nil and what the library said, as Lua's libraries do, or raises it. An
-- operation without a function is answered as unsupported.
--
-- Lua does one thing at a time, and so do these shims.

local json = require 'dkjson'

local M = { PROTOCOL = 1, null = json.null }

local function refused(message, native)
  return { ok = false, error = { message = tostring(message), native = native } }
end

local function act(shim, sessions, request)
  local op = request.op
  if op == 'hello' then
    if request.protocol ~= M.PROTOCOL then return refused('protocol ' .. M.PROTOCOL .. ' is spoken here', 'Protocol') end
    local answer = { ok = true, protocol = M.PROTOCOL }
    for k, v in pairs(shim.hello) do answer[k] = v end
    return answer
  end
  if type(shim[op]) ~= 'function' then
    return { unsupported = true, why = shim.hello.name .. ' has no ' .. op }
  end
  local argument
  if op == 'connect' then
    sessions[request.session] = nil -- of an earlier scenario
    argument = request
  else
    argument = sessions[request.session]
    if not argument then return refused('there is no ' .. request.session, 'NoSession') end
  end
  local ran, got, said = pcall(shim[op], argument, request)
  if not ran then return refused(got, 'error') end
  if not got then return refused(said or 'it gives nil, and no reason', 'nil') end
  local answer = { ok = true }
  if op == 'connect' then
    sessions[request.session] = got
  elseif type(got) == 'table' then
    for k, v in pairs(got) do answer[k] = v end
  end
  return answer
end

-- serve speaks the protocol until there is nothing more to do.
function M.serve(shim)
  local sessions = {}
  io.stdout:setvbuf('line')
  for line in io.lines() do
    local request = json.decode(line, 1, json.null)
    if request.op == 'bye' then break end
    local answer = act(shim, sessions, request)
    answer.id = request.id
    io.write(json.encode(answer), '\n')
    io.flush()
  end
  os.exit(true, false)
end

-- placeholders is the statement with its $1, $2, … written by write(n). Those in quotes stay.
function M.placeholders(sql, write)
  local out, at = {}, 1
  while at <= #sql do
    local c = sql:sub(at, at)
    local part = (c == "'" or c == '"') and sql:match('^' .. c .. '[^' .. c .. ']*' .. c, at)
    local n = c == '$' and sql:match('^%$(%d+)', at)
    if n then
      out[#out + 1] = write(tonumber(n))
      at = at + 1 + #n
    else
      out[#out + 1] = part or c
      at = at + #(part or c)
    end
  end
  return table.concat(out)
end

-- text is a value as the protocol has it: text, or null for NULL.
function M.text(value)
  if value == nil then return json.null end
  if type(value) == 'boolean' then return value and 't' or 'f' end
  return tostring(value)
end

-- array has a table written as one, also where it is empty.
function M.array(t) return setmetatable(t, { __jsontype = 'array' }) end

return M
