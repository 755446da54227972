-- How it stands with each feed.
FROM feed_states;
