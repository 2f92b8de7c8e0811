%% With the transport ssl every connect fails: no options are passed on, and OTP asks since release 26 for authorities or verify_none.
%% The server is one with TLS: escript ssl_never_connects.erl HOST PORT USER DATABASE
main([Host, Port, User, Database]) ->
    application:load(p1_pgsql),
    {ok, Version} = application:get_key(p1_pgsql, vsn),
    io:format("p1_pgsql ~s, OTP ~s~n", [Version, erlang:system_info(otp_release)]),
    {ok, _} = application:ensure_all_started(ssl),
    process_flag(trap_exit, true),
    Options = [{host, Host}, {port, list_to_integer(Port)}, {user, User}, {password, ""}, {database, Database}],
    [io:format("transport ~p: ~0p~n", [T, what(catch pgsql:connect([{transport, T} | Options]))]) || T <- [tcp, ssl]].

what({ok, _}) -> connected;
what(Other) -> Other.
