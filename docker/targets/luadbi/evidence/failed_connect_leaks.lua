-- A connect that fails leaves its connection's memory and socket: PQfinish is not called. lua5.4 failed_connect_leaks.lua HOST PORT USER
local DBI = require 'DBI'
local function files()
  local n, list = 0, io.popen('ls /proc/' .. io.open '/proc/self/stat':read 'n' .. '/fd')
  for _ in list:lines() do n = n + 1 end
  list:close()
  return n
end
print('LuaDBI', DBI._VERSION)
local before = files()
for i = 1, 20 do
  local dbh, said = DBI.Connect('PostgreSQL', 'postgres', arg[3], 'wrong', arg[1], tonumber(arg[2]))
  if i == 1 then print('a connect fails:', dbh, said) end
end
collectgarbage()
print('after 20 of them, files that are open and were not before:', files() - before)
