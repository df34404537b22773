"""A passphrase on a letter's file, in the age format, by the library `pyrage`."""

from __future__ import annotations

from fupan.errors import FupanError
from fupan.language import N_
from fupan.lean import dataclass
from fupan.posting.signing import NeedsPact

HEAD = b"age-encryption.org/"


@dataclass(eq=False)
class WrongSeal(FupanError):
    code = "wrong_seal"
    message = N_("%(path)s does not open with this passphrase, or it is damaged.")
    path: str


def is_sealed(raw: bytes) -> bool:
    return raw.startswith(HEAD)


def seal(raw: bytes, passphrase: str) -> bytes:
    try:
        from pyrage import passphrase as age  # noqa: PLC0415 - an extra, for sealed letters alone
    except ImportError:
        raise NeedsPact from None
    return bytes(age.encrypt(raw, passphrase))


def unseal(raw: bytes, passphrase: str, path: str) -> bytes:
    """The file's bytes. Raises WrongSeal."""
    try:
        from pyrage import DecryptError  # noqa: PLC0415 - as above
        from pyrage import passphrase as age  # noqa: PLC0415
    except ImportError:
        raise NeedsPact from None
    try:
        return bytes(age.decrypt(raw, passphrase))
    except DecryptError:
        raise WrongSeal(path) from None
