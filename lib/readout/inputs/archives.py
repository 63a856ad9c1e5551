"""Zip archives -> the files in them, read where they lie: nothing is ever unpacked to disk."""

import re
import stat
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from readout.inputs.files import MEGABYTE, File, Limits, is_offered, too_large

ENCRYPTED = 0x1
WORTH_WEIGHING = MEGABYTE  # a small member does no harm however well it was packed
OUTSIDE = re.compile(r"[A-Za-z]:|[/\\]|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.DOTALL)
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")


def members(archive: File, limits: Limits) -> Iterator[File]:
    """The files in a zip archive, names in order; those that must not be read say why.

    Raises ValueError for a file that is no zip archive, and for one that holds too much.
    """
    data = archive.read()
    infos = _infos(data, limits)
    by_name = {info.filename: info for info in infos}
    for info in sorted(infos, key=lambda info: info.filename):
        if not info.is_dir() and is_offered(PurePosixPath(info.filename)):
            yield _member(archive, data, info, by_name, limits)


def check_package(data: bytes, limits: Limits) -> None:
    """Raise ValueError where a workbook or document, which are zip archives, unpacks to too much
    or is none."""
    for info in _infos(data, limits):
        if refused := _too_dense(info, limits):
            raise ValueError(refused)


def _infos(data: bytes, limits: Limits) -> Sequence[ZipInfo]:
    try:
        with ZipFile(BytesIO(data)) as zipped:
            infos = zipped.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ValueError(f"this is no sound zip archive: {error}") from error
    if len(infos) > limits.members:
        raise ValueError(
            f"the archive holds {len(infos):,} files, more than the {limits.members:,} allowed; "
            "if you trust it, raise the limit members"
        )
    if (total := sum(info.file_size for info in infos)) > limits.unpacked_mb * MEGABYTE:
        raise ValueError(too_large("the archive", total, "unpacked_mb", limits.unpacked_mb))
    return infos


def _member(
    archive: File, data: bytes, info: ZipInfo, by_name: dict[str, ZipInfo], limits: Limits
) -> File:
    path = f"{archive.path}/{info.filename}"
    inside = PurePosixPath(archive.inside, info.filename.lstrip("/"))

    def read() -> bytes:
        # zipfile reads no more than the size that was checked, and compares the checksum.
        try:
            with ZipFile(BytesIO(data)) as zipped:
                return zipped.read(info)
        except Exception as error:  # a damaged member raises many kinds
            raise ValueError(f"this member of the archive is damaged: {error}") from error

    def beside(suffix: str) -> File | None:
        other = by_name.get(str(PurePosixPath(info.filename).with_suffix(suffix)))
        return None if other is None else _member(archive, data, other, by_name, limits)

    return File(path, inside, read, beside, refused=_refused(info, limits))


def _refused(info: ZipInfo, limits: Limits) -> str:
    """Why a member must not be read, or ""."""
    if OUTSIDE.match(info.orig_filename):
        return "its name leads out of the archive; pack it again under a plain name"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a symbolic link in an archive is not followed; pack the file itself"
    if info.flag_bits & ENCRYPTED:
        return "it is locked with a password; unpack it yourself"
    if PurePosixPath(info.filename).suffix.lower() in ARCHIVES:
        return "an archive within an archive is not opened; unpack it yourself"
    if info.file_size > limits.file_mb * MEGABYTE:
        return too_large("it", info.file_size, "file_mb", limits.file_mb)
    return _too_dense(info, limits)


def _too_dense(info: ZipInfo, limits: Limits) -> str:
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size <= WORTH_WEIGHING or ratio <= limits.ratio:
        return ""
    return (
        f"it unpacks to {ratio:,.0f} times its size, more than the {limits.ratio:,.0f} times "
        "allowed, as decoys do that fill a memory; if you trust it, raise the limit ratio"
    )
