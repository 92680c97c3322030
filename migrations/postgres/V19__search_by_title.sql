-- What is called just as was searched is found first; and what can be found is written anew when the book is opened, with
-- a loan's number elsewhere and names with an apostrophe in one word.

-- A title may be longer than an ordered index takes.
CREATE INDEX search_entries_by_whole_title ON search_entries USING hash (title_words);

DELETE FROM search_entries;
