"""Commands that look after the house: backups made and restored, what is wrong found and put right."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson, Data, Feeds, Warehouse


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the backup, best on another disk.")],
    data: Data = Path("data"),
    warehouse: Warehouse = None,
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
    warehouse: Warehouse = None,
) -> None:
    """Put a backup back as a data folder, once every file of it was verified and every check of the warehouse passed."""
    from flows.backup import restore as put_back
    from flows.moments import zoned

    found, aside = put_back(folder, data, zoned(None), over)
    print(f"{data}: {len(found.files)} files of {found.when}, verified; every check of the warehouse passed")
    if warehouse:
        print("its facts are in the lake that was named")
    if aside:
        print(f"what was there is in {aside}")


def doctor(
    data: Data = Path("data"),
    feeds: Feeds = None,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended; what is torn is kept beside.")] = False,
    thorough: Annotated[bool, typer.Option("--checks", help="Run every check on the published copy, too.")] = False,
    as_json: AsJson = False,
    warehouse: Warehouse = None,
) -> None:
    """Look for what is wrong with the house and say what to do about it; exit code 1 where something is."""
    from flows.doctor import examine
    from flows.doctor import repair as mend
    from flows.moments import zoned
    from flows.terminal import print_json, visible

    now = zoned(None)
    done = mend(data, now) if repair else []
    found = examine(data, feeds, now, thorough)
    if as_json:
        print_json({"ok": all(f.ok for f in found), "done": done, "findings": [asdict(f) for f in found]})
    else:
        lines = [f"mended: {said}" for said in done]
        for finding in found:
            lines.append(f"{'ok   ' if finding.ok else 'WRONG'} {finding.what}")
            lines += [f"      → {finding.remedy}"] if not finding.ok else []
        print("\n".join(visible(line) for text in lines for line in text.splitlines()))
    if not all(finding.ok for finding in found):
        raise typer.Exit(1)
