CREATE TABLE item (name text PRIMARY KEY, price int NOT NULL);
INSERT INTO item VALUES ('apple', 100), ('pear', 200);
