(* The shim protocol for OCaml: what is left to a shim is its library's own calls.

   A shim is a module with hello, which says what it is, connect, which gives a session, and operate, which does an operation on one and
   gives what it answers besides ok; an operation that its library has not is Unsupported. state is what the library says of a session
   now, and claim what its exception says.

   These do one thing at a time. *)

type json = Yojson.Safe.t

exception Unsupported
exception No_session of string

module type Client = sig
  type session

  val hello : (string * json) list
  val connect : json -> session
  val operate : session -> json -> (string * json) list
  val state : session -> (string * json) list
  val claim : exn -> (string * json) list
end

let protocol = 1
let member = Yojson.Safe.Util.member
let text name request = Yojson.Safe.Util.to_string (member name request)
let text_opt name request = Yojson.Safe.Util.to_string_option (member name request)
let number name request = Yojson.Safe.Util.to_int_option (member name request)

(* The arguments of a request: None where it has none, and None in them for NULL. *)
let args request =
  match member "args" request with
  | `List all -> Some (List.map Yojson.Safe.Util.to_string_option all)
  | _ -> None

let value = function None -> `Null | Some v -> `String v
let strings all : json = `List (List.map (fun s -> `String s) all)
let said ok more : json = `Assoc (("ok", `Bool ok) :: more)
let failed claim = said false [ ("error", `Assoc claim) ]

module Serve (C : Client) = struct
  let sessions : (string, C.session) Hashtbl.t = Hashtbl.create 8

  let act request =
    match text "op" request with
    | "hello" when number "protocol" request = Some protocol -> said true (("protocol", `Int protocol) :: C.hello)
    | "hello" -> failed [ ("message", `String "protocol 1 is spoken here") ]
    | op -> (
        let name = Option.value ~default:"" (text_opt "session" request) in
        let state () = match Hashtbl.find_opt sessions name with None -> [] | Some s -> C.state s in
        try
          if op = "connect" then (
            Hashtbl.remove sessions name (* of an earlier scenario *);
            Hashtbl.replace sessions name (C.connect request);
            said true (state ()))
          else
            let session = match Hashtbl.find_opt sessions name with Some s -> s | None -> raise (No_session name) in
            let more = if op = "status" then [] else C.operate session request in
            said true (more @ state ())
        with
        | Unsupported -> `Assoc [ ("unsupported", `Bool true); ("why", `String ("it has no " ^ op)) ]
        | e ->
            let claim = ("message", `String (Printexc.to_string e)) :: ("native", `String (Printexc.exn_slot_name e)) :: [] in
            let own = C.claim e in
            let claim = own @ List.filter (fun (name, _) -> not (List.mem_assoc name own)) claim in
            said false (("error", `Assoc claim) :: (try state () with _ -> [])))

  let run () =
    (try
       while true do
         let request = Yojson.Safe.from_string (input_line stdin) in
         if text "op" request = "bye" then raise End_of_file;
         let answer = match act request with `Assoc fields -> `Assoc (("id", member "id" request) :: fields) | other -> other in
         print_string (Yojson.Safe.to_string answer ^ "\n");
         flush stdout
       done
     with End_of_file -> ());
    exit 0
end
