-- How many articles point to registries other than $hash.
SELECT registry_hash, count(*) FROM articles WHERE registry_hash IS DISTINCT FROM $hash GROUP BY registry_hash ORDER BY registry_hash;
