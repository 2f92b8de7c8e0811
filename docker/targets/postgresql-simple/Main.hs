{-# LANGUAGE OverloadedStrings, ScopedTypeVariables #-}
-- | postgresql-simple as its documentation uses it: query_ and execute_ for a statement, query with arguments (which it writes into the
-- SQL itself), begin, commit and rollback. It has no deadline for a call; another thread's exception does not end one in libpq.
module Main (main) where

import Control.Exception
import Data.Aeson
import qualified Data.Aeson.KeyMap as KeyMap
import qualified Data.ByteString.Char8 as B
import qualified Data.ByteString.Lazy.Char8 as L
import Data.IORef
import qualified Data.Map as Map
import Data.String (fromString)
import Data.Text (Text)
import qualified Data.Text as T
import qualified Data.Text.Encoding as T
import qualified Data.Text.Encoding.Error as T
import Database.PostgreSQL.Simple
import Database.PostgreSQL.Simple.FromField (FromField (..))
import Database.PostgreSQL.Simple.ToField (ToField (..))
import System.Environment (getArgs)
import System.IO

-- | A value as the server wrote it, whatever its type is.
newtype Raw = Raw (Maybe B.ByteString)

instance FromField Raw where
  fromField _ bytes = pure (Raw bytes)

type Sessions = Map.Map Text Connection

main :: IO ()
main = do
  version <- T.pack . head <$> getArgs
  hSetBuffering stdout LineBuffering
  sessions <- newIORef Map.empty
  let loop = do
        end <- isEOF
        if end then pure () else do
          line <- B.getLine
          case decodeStrict line of
            Just (Object request) | text "op" request /= "bye" -> answer version sessions request >>= write request >> loop
            _ -> pure ()
  loop

text :: Key -> Object -> Text
text key request = case KeyMap.lookup key request of
  Just (String t) -> t
  _ -> ""

write :: Object -> Object -> IO ()
write request said = L.putStrLn (encode (Object (maybe id (KeyMap.insert "id") (KeyMap.lookup "id" request) said))) >> hFlush stdout

ok :: Object
ok = KeyMap.singleton "ok" (Bool True)

answer :: Text -> IORef Sessions -> Object -> IO Object
answer version sessions request = case text "op" request of
  "hello" -> pure (ok <> hello version)
  "connect" -> do
    modifyIORef sessions (Map.delete name)
    caught $ do
      made <- connectPostgreSQL (T.encodeUtf8 (dsn request))
      modifyIORef sessions (Map.insert name made)
      pure ok
  op | op `elem` ["query", "begin", "commit", "rollback", "close"] -> do
    found <- Map.lookup name <$> readIORef sessions
    case found of
      Nothing -> pure (failed (object ["message" .= ("there is no session " <> name)]))
      Just conn -> caught (operate op conn)
  op -> pure (KeyMap.fromList ["unsupported" .= True, "why" .= ("postgresql-simple has no " <> op)])
  where
    name = text "session" request
    operate "begin" conn = begin conn >> pure ok
    operate "commit" conn = commit conn >> pure ok
    operate "rollback" conn = rollback conn >> pure ok
    operate "close" conn = close conn >> pure ok
    operate _ conn = statement conn request

dsn :: Object -> Text
dsn request = case KeyMap.lookup "timeout_ms" request of
  Just (Number ms) | not ("connect_timeout" `T.isInfixOf` uri) ->
    uri <> (if "?" `T.isInfixOf` uri then "&" else "?") <> "connect_timeout=" <> T.pack (show ((truncate ms + 999) `div` 1000 :: Int))
  _ -> uri
  where uri = text "dsn" request

-- | A statement that gives rows is one for query, another one for execute: a program knows which it has.
statement :: Connection -> Object -> IO Object
statement conn request
  | givesRows = do
      rows <- case args of
        Nothing -> query_ conn (fromString (T.unpack sql)) :: IO [[Raw]]
        Just (q, values) -> query conn (fromString (T.unpack q)) values
      pure (KeyMap.insert "rows" (toJSON (map (map shown) rows)) ok)
  | otherwise = do
      _ <- case args of
        Nothing -> execute_ conn (fromString (T.unpack sql))
        Just (q, values) -> execute conn (fromString (T.unpack q)) values
      pure ok
  where
    sql = text "sql" request
    upper = T.toUpper (T.stripStart sql)
    givesRows = any (`T.isPrefixOf` upper) ["SELECT", "WITH", "VALUES", "SHOW", "TABLE", "FETCH", "EXPLAIN", "EXECUTE"] || " RETURNING " `T.isInfixOf` upper
    shown (Raw bytes) = maybe Null' (String' . T.decodeUtf8With T.lenientDecode) bytes
    args = case KeyMap.lookup "args" request of
      Just list -> let (q, order) = placeholders sql in Just (q, [argument (values list) n | n <- order])
      Nothing -> Nothing
    values list = case fromJSON list of
      Success (all' :: [Maybe Text]) -> all'
      _ -> []
    argument given n = case drop (n - 1) given of
      (Just t : _) -> toField t
      _ -> toField (Nothing :: Maybe Text)

-- | Values of an answer.
data Value' = Null' | String' Text

instance ToJSON Value' where
  toJSON Null' = Null
  toJSON (String' t) = String t

-- | The statement with ? in the place of each $1, $2, …, and their order; those in quotes stay, and a ? of its own is written twice.
placeholders :: Text -> (Text, [Int])
placeholders sql = let (out, order) = go Nothing (T.unpack sql) in (T.pack out, order)
  where
    go _ [] = ([], [])
    go (Just q) (c : rest) = let (o, n) = go (if c == q then Nothing else Just q) rest in (c : o, n)
    go Nothing (c : rest)
      | c == '\'' || c == '"' = let (o, n) = go (Just c) rest in (c : o, n)
      | c == '$', (digits@(_ : _), after) <- span (`elem` ['0' .. '9']) rest = let (o, n) = go Nothing after in ('?' : o, read digits : n)
      | otherwise = let (o, n) = go Nothing rest in (c : o, n)

caught :: IO Object -> IO Object
caught act = act `catches`
  [ Handler (\(e :: SqlError) -> pure (failed (sqlError e)))
  , Handler (\(e :: SomeException) -> pure (failed (object ["message" .= show e, "native" .= T.takeWhile (/= ' ') (T.pack (show e))])))
  ]

sqlError :: SqlError -> Value
sqlError e = object $ ["message" .= bytes (sqlErrorMsg e), "native" .= ("SqlError" :: Text)] ++ ["sqlstate" .= bytes (sqlState e) | not (B.null (sqlState e))]
  where bytes = T.decodeUtf8With T.lenientDecode

failed :: Value -> Object
failed claim = KeyMap.fromList ["ok" .= False, "error" .= claim]

hello :: Text -> Object
hello version = KeyMap.fromList
  [ "protocol" .= (1 :: Int), "name" .= ("postgresql-simple" :: Text), "version" .= version, "language" .= ("haskell" :: Text)
  , "capabilities" .= (["tx"] :: [Text]), "reports" .= (["sqlstate"] :: [Text])
  , "traits" .= object ["deadline" .= ("none" :: Text), "connect_timeout_granularity_ms" .= (2000 :: Int), "cancel" .= ("none" :: Text)]
  , "homepage" .= ("https://hackage.haskell.org/package/postgresql-simple" :: Text)
  , "issues_url" .= ("https://github.com/haskellari/postgresql-simple/issues" :: Text)
  ]
