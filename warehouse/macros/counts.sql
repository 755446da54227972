-- One of three ways to count: a text copied forty times is forty articles and one story, and one witness a day for each owner.
CREATE OR REPLACE MACRO counts(counted, stories, articles, witnesses) AS
CASE counted WHEN 'stories' THEN stories WHEN 'articles' THEN articles WHEN 'witnesses' THEN witnesses
    ELSE error('counted is stories, articles or witnesses, not ' || counted) END;
COMMENT ON MACRO counts IS 'counts(counted, stories, articles, witnesses): the one of the three that counted names.';
