-- Actors told of more often in the last whole period than in those before it, by stories.
SELECT actor, told, told_last_4, round(ratio, 1) FROM rising() WHERE rises LIMIT 15;
