"""Zips as they come: whole, cut short, packed wrongly, and made to do harm."""

import gzip
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from pipelines.assets.landing import take_in
from pipelines.faults import InputFaultsError
from pipelines.sources.archive import UnsafeFileError, open_content
from pipelines.sources.base import Landed, Records, Wanted, glance
from pipelines.sources.catalogue import BY_ID, recognise

AREAS = (
    "date_of_extract\torganisation_number\tregistered_charity_number\tlinked_charity_number\tgeographic_area_type\t"
    "geographic_area_description\tparent_geographic_area_type\tparent_geographic_area_description\twelsh_ind\r\n"
    + "2023-09-07 00:00:00.0000000\t900001\t900001\t0\tLocal Authority\tSample City\t\t\tFalse\r\n"
    * 2000
).encode()
SOURCE = BY_ID["ccew_charity_area_of_operation"]
ZEROS = 1024**2


def zipped(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def handmade(path: Path, packed: list[bytes], claimed: int, checksum: int = 0) -> Path:
    """A zip whose header claims whatever it likes of the deflated text that it holds."""
    name, length = b"publicextract.charity.txt", sum(map(len, packed))
    large = struct.pack("<HHQQ", 1, 16, claimed, length)
    unknown = 0xFFFFFFFF
    fields = (45, 0, zipfile.ZIP_DEFLATED, 0, 33, checksum, unknown, unknown, len(name), len(large))
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + name + large
    central = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 45, *fields, 0, 0, 0, 0, 0) + name + large
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + length, 0)
    with path.open("wb") as handle:
        handle.writelines([local, *packed, central, end])
    return path


def bomb(head: bytes, size: int) -> list[bytes]:
    """Deflated text that goes on in zeros to a size, made by repeating one piece and not by packing it all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(ZEROS)) + packer.flush(zlib.Z_FULL_FLUSH)
    return [start, *[piece] * (size // ZEROS), packer.flush()]


def read(path: Path) -> Records:
    assert SOURCE.read_records is not None
    return SOURCE.read_records(Landed(path.name, path, "", path.stat().st_size, "", synthetic=False), Wanted("", ""))


def told(path: Path) -> str:
    """The one fault that a file gives; it stops the release."""
    records = read(path)
    assert [fault.blocking for fault in records.faults] == [True]
    fault = records.faults[0]
    assert fault.file == path.name
    assert fault.remedy
    return str(fault)


def test_a_zip_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    path = zipped(tmp_path / "whatever.bin", {"anything.dat": AREAS})
    look = glance(path, path.name)
    assert (look.kind, look.members) == ("archive", (("anything.dat", len(AREAS)),))
    answer = recognise(look)
    assert not isinstance(answer, str)
    assert answer[0] is SOURCE
    assert len(read(path).frame) == 2000


def test_what_systems_add_to_a_zip_is_not_counted(tmp_path: Path) -> None:
    added = {"folder/": b"", "__MACOSX/._areas.txt": b"\x00\x05", "folder/.DS_Store": b"\x00"}
    path = zipped(tmp_path / "areas.zip", {**added, "folder/areas.txt": AREAS})
    assert glance(path, path.name).members == (("folder/areas.txt", len(AREAS)),)
    assert read(path).faults == []


@pytest.mark.parametrize("inside", ["xl/workbook.xml", "word/document.xml", "[Content_Types].xml", "mimetype"])
def test_a_workbook_is_no_archive(tmp_path: Path, inside: str) -> None:
    path = zipped(tmp_path / "book.xlsx", {inside: b"<a/>", "other.xml": b"<b/>"})
    assert glance(path, path.name).kind == "workbook"
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(path.read_bytes()[:60])
    assert glance(cut, cut.name).kind == "workbook"


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.999])
def test_a_truncated_zip_stops_the_run(tmp_path: Path, share: float) -> None:
    content = zipped(tmp_path / "whole.zip", {"areas.txt": AREAS}).read_bytes()
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    path = inbox / "areas.zip"
    path.write_bytes(content[: int(len(content) * share)])
    assert "without its end" in told(path)
    with pytest.raises(InputFaultsError, match=r"areas\.zip: found a damaged file .*without its end"):
        take_in(inbox, sample=False)


def test_a_damaged_zip_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "areas.zip", {"areas.txt": AREAS}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "Bad CRC-32" in told(path)


def test_a_zip_without_a_file_or_with_several(tmp_path: Path) -> None:
    assert "without a file" in told(zipped(tmp_path / "none.zip", {}))
    several = zipped(tmp_path / "several.zip", {"areas.txt": AREAS, "events.txt": b"a\tb\r\n", "readme.txt": b"-"})
    assert "a zip archive of 3 files (areas.txt, events.txt, readme.txt)" in told(several)
    assert "Unpack it" in told(several)
    answer = recognise(glance(several, several.name))
    assert not isinstance(answer, str), "recognised by its first file, so that the fault stops the release"


def test_archives_that_no_source_publishes(tmp_path: Path) -> None:
    for files, words in (({}, "an empty zip archive"), ({"a.csv": b"x,y\n", "b.csv": b""}, "of a.csv, b.csv")):
        path = zipped(tmp_path / "other.zip", files)
        answer = recognise(glance(path, path.name))
        assert isinstance(answer, str)
        assert words in answer
        assert "unpack it" in answer


def test_a_csv_of_another_source_is_not_taken_out_of_a_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "lookup.zip", {"lookup.csv": b"pcds,lsoa21\nAB1 2CD,E01000001\n"})
    assert isinstance(recognise(glance(path, path.name)), str)


def test_archives_in_archives_are_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"areas.txt": AREAS}).read_bytes()
    outer = zipped(tmp_path / "outer.zip", {"inner.zip": inner})
    assert "an archive inside the archive (inner.zip)" in told(outer)
    assert isinstance(recognise(glance(outer, outer.name)), str)


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = zipped(tmp_path / "locked.zip", {"areas.txt": AREAS})
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    assert "asks for a password (areas.txt)" in told(path)
    assert glance(path, path.name).kind == "unreadable"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_cannot_be_unpacked_in_pieces(tmp_path: Path, method: int) -> None:
    path = zipped(tmp_path / "unusual.zip", {"areas.txt": AREAS}, method)
    assert "packed in an unusual way" in told(path)


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        (20 * 1024**3, "would unpack to 21,474,836,480 bytes"),
        (1024**3, "a line that does not end"),  # a size that is allowed: given up at a line that does not end
        (len(AREAS), "Bad CRC-32"),
        (10, "Bad CRC-32"),
    ],
)
def test_a_file_of_20_gb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claimed: int, words: str) -> None:
    """Whatever its header claims: little memory is used, nothing is written, and at most the claimed bytes are read."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    path = handmade(tmp_path / "bomb.zip", bomb(AREAS, 20 * 1024**3), claimed)
    before = path.stat().st_size
    assert before < 25_000_000
    tracemalloc.start()
    assert glance(path, path.name).kind in ("archive", "unreadable")
    fault = told(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert words in fault
    assert peak < 100_000_000
    assert sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file()) == before


def test_no_more_than_the_claimed_bytes_are_given(tmp_path: Path) -> None:
    path = handmade(tmp_path / "bomb.zip", bomb(AREAS, 1024**3), claimed=3_000_000)
    given: list[bytes] = []
    with open_content(path) as handle, pytest.raises(UnsafeFileError):
        given.extend(iter(lambda: handle.read(1000), b""))
    assert 1_000_000 < len(b"".join(given)) <= 3_000_000


def test_a_small_file_that_claims_to_pack_too_well(tmp_path: Path) -> None:
    path = handmade(tmp_path / "bomb.zip", bomb(AREAS, 0), claimed=1024**3)
    assert "times its size (1,073,741,824 bytes)" in told(path)


@pytest.mark.parametrize("wrong_by", [-1, 1, -5000, 5000])
def test_a_header_that_lies_about_the_size(tmp_path: Path, wrong_by: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(AREAS) + packer.flush()
    whole = handmade(tmp_path / "whole.zip", [packed], len(AREAS), zlib.crc32(AREAS))
    assert len(read(whole).frame) == 2000
    shorter = AREAS[:wrong_by] if wrong_by < 0 else AREAS
    # The checksum of the part that is claimed, so that only the size gives it away.
    lying = handmade(tmp_path / "lying.zip", [packed], len(AREAS) + wrong_by, zlib.crc32(shorter))
    assert told(lying)


def test_a_compressed_file_that_never_ends(tmp_path: Path) -> None:
    path = tmp_path / "areas.txt.gz"
    wide = AREAS.split(b"\r\n")[1].replace(b"Sample City", b"Sample City" + b" " * 10_000) + b"\r\n"
    path.write_bytes(gzip.compress(AREAS + wide * 3000, mtime=0))
    assert "unpacks to more than" in told(path)
    path.write_bytes(gzip.compress(AREAS, mtime=0))
    assert len(read(path).frame) == 2000
    path.write_bytes(gzip.compress(AREAS, mtime=0)[:-20])
    assert "a damaged file" in told(path)
