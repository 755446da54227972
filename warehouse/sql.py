"""The name of a question in, its SQL out."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def statement(name: str) -> str:
    """Read one of the statements that the pipeline itself asks."""
    return (HERE / "statements" / f"{name}.sql").read_text(encoding="utf-8")
