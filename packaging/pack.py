"""Packs a directory into a .tar.gz, or for Windows a .zip, with its SHA-256 in a file beside it.

Usage: pack.py STAGE NAME DIRECTORY SECONDS

packs STAGE/NAME as DIRECTORY/NAME.tar.gz. Names are sorted, owners are left out and all times are
SECONDS since 1970, so that equal files make equal archives.
"""

import gzip
import hashlib
import sys
import tarfile
import time
import zipfile
from pathlib import Path


def files(stage: Path, name: str) -> list[Path]:
    return sorted(path for path in (stage / name).rglob("*") if path.is_file())


def is_program(path: Path) -> bool:
    return path.name in ("leitong", "leitong.exe")


def pack_tar(stage: Path, name: str, archive: Path, seconds: int) -> None:
    with (
        archive.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=seconds) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as out,
    ):
        for path in files(stage, name):
            entry = tarfile.TarInfo(path.relative_to(stage).as_posix())
            entry.size = path.stat().st_size
            entry.mode = 0o755 if is_program(path) else 0o644
            entry.mtime = seconds
            with path.open("rb") as content:
                out.addfile(entry, content)


def pack_zip(stage: Path, name: str, archive: Path, seconds: int) -> None:
    moment = max(time.gmtime(seconds)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in files(stage, name):
            entry = zipfile.ZipInfo(path.relative_to(stage).as_posix(), moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if is_program(path) else 0o100644) << 16
            out.writestr(entry, path.read_bytes())


def main() -> None:
    stage, name, directory, seconds = sys.argv[1:]
    is_windows = "windows" in name
    archive = Path(directory) / (name + (".zip" if is_windows else ".tar.gz"))
    pack = pack_zip if is_windows else pack_tar
    pack(Path(stage), name, archive, int(seconds))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    sums = archive.with_name(archive.name + ".sha256")
    sums.write_bytes(f"{digest}  {archive.name}\n".encode())
    print(archive)


if __name__ == "__main__":
    main()
