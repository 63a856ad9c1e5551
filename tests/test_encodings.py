"""Bytes in, text out: whatever the encoding, nothing guessed in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.inputs.encodings import decode, decode_page, repaired

TEXT = "“Naïve” – said the café’s owner, € 5.\r\nLine two."


@pytest.mark.parametrize(
    ("encoding", "remark"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "byte order mark"),
        ("utf-16", "byte order mark"),
        ("utf-32", "byte order mark"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "read as cp1252"),
    ],
)
def test_text_comes_through(encoding, remark):
    text, notes = decode(TEXT.encode(encoding))
    assert text == TEXT
    assert remark in "".join(notes)
    assert bool(notes) == bool(remark)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\xff\xfe\x00\x00\xff\xff\xff\xff"])
def test_a_mark_that_lies_is_refused(data):
    with pytest.raises(ValueError, match="it begins with the mark of"):
        decode(data)


def test_what_is_no_text_is_refused():
    with pytest.raises(ValueError, match="no text"):
        decode(bytes(range(32)) * 50)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data):
    try:
        text, _ = decode(data)
    except ValueError:
        return
    assert isinstance(text, str)


@given(st.text(max_size=300))
def test_utf8_is_kept_exactly(text):
    if text.encode("utf-8", "surrogatepass")[:3] == b"\xef\xbb\xbf" or not text.isprintable():
        return
    assert decode(text.encode("utf-8"))[0] == text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>", "cp1252"),
        ('<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        ("<meta charset=Shift_JIS>", "cp932"),
        ("<meta charset=utf-8>", "utf-8"),
    ],
)
def test_a_page_says_its_encoding(head, encoding):
    page = f"{head}<p>Слова</p>" if "1251" in encoding else f"{head}<p>Text</p>"
    assert decode_page(page.encode(encoding)) == (page, ())


@pytest.mark.parametrize("said", ["utf-8", "nonsense", "unicode_escape", "punycode", "idna"])
def test_a_page_that_lies_about_its_encoding_is_still_read(said):
    page = f"<meta charset={said}><p>café \\u0041"
    text, notes = decode_page(page.encode("cp1252"))
    assert text == page
    assert "read as cp1252" in "".join(notes)


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("donâ€™t", "don’t"),
        ("cafÃ©", "café"),
        ("â€œquotedâ€\x9d", "“quoted”"),
        ("“curled” ‘quotes’ stay", "“curled” ‘quotes’ stay"),
        ("ﬁ ligatures, e\u0301 and &amp; stay\r\n", "ﬁ ligatures, e\u0301 and &amp; stay\r\n"),
    ],
)
def test_mojibake_is_repaired_and_nothing_else(broken, right):
    assert repaired(broken) == right
