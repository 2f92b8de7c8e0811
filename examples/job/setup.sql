CREATE TABLE job (name text PRIMARY KEY);
CREATE TABLE account (name text PRIMARY KEY, balance int NOT NULL);
INSERT INTO account VALUES ('alice', 1000), ('bob', 1000);
