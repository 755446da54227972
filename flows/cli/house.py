"""Commands that look after the house: backups made and restored, what is wrong found and put right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Data


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the backup, best on another disk.")],
    data: Data = Path("data"),
) -> None:
    """Copy the warehouse, the published copy and the archive to a folder; what it has already is not copied again."""
    from flows.backup import back_up, total
    from flows.moments import zoned

    made = back_up(data, folder, zoned(None))
    print(f"{folder}: {len(made.files)} files ({total(made.files) / 1e6:.1f} MB), {made.copied} of them new or changed")


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a backup.")],
    data: Data = Path("data"),
    over: Annotated[
        bool, typer.Option("--over", help="Move a data folder that is there aside, to DATA.before-<instant>.")
    ] = False,
) -> None:
    """Put a backup back as a data folder, once every file of it was verified and every check of the warehouse passed."""
    from flows.backup import restore as put_back
    from flows.moments import zoned

    found, aside = put_back(folder, data, zoned(None), over)
    print(f"{data}: {len(found.files)} files of {found.when}, verified; every check of the warehouse passed")
    if aside:
        print(f"what was there is in {aside}")
