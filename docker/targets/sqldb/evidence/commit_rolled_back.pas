program commit_rolled_back;
{ Commit of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.
  fpc commit_rolled_back.pas && ./commit_rolled_back HOST PORT USER DATABASE }
{$mode objfpc}{$H+}
uses
  cmem, SysUtils, SQLDB, PQConnection;
var
  Conn: TPQConnection;
  Tx: TSQLTransaction;
  Query: TSQLQuery;
begin
  Conn := TPQConnection.Create(nil);
  Tx := TSQLTransaction.Create(nil);
  Conn.Transaction := Tx;
  Conn.HostName := ParamStr(1);
  Conn.Params.Add('port=' + ParamStr(2));
  Conn.UserName := ParamStr(3);
  Conn.DatabaseName := ParamStr(4);
  WriteLn('Free Pascal ', {$I %FPCVERSION%});
  Conn.ExecuteDirect('DROP TABLE IF EXISTS evidence');
  Conn.ExecuteDirect('CREATE TABLE evidence (n int)');
  Tx.Commit;
  Conn.ExecuteDirect('INSERT INTO evidence VALUES (1)');
  try
    Conn.ExecuteDirect('SELECT 1/0');
  except
    on E: EPQDatabaseError do WriteLn('a statement fails: ', E.SQLSTATE);
  end;
  Tx.Commit;
  WriteLn('Commit returns');
  Query := TSQLQuery.Create(nil);
  Query.DataBase := Conn;
  Query.SQL.Text := 'SELECT count(*) FROM evidence';
  Query.Open;
  WriteLn('rows that are there: ', Query.Fields[0].AsString);
end.
