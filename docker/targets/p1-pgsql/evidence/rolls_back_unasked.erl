%% After an error within a transaction the library sends a ROLLBACK by itself: ROLLBACK TO SAVEPOINT fails, what follows is written
%% outside of any transaction, and COMMIT says COMMIT. Should: leave the transaction failed, as it is, until its owner ends it.
%% escript rolls_back_unasked.erl HOST PORT USER PASSWORD DATABASE
main([Host, Port, User, Password, Database]) ->
    application:load(p1_pgsql),
    {ok, Version} = application:get_key(p1_pgsql, vsn),
    io:format("p1_pgsql ~s~n", [Version]),
    {ok, Db} = pgsql:connect([{host, Host}, {port, list_to_integer(Port)}, {user, User}, {password, Password}, {database, Database}]),
    [io:format("~s~n    ~0p~n", [Sql, what(pgsql:squery(Db, Sql))]) || Sql <- [
        "CREATE TEMP TABLE account (id int, balance int NOT NULL)",
        "INSERT INTO account VALUES (1, 100), (2, 0)",
        "BEGIN",
        "UPDATE account SET balance = 0 WHERE id = 1",
        "SAVEPOINT s",
        "UPDATE account SET balance = NULL",
        "ROLLBACK TO SAVEPOINT s",
        "UPDATE account SET balance = 100 WHERE id = 2",
        "COMMIT",
        "SELECT id, balance FROM account ORDER BY id"]].

what({ok, [{error, Fields}]}) -> {error, proplists:get_value(message, Fields)};
what({ok, [{Tag, _, Rows}]}) -> {Tag, Rows};
what({ok, [Result]}) -> Result.
