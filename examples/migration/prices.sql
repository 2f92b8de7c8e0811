-- Prices rise, and a new item comes in. It is what most migrations are: right, as long as nothing happens.
CREATE TABLE IF NOT EXISTS price_change (item text NOT NULL, percent int NOT NULL, at timestamptz NOT NULL DEFAULT now());
INSERT INTO price_change (item, percent) SELECT name, 10 FROM item;
UPDATE item SET price = price * 110 / 100;
INSERT INTO item VALUES ('plum', 300) ON CONFLICT DO NOTHING;
