-- A saved reply of the same name takes the old one's place.
CREATE UNIQUE INDEX saved_reply_name ON saved_reply (account, name);
