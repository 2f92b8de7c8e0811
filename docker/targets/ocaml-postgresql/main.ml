(* postgresql-ocaml as its documentation uses it: a connection object, exec with params and what is expected, prepare; transactions
   are their SQL.

   It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds, and libpq makes two of one. *)

open Shim

exception Refused of string * (string * string) list

module Client = struct
  type session = Postgresql.connection

  let understood =
    [ "host"; "hosts"; "port"; "dbname"; "user"; "password"; "passfile"; "channel_binding"; "connect_timeout"; "client_encoding"; "options";
      "application_name"; "keepalives"; "keepalives_idle"; "keepalives_interval"; "keepalives_count"; "tcp_user_timeout"; "gssencmode";
      "sslmode"; "sslcert"; "sslkey"; "sslrootcert"; "sslcrl"; "sslsni"; "requirepeer"; "ssl_min_protocol_version";
      "ssl_max_protocol_version"; "service"; "target_session_attrs" ]

  let version () =
    let asked = Unix.open_process_in "dpkg-query -W -f '${Version}' libpostgresql-ocaml-dev" in
    let said = try input_line asked with End_of_file -> "" in
    ignore (Unix.close_process_in asked);
    List.hd (String.split_on_char '-' said)

  let hello : (string * json) list =
    [ ("name", `String "ocaml-postgresql"); ("version", `String (version ())); ("language", `String "ocaml");
      ("capabilities", strings [ "tx"; "status"; "prepare"; "listen" ]); ("reports", strings [ "status"; "sqlstate"; "diagnostics" ]);
      ( "traits",
        `Assoc
          [ ("deadline", `String "none"); ("connect_timeout_granularity_ms", `Int 2000); ("cancel", `String "none");
            ("dsn", strings understood) ] );
      ("homepage", `String "https://mmottl.github.io/postgresql-ocaml");
      ("issues_url", `String "https://github.com/mmottl/postgresql-ocaml/issues") ]

  let connect request =
    let dsn = text "dsn" request in
    let given = member "connect_timeout" (match member "parameters" request with `Null -> `Assoc [] | p -> p) in
    let conninfo =
      match (number "timeout_ms" request, given) with
      | Some ms, `Null ->
          Printf.sprintf "%s%cconnect_timeout=%d" dsn (if String.contains dsn '?' then '&' else '?') ((ms + 999) / 1000)
      | _ -> dsn
    in
    new Postgresql.connection ~conninfo ()

  let fields (r : Postgresql.result) =
    let open Postgresql.Error_field in
    List.filter_map
      (fun (name, field) -> match r#error_field field with "" -> None | v -> Some (name, v) | exception _ -> None)
      [ ("severity", SEVERITY); ("sqlstate", SQLSTATE); ("message_primary", MESSAGE_PRIMARY); ("message_detail", MESSAGE_DETAIL);
        ("message_hint", MESSAGE_HINT); ("statement_position", STATEMENT_POSITION); ("context", CONTEXT); ("schema_name", SCHEMA_NAME);
        ("table_name", TABLE_NAME); ("column_name", COLUMN_NAME); ("constraint_name", CONSTRAINT_NAME) ]

  (* A program looks at a result's status. *)
  let answer (r : Postgresql.result) : (string * json) list =
    let row i = `List (List.init r#nfields (fun j -> if r#getisnull i j then `Null else `String (r#getvalue i j))) in
    match r#status with
    | Postgresql.Tuples_ok | Postgresql.Single_tuple ->
        [ ("rows", `List (List.init r#ntuples row)); ("tag", `String r#cmd_status) ]
    | Postgresql.Command_ok | Postgresql.Empty_query -> [ ("tag", `String r#cmd_status) ]
    | _ -> raise (Refused (r#error, fields r))

  let params request =
    Option.value ~default:[] (args request) |> List.map (Option.value ~default:Postgresql.null) |> Array.of_list

  let wait (c : session) seconds =
    let limit = Unix.gettimeofday () +. seconds in
    let rec next () =
      match c#notifies with
      | Some n -> [ ("channel", `String n.Postgresql.Notification.name); ("payload", `String n.Postgresql.Notification.extra) ]
      | None ->
          let left = limit -. Unix.gettimeofday () in
          let ready, _, _ = Unix.select [ c#socket_descr ] [] [] (max 0. left) in
          if ready = [] then failwith "no notification within the caller's time";
          c#consume_input;
          next ()
    in
    next ()

  let operate (c : session) request =
    let plain sql = answer (c#exec sql) in
    match text "op" request with
    | "close" ->
        c#finish;
        []
    | "query" when args request = None -> plain (text "sql" request)
    | "query" -> answer (c#exec ~params:(params request) (text "sql" request))
    | "begin" -> plain "BEGIN"
    | "commit" -> plain "COMMIT"
    | "rollback" -> plain "ROLLBACK"
    | "prepare" -> answer (c#prepare (text "name" request) (text "sql" request)) |> fun _ -> []
    | "execute" -> answer (c#exec_prepared ~params:(params request) (text "name" request))
    | "listen" -> plain ("LISTEN \"" ^ text "channel" request ^ "\"")
    | "wait_notification" -> wait c (match number "timeout_ms" request with Some ms -> float ms /. 1000. | None -> 1e9)
    | _ -> raise Unsupported

  let state (c : session) : (string * json) list =
    let status = try if c#status = Postgresql.Ok then "open" else "closed" with Failure _ -> "closed" (* of one that was finished *) in
    [ ("status", `String status) ]

  let claim = function
    | Refused (message, fields) ->
        [ ("message", `String message); ("native", `String "result"); ("diagnostics", `Assoc (List.map (fun (n, v) -> (n, `String v)) fields)) ]
        @ (match List.assoc_opt "sqlstate" fields with Some code -> [ ("sqlstate", `String code) ] | None -> [])
    | Postgresql.Error e -> [ ("message", `String (Postgresql.string_of_error e)) ]
    | _ -> []
end

module Main = Serve (Client)

let () = Main.run ()
