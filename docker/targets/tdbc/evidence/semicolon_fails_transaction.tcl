# A text with a semicolon is refused by the library itself, and its cleaning up sends DEALLOCATE of a statement that was never prepared: the
# server's error of that fails the transaction. An error that was handled, and commit returns: 0 rows are there. A semicolon within
# a dollar-quoted body, as DO and CREATE FUNCTION have it, is refused as well.
# tclsh semicolon_fails_transaction.tcl HOST PORT USER PASSWORD DATABASE
package require tdbc::postgres
lassign $argv host port user password database
puts "tdbc::postgres [package present tdbc::postgres]"
set db [tdbc::postgres::connection new -host $host -port $port -user $user -password $password -database $database]
$db allrows {DROP TABLE IF EXISTS tdbc_semicolon}
$db allrows {CREATE TABLE tdbc_semicolon (i int)}
$db begintransaction
$db allrows {INSERT INTO tdbc_semicolon VALUES (1)}
if {[catch {$db allrows {DO $$ BEGIN PERFORM 1; END $$}} said]} {puts "handled: $said"}
puts "commit: [catch {$db commit} said] $said"
puts "rows: [$db allrows {SELECT count(*) FROM tdbc_semicolon}]"
$db allrows {DROP TABLE tdbc_semicolon}
