# dbCommit of a transaction in which a statement has failed returns TRUE, though the server answers COMMIT with ROLLBACK.
# Rscript commit_rolled_back.R HOST PORT USER PASSWORD DATABASE
suppressMessages(library(RPostgreSQL))
a <- commandArgs(TRUE)
cat("RPostgreSQL", as.character(packageVersion("RPostgreSQL")), "\n")
conn <- dbConnect(dbDriver("PostgreSQL"), host = a[1], port = as.integer(a[2]), user = a[3], password = a[4], dbname = a[5])
run <- function(sql) invisible(dbGetQuery(conn, sql))
run("DROP TABLE IF EXISTS evidence")
run("CREATE TABLE evidence (n int)")
dbBegin(conn)
run("INSERT INTO evidence VALUES (1)")
tryCatch(dbSendQuery(conn, "SELECT 1/0"), error = function(e) cat("a statement fails:", strsplit(conditionMessage(e), "\n")[[1]][1], "\n"))
cat("dbCommit gives", dbCommit(conn), "\n")
cat("rows that are there:", run("SELECT count(*) FROM evidence")$count, "\n")
