%% p1_pgsql as ejabberd uses it: squery for a statement, BEGIN and COMMIT as statements, since it has no calls for them, and prepare and
%% execute where there are arguments. A call has a deadline: the timeout of its gen_server, given with the call, after which the caller
%% exits and the connection goes on.
-module(shim).
-export([main/0]).

main() ->
    application:load(p1_pgsql),
    application:ensure_all_started(ssl),
    process_flag(trap_exit, true),
    io:setopts(user, [binary, {encoding, utf8}]),
    group_leader(whereis(standard_error), self()), % the library prints what it does
    loop(#{}).

loop(Sessions) ->
    case io:get_line(user, "") of
        eof -> halt(0);
        Line ->
            Request = json:decode(string:trim(Line)),
            case maps:get(<<"op">>, Request) of
                <<"bye">> -> halt(0);
                Op ->
                    {Answer, Next} = act(Op, Request, Sessions),
                    write(Request, Answer),
                    loop(Next)
            end
    end.

write(Request, Answer) ->
    io:put_chars(user, [json:encode(Answer#{<<"id">> => maps:get(<<"id">>, Request)}), "\n"]).

act(<<"hello">>, _, Sessions) ->
    {ok, Version} = application:get_key(p1_pgsql, vsn),
    {#{ok => true, protocol => 1, name => <<"p1_pgsql">>, version => list_to_binary(Version), language => <<"erlang">>,
       capabilities => [<<"tx">>], reports => [<<"sqlstate">>],
       traits => #{deadline => none, cancel => none, dsn => [host, port, user, password, dbname]},
       homepage => <<"https://github.com/processone/p1_pgsql">>, issues_url => <<"https://github.com/processone/p1_pgsql/issues">>}, Sessions};
act(<<"connect">>, Request, Sessions) ->
    Name = maps:get(<<"session">>, Request),
    Text = fun(Key) -> binary_to_list(maps:get(Key, Request, <<>>)) end,
    Options = [{host, Text(<<"host">>)}, {port, maps:get(<<"port">>, Request)}, {user, Text(<<"user">>)}, {password, Text(<<"password">>)},
               {database, Text(<<"database">>)}, {transport, transport(maps:get(<<"sslmode">>, Request, <<"disable">>))}, {connect_timeout, case maps:get(<<"timeout_ms">>, Request, 0) of 0 -> 5000; Ms -> Ms end}],
    Without = maps:remove(Name, Sessions),
    case caught(fun() -> pgsql:connect(Options) end) of
        {ok, Pid} -> {#{ok => true}, Without#{Name => Pid}};
        Other -> {#{ok => false, error => claim(Other)}, Without}
    end;
act(Op, Request, Sessions) ->
    case lists:member(Op, [<<"query">>, <<"begin">>, <<"commit">>, <<"rollback">>, <<"close">>]) of
        false -> {#{unsupported => true, why => <<"p1_pgsql has no ", Op/binary>>}, Sessions};
        true ->
            case maps:find(maps:get(<<"session">>, Request), Sessions) of
                error -> {#{ok => false, error => #{message => <<"there is no such session">>}}, Sessions};
                {ok, Pid} -> {operate(Op, Request, Pid), Sessions}
            end
    end.

%% It has TLS, and nothing by which a certificate could be verified.
transport(Mode) when Mode =:= <<"require">>; Mode =:= <<"verify-ca">>; Mode =:= <<"verify-full">> -> ssl;
transport(_) -> tcp.

operate(<<"close">>, _, Pid) ->
    answer(caught(fun() -> {ok, [{pgsql:terminate(Pid), []}]} end));
operate(<<"query">>, #{<<"args">> := Args, <<"sql">> := Sql}, Pid) ->
    %% A statement with a name, since there is no other call with arguments.
    answer(caught(fun() ->
        case pgsql:prepare(Pid, "shim", binary_to_list(Sql)) of
            {ok, _, _, _} -> run(Pid, Args);
            {ok, _, _} -> run(Pid, Args);
            Other -> Other
        end
    end));
operate(<<"query">>, #{<<"sql">> := Sql}, Pid) -> squery(Pid, Sql);
operate(<<"begin">>, _, Pid) -> squery(Pid, <<"BEGIN">>);
operate(<<"commit">>, _, Pid) -> squery(Pid, <<"COMMIT">>);
operate(<<"rollback">>, _, Pid) -> squery(Pid, <<"ROLLBACK">>).

run(Pid, Args) ->
    Got = pgsql:execute(Pid, "shim", [argument(A) || A <- Args]),
    pgsql:unprepare(Pid, "shim"),
    Got.

argument(null) -> null;
argument(Text) -> binary_to_list(Text).

squery(Pid, Sql) -> answer(caught(fun() -> pgsql:squery(Pid, Sql, infinity) end)).

caught(Call) ->
    try Call()
    catch
        exit:Reason -> {exit, Reason};
        error:Reason -> {error, Reason}
    end.

%% answer: what one statement gave. A server's error is in the list of what it gave, beside an ok.
answer({ok, [{error, Fields}]}) -> #{ok => false, error => claim({error, Fields})};
answer({ok, [{Tag, Columns, Rows}]}) when is_list(Columns), is_list(Rows) ->
    #{ok => true, tag => text(Tag), rows => [[value(V) || V <- Row] || Row <- Rows]};
answer({ok, [{Tag, [First | _] = Rows}]}) when is_list(First); is_tuple(First) ->
    #{ok => true, tag => text(Tag), rows => [[value(V) || V <- row(Row)] || Row <- Rows]};
answer({ok, [{Tag, _}]}) -> tagged(Tag);
answer({ok, [Tag]}) -> tagged(Tag);
answer({ok, []}) -> #{ok => true};
answer({ok, Result}) when is_tuple(Result) -> answer({ok, [Result]});
answer({ok, Tag, Rows}) when is_list(Rows) -> #{ok => true, tag => text(Tag), rows => [[value(V) || V <- Row] || Row <- Rows]};
answer({ok, Tag}) -> tagged(Tag);
answer(Other) -> #{ok => false, error => claim(Other)}.

row(Row) when is_tuple(Row) -> tuple_to_list(Row);
row(Row) -> Row.

tagged(ok) -> #{ok => true};
tagged(Tag) -> #{ok => true, tag => text(Tag)}.

text(T) when is_binary(T) -> T;
text(T) when is_atom(T) -> atom_to_binary(T);
text(T) ->
    %% Bytes, as they came.
    case catch unicode:characters_to_binary(iolist_to_binary(T)) of
        B when is_binary(B) -> B;
        _ -> shown(T)
    end.

shown(T) -> unicode:characters_to_binary(io_lib:format("~0tp", [T])).

value(null) -> null;
value({Type, V}) when is_atom(Type) -> value(V); % those of execute
value(V) when is_integer(V) -> integer_to_binary(V);
value(V) when is_float(V) -> float_to_binary(V, [short]);
value(V) when is_binary(V) ->
    case unicode:characters_to_binary(V) of
        Text when is_binary(Text) -> Text;
        _ -> shown(V)
    end;
value(V) -> text(V).

claim({error, Fields}) when is_list(Fields) ->
    case lists:keyfind(code, 1, Fields) of
        {code, Code} -> #{message => message(Fields), native => <<"error">>, sqlstate => text(Code)};
        false -> #{message => shown(Fields), native => <<"error">>}
    end;
claim(Other) -> #{message => shown(Other), native => shown(element(1, Other))}.

message(Fields) ->
    case lists:keyfind(message, 1, Fields) of
        {message, M} -> text(M);
        false -> shown(Fields)
    end.
