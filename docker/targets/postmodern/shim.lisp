;;; Postmodern as its documentation uses it: open-database, exec-query and prepared statements of its layer cl-postgres,
;;; with-transaction. Each session has a thread of its own, which does its requests in their order; a block of with-transaction
;;; is entered by begin, and left by commit or by an error.
;;;
;;; It has no deadline, and none for a connect.

(require :asdf)
(require :sb-concurrency)
(handler-bind ((warning #'muffle-warning))
  (let ((*standard-output* (make-broadcast-stream)) (*error-output* (make-broadcast-stream)))
    (asdf:load-system :postmodern)
    (asdf:load-system :yason)))

(defpackage :shim (:use :cl))
(in-package :shim)

(defvar *out*)
(defvar *writing* (sb-thread:make-mutex))
(defvar *sessions* (make-hash-table :test 'equal :synchronized t))
(defvar *turns* (make-hash-table :test 'equal :synchronized t))

(define-condition no-session (error) () (:report "there is no such session"))
(define-condition no-transaction (error) () (:report "no transaction was begun"))
(define-condition roll-back (error) () (:report "the program leaves its block, which rolls back then"))

(defun object (&rest pairs)
  (loop with all = (make-hash-table :test 'equal)
        for (name value) on pairs by #'cddr
        do (setf (gethash name all) value)
        finally (return all)))

(defun hello ()
  (object "ok" 'yason:true "protocol" 1 "name" "postmodern" "language" "lisp"
          "version" (asdf:component-version (asdf:find-system :postmodern))
          "capabilities" (list "tx" "status" "prepare" "concurrent") "reports" (list "status" "sqlstate")
          "traits" (object "deadline" "none" "connect_timeout_granularity_ms" 86400000 "cancel" "none" "arguments" "typed"
                           "dsn" (list "host" "port" "user" "password" "dbname"))
          "homepage" "https://marijnhaverbeke.nl/postmodern" "issues_url" "https://github.com/marijnh/Postmodern/issues"))

(defun say (request answer)
  (setf (gethash "id" answer) (gethash "id" request))
  (let ((conn (gethash (gethash "session" request) *sessions*)))
    (when (and conn (not (gethash "unsupported" answer)))
      (setf (gethash "status" answer) (if (ignore-errors (cl-postgres:database-open-p conn)) "open" "closed"))))
  (sb-thread:with-mutex (*writing*)
    (yason:encode answer *out*)
    (terpri *out*)
    (finish-output *out*)))

(defun claim (e)
  (let ((said (object "message" (remove-if-not #'graphic-char-p (substitute #\Space #\Newline (princ-to-string e)))
                      "native" (string-downcase (princ-to-string (type-of e))))))
    (when (and (typep e 'cl-postgres:database-error) (cl-postgres:database-error-code e))
      (setf (gethash "sqlstate" said) (cl-postgres:database-error-code e)))
    (object "ok" 'yason:false "error" said)))

(defun text (value)
  (cond ((eq value :null) nil) ; which is written as null
        ((stringp value) value)
        ((eq value t) "t")
        ((null value) "f")
        (t (princ-to-string value))))

(defun rows (got) (object "ok" 'yason:true "rows" (coerce (mapcar (lambda (row) (coerce (mapcar #'text row) 'vector)) got) 'vector)))

;;; Arguments in the types that a program has them in: digits are numbers, but where the statement itself says $1::text.
(defun arguments (request sql)
  (loop for arg being the elements of (gethash "args" request) and n from 1
        collect (cond ((not (stringp arg)) :null)
                      ((and (plusp (length arg)) (every #'digit-char-p (string-left-trim "-" arg)) (string/= arg "-")
                            (not (search (format nil "$~d::text" n) sql)))
                       (parse-integer arg))
                      (t (plain arg)))))

;;; The parser's texts are adjustable, which cl-postgres does not take.
(defun plain (value) (if (stringp value) (coerce value 'simple-string) value))

(defun connect (request)
  (flet ((part (name) (plain (gethash name request))))
    (cl-postgres:open-database (part "database") (part "user") (part "password") (part "host") (part "port"))))

(defun conn-of (request) (or (gethash (gethash "session" request) *sessions*) (error 'no-session)))

(defvar *statements* (make-hash-table :test 'equal :synchronized t))

(defun query (request)
  (let ((conn (conn-of request)) (sql (plain (gethash "sql" request))))
    (rows (if (nth-value 1 (gethash "args" request))
              (progn (cl-postgres:prepare-query conn "" sql)
                     (cl-postgres:exec-prepared conn "" (arguments request sql) 'cl-postgres:list-row-reader))
              (cl-postgres:exec-query conn sql 'cl-postgres:list-row-reader)))))

(defun act (request)
  (let ((op (gethash "op" request)) (name (gethash "session" request)))
    (cond ((string= op "connect")
           (remhash name *sessions*) ; of an earlier scenario
           (setf (gethash name *sessions*) (connect request))
           (object "ok" 'yason:true))
          ((string= op "query") (query request))
          ((string= op "close") (cl-postgres:close-database (conn-of request)) (object "ok" 'yason:true))
          ((string= op "prepare")
           (setf (gethash (cons name (gethash "name" request)) *statements*) (gethash "sql" request))
           (cl-postgres:prepare-query (conn-of request) (plain (gethash "name" request)) (plain (gethash "sql" request)))
           (object "ok" 'yason:true))
          ((string= op "execute")
           (rows (cl-postgres:exec-prepared
                  (conn-of request) (plain (gethash "name" request))
                  (arguments request (gethash (cons name (gethash "name" request)) *statements* ""))
                  'cl-postgres:list-row-reader)))
          (t (error 'no-transaction)))))

(defun answered (request) (handler-case (act request) (error (e) (claim e))))

;;; What comes until the block is left, and the request that leaves it. A connect leaves it too: its scenario is over.
(defun inside (turn)
  (loop for request = (sb-concurrency:receive-message turn)
        for op = (gethash "op" request)
        when (member op '("commit" "rollback" "connect") :test #'string=) return request
        do (say request (answered request))))

(defun in-block (begin turn)
  (let ((last nil) (answer nil))
    (handler-case
        (let ((postmodern:*database* (conn-of begin)))
          (postmodern:with-transaction ()
            (say begin (object "ok" 'yason:true))
            (setf last (inside turn))
            (unless (string= (gethash "op" last) "commit") (error 'roll-back)))
          (setf answer (object "ok" 'yason:true)))
      (roll-back () (setf answer (object "ok" 'yason:true)))
      (error (e) (setf answer (claim e))))
    (cond ((null last) (say begin answer))
          ((string= (gethash "op" last) "connect") (say last (answered last)))
          (t (say last answer)))))

(defun turn (name)
  (or (gethash name *turns*)
      (let ((turn (sb-concurrency:make-mailbox)))
        (setf (gethash name *turns*) turn)
        (sb-thread:make-thread
         (lambda ()
           (loop for request = (sb-concurrency:receive-message turn)
                 do (if (string= (gethash "op" request) "begin")
                        (in-block request turn)
                        (say request (answered request))))))
        turn)))

(defun main ()
  (sb-ext:disable-debugger)
  (setf *out* (sb-sys:make-fd-stream 1 :output t :external-format :utf-8 :buffering :full)
        yason:*parse-json-null-as-keyword* t)
  (let ((in (sb-sys:make-fd-stream 0 :input t :external-format :utf-8 :buffering :line)))
    (loop for line = (read-line in nil)
          while line
          do (let* ((request (yason:parse line)) (op (gethash "op" request)))
               (cond ((string= op "bye") (return))
                     ((string= op "hello") (say request (hello)))
                     ((string= op "status")
                      (say request (if (gethash (gethash "session" request) *sessions*) (object "ok" 'yason:true) (claim (make-condition 'no-session)))))
                     ((member op '("connect" "query" "close" "begin" "commit" "rollback" "prepare" "execute") :test #'string=)
                      (sb-concurrency:send-message (turn (gethash "session" request)) request))
                     (t (say request (object "unsupported" 'yason:true "why" (format nil "postmodern has no ~a" op))))))))
  (sb-ext:exit :code 0 :abort t))
