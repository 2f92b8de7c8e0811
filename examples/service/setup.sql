CREATE TABLE payment (key text, amount int NOT NULL);
CREATE UNIQUE INDEX ON payment (key);
