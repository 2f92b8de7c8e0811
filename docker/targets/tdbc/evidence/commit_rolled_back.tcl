# commit of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.
# tclsh commit_rolled_back.tcl, with PGHOST, PGPORT, PGUSER and PGDATABASE
package require tdbc::postgres
puts "tdbc::postgres [package present tdbc::postgres]"
tdbc::postgres::connection create db -host $env(PGHOST) -port $env(PGPORT) -user $env(PGUSER) -db $env(PGDATABASE)
db allrows {DROP TABLE IF EXISTS evidence}
db allrows {CREATE TABLE evidence (n int)}
db begintransaction
db allrows {INSERT INTO evidence VALUES (1)}
if {[catch {db allrows {SELECT 1/0}} said options]} {puts "a statement fails: [lindex [dict get $options -errorcode] 2]"}
db commit
puts "commit returns"
puts "rows that are there: [db allrows -as lists {SELECT count(*) FROM evidence}]"
