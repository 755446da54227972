"""The folder registry/ontology in, what its files hold out by name, as it stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractors.registry.files import ONTOLOGIES, RegistryError, load_yaml


def read_ontology(root: Path) -> dict[Path, Any]:
    """Read the files of registry/ontology, plover.yml and alignments.yml; raises RegistryError where one is missing."""
    paths = [root / "ontology" / f"{name}.yml" for name in ONTOLOGIES]
    if missing := [f"{path}: no such file" for path in paths if not path.is_file()]:
        raise RegistryError("the ontology has problems:\n" + "\n".join(f"  {problem}" for problem in missing))
    return {path: load_yaml(path) for path in paths}
