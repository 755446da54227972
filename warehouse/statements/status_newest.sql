-- When the newest article was published (or was read, where it says that it was published later), how many there are, and
-- which instant of ours is the latest.
SELECT
    (SELECT max(least(published_at, fetched_at)) FROM articles) AS newest,
    (SELECT count(*) FROM articles) AS articles,
    greatest((SELECT max(started_at) FROM runs), (SELECT max(polled_at) FROM polls)) AS latest;
