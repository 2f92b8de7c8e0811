#lang racket/base
; Racket's db as its documentation uses it: postgresql-connect, query, start-transaction, commit-transaction, prepare, and its pool of
; threads: each session has one of its own, which does its requests in their order.
;
; It has no deadline for a call. A query that is broken by a break leaves its connection unusable, and so breaks are not used.
(require db openssl json racket/string racket/list racket/match)

(define hello
  (hasheq 'ok #t 'protocol 1 'name "racket-db" 'version (version) 'language "racket"
          'capabilities '("tx" "status" "prepare" "concurrent") 'reports '("status" "sqlstate" "diagnostics")
          'traits (hasheq 'deadline "none" 'connect_timeout_granularity_ms 86400000 'cancel "none" 'arguments "typed"
                          'dsn '("host" "port" "user" "password" "dbname" "sslmode" "sslrootcert"))
          'homepage "https://docs.racket-lang.org/db" 'issues_url "https://github.com/racket/db/issues"))

; A connection, and the statements that were prepared on it.
(struct session (conn statements))

(define sessions (make-hash))
(define turns (make-hash))
(define writing (make-semaphore 1))

(define (say request answer)
  (call-with-semaphore writing
    (lambda ()
      (write-json (hash-set answer 'id (hash-ref request 'id)))
      (newline)
      (flush-output))))

; The text of a value as PostgreSQL writes it.
(define (text value)
  (cond [(sql-null? value) (json-null)]
        [(string? value) value]
        [(boolean? value) (if value "t" "f")]
        [(bytes? value) (bytes->string/latin-1 value)]
        [(number? value) (number->string value)]
        [else (format "~a" value)]))

; Arguments in the types that a program has them in: digits are numbers, but where the statement itself says $1::text.
(define (arguments request sql)
  (for/list ([arg (hash-ref request 'args '())] [n (in-naturals 1)])
    (cond [(eq? arg (json-null)) sql-null]
          [(and (regexp-match? #px"^-?\\d+$" arg) (not (string-contains? sql (format "$~a::text" n)))) (string->number arg)]
          [else arg])))

(define (answer result)
  (match result
    [(rows-result _ rows) (hasheq 'rows (for/list ([row rows]) (map text (vector->list row))))]
    [_ (hasheq)]))

; The context of TLS: that of the default verifies nothing, and a program gives one that does (#:ssl-context).
(define (context request)
  (define c (ssl-make-client-context 'auto))
  (define root (hash-ref (hash-ref request 'parameters (hasheq)) 'sslrootcert #f))
  (when root
    (ssl-load-verify-source! c root)
    (ssl-set-verify! c #t)
    (ssl-set-verify-hostname! c (equal? (hash-ref request 'sslmode #f) "verify-full")))
  c)

(define (connect request)
  (session (postgresql-connect #:user (hash-ref request 'user) #:database (hash-ref request 'database)
                               #:password (let ([p (hash-ref request 'password #f)]) (and (string? p) p))
                               #:server (hash-ref request 'host) #:port (hash-ref request 'port)
                               #:ssl (match (hash-ref request 'sslmode "disable") ["disable" 'no] [(or "allow" "prefer") 'optional]
                                       [(or "require" "verify-ca" "verify-full") 'yes] [other (string->symbol other)])
                               #:ssl-context (context request))
           (make-hash)))

(define (operate op s request)
  (define conn (session-conn s))
  (match op
    ["query" (let ([sql (hash-ref request 'sql)]) (answer (apply query conn sql (arguments request sql))))]
    ["begin" (start-transaction conn) (hasheq)]
    ["commit" (commit-transaction conn) (hasheq)]
    ["rollback" (rollback-transaction conn) (hasheq)]
    ["prepare" (hash-set! (session-statements s) (hash-ref request 'name) (cons (prepare conn (hash-ref request 'sql)) (hash-ref request 'sql)))
               (hasheq)]
    ["execute" (match-let ([(cons statement sql) (hash-ref (session-statements s) (hash-ref request 'name))])
                 (answer (query conn (bind-prepared-statement statement (arguments request sql)))))]
    ["close" (disconnect conn) (hasheq)]
    ["status" (hasheq)]))

(define operations '("connect" "query" "begin" "commit" "rollback" "prepare" "execute" "close" "status"))

(define (state s) (hasheq 'status (if (connected? (session-conn s)) "open" "closed")))

(define fields
  (hasheq 'severity 'severity 'code 'sqlstate 'message 'message_primary 'detail 'message_detail 'hint 'message_hint
          'position 'statement_position 'where 'context 'schema 'schema_name 'table 'table_name 'column 'column_name
          'constraint 'constraint_name))

(define (claim e)
  (define said (hasheq 'message (exn-message e) 'native (format "~a" (let-values ([(type skipped) (struct-info e)]) (if type (object-name type) 'exn)))))
  (if (and (exn:fail:sql? e) (string? (exn:fail:sql-sqlstate e)))
      (hash-set* said 'sqlstate (exn:fail:sql-sqlstate e)
                 'diagnostics (for/hasheq ([part (exn:fail:sql-info e)] #:when (and (hash-has-key? fields (car part)) (string? (cdr part))))
                                (values (hash-ref fields (car part)) (cdr part))))
      said))

(define (act request)
  (define op (hash-ref request 'op))
  (define name (hash-ref request 'session))
  (when (equal? op "connect") (hash-remove! sessions name)) ; of an earlier scenario
  (define result
    (with-handlers ([exn:fail? (lambda (e) (hasheq 'ok #f 'error (claim e)))])
      (define got
        (if (equal? op "connect")
            (begin (hash-set! sessions name (connect request)) (hasheq))
            (operate op (hash-ref sessions name (lambda () (error "there is no session" name))) request)))
      (hash-set got 'ok #t)))
  (define s (hash-ref sessions name #f))
  (say request (if s (for/fold ([all result]) ([(k v) (state s)]) (hash-set all k v)) result)))

(define (turn name)
  (hash-ref! turns name
             (lambda ()
               (thread (lambda () (let loop () (act (thread-receive)) (loop)))))))

(let loop ()
  (define line (read-line))
  (unless (eof-object? line)
    (define request (string->jsexpr line))
    (match (hash-ref request 'op)
      ["bye" (void)]
      ["hello" (say request hello) (loop)]
      ["status" (thread (lambda () (act request))) (loop)]
      [op (if (member op operations)
              (thread-send (turn (hash-ref request 'session)) request)
              (say request (hasheq 'unsupported #t 'why (format "racket's db has no ~a" op))))
          (loop)])))
(exit 0)
