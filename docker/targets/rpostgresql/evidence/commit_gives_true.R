# dbCommit gives TRUE where the server has refused the COMMIT (a deferred constraint), with a warning alone: 0 rows are there.
# Should: raise, or give FALSE. Rscript commit_gives_true.R HOST PORT USER PASSWORD DATABASE
suppressMessages(library(RPostgreSQL))
a <- commandArgs(TRUE)
cat("RPostgreSQL", as.character(packageVersion("RPostgreSQL")), "\n")
con <- dbConnect(PostgreSQL(), host = a[1], port = as.integer(a[2]), user = a[3], password = a[4], dbname = a[5])
dbGetQuery(con, "CREATE TEMP TABLE line (i int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
dbBegin(con)
dbGetQuery(con, "INSERT INTO line VALUES (1), (1)")
print(dbCommit(con))
print(dbGetQuery(con, "SELECT count(*) FROM line"))
