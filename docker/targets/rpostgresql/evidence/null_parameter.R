# A NULL among the parameters of a statement is sent as the text "NA": there is no value that is NULL.
# Rscript null_parameter.R HOST PORT USER PASSWORD DATABASE
suppressMessages(library(RPostgreSQL))
a <- commandArgs(TRUE)
cat("RPostgreSQL", as.character(packageVersion("RPostgreSQL")), "\n")
conn <- dbConnect(dbDriver("PostgreSQL"), host = a[1], port = as.integer(a[2]), user = a[3], password = a[4], dbname = a[5])
got <- dbGetQuery(conn, "SELECT $1::text IS NULL AS is_null, $1::text AS is", NA_character_)
cat("the server was given NULL:", got$is_null, "; it was given:", got$is, "\n")
