"""The only room that knows Prefect: it joins extractors and warehouse into runs, and holds the command line."""
