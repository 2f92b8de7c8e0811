program shim;
{ sqldb of Free Pascal as its documentation uses it: a TPQConnection, a TSQLTransaction, and a TSQLQuery for each statement, with its
  parameters by their names. A statement by itself is in a transaction of the kind that sqldb calls implicit, which sends nothing.

  It has no deadline: connect_timeout bounds the connect alone, in whole seconds, and libpq makes two of one. }
{$mode objfpc}{$H+}

uses
  cmem, cwstring, SysUtils, StrUtils, Classes, DB, SQLDB, PQConnection, fpjson, jsonparser;

type
  EUnsupported = class(Exception);

  TSession = class
    Connection: TPQConnection;
    Transaction: TSQLTransaction;
    Begun: Boolean;
    constructor Create(Request: TJSONObject);
    destructor Destroy; override;
    procedure Query(Request, Answer: TJSONObject);
    procedure Finish(Commit: Boolean);
  end;

const
  Parameters: array of string = ('sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name', 'options', 'connect_timeout', 'target_session_attrs');

var
  Sessions: TStringList;

constructor TSession.Create(Request: TJSONObject);
var
  Given: TJSONObject;
  Name: string;
  Limit: Int64;
begin
  Connection := TPQConnection.Create(nil);
  Transaction := TSQLTransaction.Create(nil);
  Connection.Transaction := Transaction;
  Connection.HostName := Request.Get('host', '');
  Connection.DatabaseName := Request.Get('database', '');
  Connection.UserName := Request.Get('user', '');
  Connection.Password := Request.Get('password', '');
  Connection.Params.Add('port=' + IntToStr(Request.Get('port', 5432)));
  Given := Request.Get('parameters', TJSONObject(nil));
  for Name in Parameters do
    if (Name = 'sslmode') and (Request.Get('sslmode', '') <> '') then
      Connection.Params.Add('sslmode=' + Request.Get('sslmode', ''))
    else if Assigned(Given) and (Given.Get(Name, '') <> '') then
      Connection.Params.Add(Name + '=''' + StringReplace(StringReplace(Given.Get(Name, ''), '\', '\\', [rfReplaceAll]), '''', '\''', [rfReplaceAll]) + '''');
  Limit := Request.Get('timeout_ms', Int64(0));
  if (Limit > 0) and (Connection.Params.IndexOfName('connect_timeout') < 0) then
    Connection.Params.Add('connect_timeout=' + IntToStr((Limit + 999) div 1000));
  Connection.Open;
end;

destructor TSession.Destroy;
begin
  try
    Connection.Close(True);
  except
    on E: Exception do WriteLn(StdErr, 'close: ', E.Message);
  end;
  Transaction.Free;
  Connection.Free;
end;

{ Its parameters are :a1, :a2, …, with a space behind, since it takes what follows up to one for the name; what is in quotes stays. }
function Named(const SQL: string; Params: TStrings): string;
var
  i, j: Integer;
  Quote: Char;
begin
  Result := '';
  Quote := #0;
  i := 1;
  while i <= Length(SQL) do
  begin
    if Quote <> #0 then
    begin
      if SQL[i] = Quote then Quote := #0;
    end
    else if SQL[i] in ['''', '"'] then
      Quote := SQL[i]
    else if (SQL[i] = '$') and (i < Length(SQL)) and (SQL[i + 1] in ['0'..'9']) then
    begin
      j := i + 1;
      while (j <= Length(SQL)) and (SQL[j] in ['0'..'9']) do Inc(j);
      Params.Add(Copy(SQL, i + 1, j - i - 1));
      Result := Result + ':a' + Copy(SQL, i + 1, j - i - 1) + ' ';
      i := j;
      Continue;
    end;
    Result := Result + SQL[i];
    Inc(i);
  end;
end;

function ReturnsRows(const SQL: string): Boolean;
var
  Word: string;
begin
  Word := UpperCase(ExtractWord(1, TrimLeft(SQL), [' ', #9, #10, '(', ';']));
  Result := (Word = 'SELECT') or (Word = 'WITH') or (Word = 'SHOW') or (Word = 'VALUES') or (Word = 'EXPLAIN') or (Word = 'TABLE') or (Word = 'FETCH')
    or (Pos('RETURNING', UpperCase(SQL)) > 0);
end;

procedure TSession.Query(Request, Answer: TJSONObject);
var
  Q: TSQLQuery;
  Rows, Row: TJSONArray;
  Names: TStringList;
  Name: string;
  Args: TJSONArray;
  i: Integer;
begin
  Q := TSQLQuery.Create(nil);
  Names := TStringList.Create;
  try
    if not Transaction.Active then
    begin
      Transaction.Options := [stoUseImplicit];
      Transaction.StartTransaction;
    end;
    Q.DataBase := Connection;
    Q.Transaction := Transaction;
    Q.PacketRecords := -1;
    Q.UsePrimaryKeyAsKey := False;
    Args := Request.Get('args', TJSONArray(nil));
    if Assigned(Args) then
    begin
      Q.SQL.Text := Named(Request.Get('sql', ''), Names);
      for Name in Names do
        if Args.Items[StrToInt(Name) - 1].IsNull then
        begin
          Q.ParamByName('a' + Name).DataType := ftString;
          Q.ParamByName('a' + Name).Clear;
        end
        else
          Q.ParamByName('a' + Name).AsString := Args.Strings[StrToInt(Name) - 1];
    end
    else
    begin
      Q.ParamCheck := False;
      Q.ParseSQL := False;
      Q.SQL.Text := Request.Get('sql', '');
    end;
    if not ReturnsRows(Request.Get('sql', '')) then
      Q.ExecSQL
    else
    begin
      Q.Open;
      Rows := TJSONArray.Create;
      Answer.Add('rows', Rows);
      while not Q.EOF do
      begin
        Row := TJSONArray.Create;
        for i := 0 to Q.FieldCount - 1 do
          if Q.Fields[i].IsNull then
            Row.Add(TJSONNull.Create)
          else if Q.Fields[i].DataType = ftBoolean then
            Row.Add(IfThen(Q.Fields[i].AsBoolean, 't', 'f'))
          else
            Row.Add(Q.Fields[i].AsString);
        Rows.Add(Row);
        Q.Next;
      end;
      Q.Close;
    end;
  finally
    Names.Free;
    Q.Free;
    if Transaction.Active and not Begun then Transaction.EndTransaction;
  end;
end;

procedure TSession.Finish(Commit: Boolean);
begin
  if not Begun then raise Exception.Create('no transaction was begun');
  Begun := False;
  if Commit then Transaction.Commit else Transaction.Rollback;
end;

function Hello: TJSONObject;
begin
  Result := GetJSON('{"ok":true,"protocol":1,"name":"sqldb","language":"pascal","version":"' + {$I %FPCVERSION%} + '",' +
    '"capabilities":["tx"],"reports":["sqlstate"],' +
    '"traits":{"deadline":"none","connect_timeout_granularity_ms":2000,"cancel":"none","arguments":"text","pool":"replaces",' +
    '"dsn":["host","port","user","password","dbname","sslmode","sslrootcert","sslcert","sslkey","application_name","options","connect_timeout","target_session_attrs"]},' +
    '"homepage":"https://wiki.freepascal.org/SQLdb","issues_url":"https://gitlab.com/freepascal.org/fpc/source/-/issues"}') as TJSONObject;
end;

procedure Operate(const Op: string; Request, Answer: TJSONObject);
var
  Name: string;
  Session: TSession;
  i: Integer;
begin
  Name := Request.Get('session', '');
  i := Sessions.IndexOf(Name);
  if Op = 'connect' then
  begin
    if i >= 0 then
    begin
      Sessions.Objects[i].Free; { of an earlier scenario }
      Sessions.Delete(i);
    end;
    Sessions.AddObject(Name, TSession.Create(Request));
    Exit;
  end;
  if not AnsiMatchStr(Op, ['query', 'begin', 'commit', 'rollback', 'close']) then raise EUnsupported.Create('sqldb has no ' + Op);
  if i < 0 then raise Exception.Create('there is no such session');
  Session := TSession(Sessions.Objects[i]);
  case Op of
    'query': Session.Query(Request, Answer);
    'begin':
      begin
        Session.Transaction.Options := [];
        Session.Transaction.StartTransaction;
        Session.Begun := True;
      end;
    'commit': Session.Finish(True);
    'rollback': Session.Finish(False);
    'close': Session.Connection.Close;
  end;
end;

function Act(Request: TJSONObject): TJSONObject;
var
  Claim: TJSONObject;
begin
  if Request.Get('op', '') = 'hello' then Exit(Hello);
  Result := TJSONObject.Create;
  try
    Operate(Request.Get('op', ''), Request, Result);
    Result.Add('ok', True);
  except
    on E: EUnsupported do
    begin
      Result.Clear;
      Result.Add('unsupported', True);
      Result.Add('why', E.Message);
    end;
    on E: Exception do
    begin
      Result.Clear;
      Claim := TJSONObject.Create(['message', E.Message, 'native', E.ClassName]);
      if (E is EPQDatabaseError) and (EPQDatabaseError(E).SQLSTATE <> '') then Claim.Add('sqlstate', EPQDatabaseError(E).SQLSTATE);
      Result.Add('ok', False);
      Result.Add('error', Claim);
    end;
  end;
end;

var
  Line: string;
  Request, Answer: TJSONObject;
begin
  SetMultiByteConversionCodePage(CP_UTF8);
  Sessions := TStringList.Create;
  while not EOF(Input) do
  begin
    ReadLn(Input, Line);
    Request := GetJSON(Line) as TJSONObject;
    if Request.Get('op', '') = 'bye' then Halt(0);
    Answer := Act(Request);
    Answer.Add('id', Request.Get('id', 0));
    WriteLn(Output, Answer.AsJSON);
    Flush(Output);
    Answer.Free;
    Request.Free;
  end;
  Halt(0);
end.
