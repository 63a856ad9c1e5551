"""Bytes -> text: UTF-8, else cp1252, else what they look like; mojibake repaired when asked."""

import codecs
import re

from charset_normalizer import from_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
DECLARED_WITHIN = 4096  # bytes at the beginning of a page
# What browsers take these names for (WHATWG, Encoding Standard).
MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252",
         "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
         "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "iso-8859-9": "cp1254"}  # fmt: skip
# Not every codec of Python: some are no encodings of pages, and slow or odd on purpose.
OF_PAGES = re.compile(
    r"utf-?8|iso-8859-\d+|(windows-|cp)125\d|cp9\d\d|koi8-[ru]|gb18030|big5|euc-jp"
)
CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
MOSTLY_NUL = 0.7  # share from which every other byte counts as NUL
MOST_CONTROLS = 0.1  # share of control characters from which bytes are no text

Decoded = tuple[str, tuple[str, ...]]


def decode(data: bytes) -> Decoded:
    """Bytes -> text, and a remark where they weren't plain UTF-8.

    Only a byte order mark is taken away; line ends stay as they are. Raises ValueError for bytes
    that are no text.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = _decoded(data[len(mark) :], encoding)
            return text, (f"a byte order mark was left out ({encoding})",)
    if (wide := _unmarked_utf16(data)) and (text := _tried(data, wide)) is not None:
        return text, (f"read as {wide}, which it looks like",)
    text, notes = _narrow(data)
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise ValueError("this is no text: too much of it are control characters")
    return text, notes


def decode_page(data: bytes) -> Decoded:
    """Like `decode`, for a web page, which may say itself how it is encoded."""
    said = DECLARED.search(data[:DECLARED_WITHIN])
    if said and not any(data.startswith(mark) for mark, _ in MARKS):
        name = said[1].decode("ascii").lower()
        meant = MEANT.get(name, name)
        if OF_PAGES.fullmatch(meant) and (text := _tried(data, meant)) is not None:
            return text, ()
        decoded, notes = decode(data)
        return decoded, (f"it says that it is encoded as {name}, but it isn't", *notes)
    return decode(data)


def repaired(text: str) -> str:
    """Text in which UTF-8 read as another encoding ("donâ€™t") is put right (ftfy, Speer 2019).

    Nothing else is changed: no quotation marks straightened, no letters or line ends normalised.
    """
    import ftfy  # noqa: PLC0415 (needed only when asked for)

    return ftfy.fix_text(
        text, unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False,
        fix_character_width=False, uncurl_quotes=False, fix_line_breaks=False,
        remove_control_chars=False, normalization=None,
    )  # fmt: skip


def _narrow(data: bytes) -> Decoded:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        remark = f"not UTF-8 (byte {error.start} is 0x{data[error.start]:02x})"
    if (text := _tried(data, "cp1252")) is not None:
        return text, (f"{remark}; read as cp1252",)
    guess = from_bytes(data).best()
    if guess is None:
        raise ValueError(f"{remark}, nor any other encoding of text; save it as UTF-8")
    return str(guess), (f"{remark}; read as {guess.encoding}, which it looks like",)


def _decoded(data: bytes, encoding: str) -> str:
    text = _tried(data, encoding)
    if text is None:
        raise ValueError(f"it begins with the mark of {encoding}, but is none; save it as UTF-8")
    return text


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):  # the second: an encoding that Python doesn't know
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 in which every other byte of Latin letters is 0, without its mark."""
    sample = data[:2000]
    if len(sample) < 4:
        return None
    even, odd = (half.count(0) / len(half) for half in (sample[::2], sample[1::2]))
    if odd > MOSTLY_NUL and even < 1 - MOSTLY_NUL:
        return "utf-16-le"
    return "utf-16-be" if even > MOSTLY_NUL and odd < 1 - MOSTLY_NUL else None
