# RPostgreSQL as its documentation uses it: dbConnect, dbGetQuery, dbBegin, dbCommit and dbRollback.
#
# It has no deadline, and none for a connect; errors are texts. R does one thing at a time.

suppressMessages({
  library(RPostgreSQL)
  library(jsonlite)
})

protocol <- 1
driver <- dbDriver("PostgreSQL")
sessions <- new.env()
out <- stdout()

word <- function(value) unbox(as.character(value))

hello <- list(
  name = word("rpostgresql"), version = word(packageVersion("RPostgreSQL")), language = word("r"), capabilities = "tx",
  reports = character(0),
  traits = list(
    deadline = word("none"), connect_timeout_granularity_ms = unbox(86400000L), cancel = word("none"),
    dsn = c("host", "port", "user", "password", "dbname", "options")),
  homepage = word("https://github.com/tomoakin/RPostgreSQL"), issues_url = word("https://github.com/tomoakin/RPostgreSQL/issues"))

connect <- function(request) {
  options <- request$parameters$options
  dbConnect(driver, host = request$host, port = request$port, user = request$user,
    password = if (is.null(request$password)) "" else request$password, dbname = request$database,
    options = if (is.null(options)) "" else options)
}

# A row of a data frame as the protocol has it: text, or null for NULL.
texts <- function(frame) {
  lapply(seq_len(nrow(frame)), function(i) {
    lapply(unname(as.list(frame[i, , drop = FALSE])), function(value) {
      if (is.na(value)) return(unbox(NA))
      if (is.logical(value)) return(word(if (value) "t" else "f"))
      if (is.numeric(value)) return(word(format(value, digits = 15, scientific = FALSE, trim = TRUE)))
      word(value)
    })
  })
}

# interpolated is the statement with its arguments in it, as sqlInterpolate of DBI writes them: RPostgreSQL's own parameters have no
# NULL, and make a text of it.
interpolated <- function(conn, request) {
  quoted <- "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\""
  sql <- gsub(paste0("(?:", quoted, ")(*SKIP)(*F)|\\$(\\d+)"), "?a\\1", request$sql, perl = TRUE)
  named <- unique(regmatches(sql, gregexpr("(?<=\\?a)\\d+", sql, perl = TRUE))[[1]])
  values <- lapply(as.integer(named), function(n) if (is.null(request$args[[n]])) NA_character_ else request$args[[n]])
  sqlInterpolate(conn, sql, .dots = setNames(values, paste0("a", named)))
}

query <- function(conn, request) {
  result <- dbSendQuery(conn, if (is.null(request$args)) request$sql else interpolated(conn, request))
  on.exit(dbClearResult(result))
  if (length(dbColumnInfo(result)$name) == 0) return(list())
  frame <- fetch(result, n = -1)
  if (is.null(frame) || length(frame) == 0) list(rows = list()) else list(rows = texts(frame))
}

# What gives FALSE has failed.
held <- function(done) if (isTRUE(done)) list() else stop("it gives FALSE")

operations <- list(
  query = query,
  begin = function(conn, request) held(dbBegin(conn)),
  commit = function(conn, request) held(dbCommit(conn)),
  rollback = function(conn, request) held(dbRollback(conn)),
  close = function(conn, request) held(dbDisconnect(conn)))

act <- function(request) {
  op <- request$op
  if (op == "hello") {
    if (!identical(as.integer(request$protocol), 1L)) {
      return(list(ok = unbox(FALSE), error = list(message = word("protocol 1 is spoken here"))))
    }
    return(c(list(ok = unbox(TRUE), protocol = unbox(1L)), hello))
  }
  if (op != "connect" && is.null(operations[[op]])) {
    return(list(unsupported = unbox(TRUE), why = word(paste("RPostgreSQL has no", op))))
  }
  tryCatch({
    if (op == "connect") {
      sessions[[request$session]] <- NULL # of an earlier scenario
      sessions[[request$session]] <- connect(request)
      list(ok = unbox(TRUE))
    } else {
      conn <- sessions[[request$session]]
      if (is.null(conn)) stop("there is no session ", request$session)
      c(list(ok = unbox(TRUE)), operations[[op]](conn, request))
    }
  }, error = function(e) {
    list(ok = unbox(FALSE), error = list(message = word(conditionMessage(e)), native = word(class(e)[1])))
  })
}

input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  request <- fromJSON(line, simplifyVector = FALSE)
  if (request$op == "bye") break
  answer <- c(list(id = unbox(request$id)), act(request))
  cat(toJSON(answer, null = "null", na = "null"), "\n", sep = "", file = out)
  flush(out)
}
quit(status = 0)
