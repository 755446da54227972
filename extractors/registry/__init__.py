"""The folder registry/ in, one checked Registry out; lists of feeds in, feeds and their outlets out."""

from extractors.registry.checks import SIGNS
from extractors.registry.feeds import UnknownFeed, choose_named, feed_id_of, load_feeds, read_opml
from extractors.registry.files import ROOT, RegistryError, load_exchange, load_yaml
from extractors.registry.model import Registry, load_registry
from extractors.registry.ontology import read_ontology

__all__ = [
    "ROOT",
    "SIGNS",
    "Registry",
    "RegistryError",
    "UnknownFeed",
    "choose_named",
    "feed_id_of",
    "load_exchange",
    "load_feeds",
    "load_registry",
    "load_yaml",
    "read_ontology",
    "read_opml",
]
