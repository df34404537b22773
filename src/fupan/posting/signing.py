"""Ed25519 by the library `cryptography`: a pact's own key, signatures, and whether one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.errors import FupanError
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(eq=False)
class NeedsPact(FupanError):
    """The extra that pacts need is not installed."""

    code = "needs_pact"
    message = N_(
        "Pacts are signed and sealed by libraries that are not here: `pip install '.[pact]'` where fupan's sources lie."
    )


def new_secret() -> str:
    """A fresh private key, in hex."""
    return str(_ed25519().Ed25519PrivateKey.generate().private_bytes_raw().hex())


def public_of(secret: str) -> str:
    """The public key of a private one, in hex."""
    return str(_private(secret).public_key().public_bytes_raw().hex())


def sign(secret: str, said: bytes) -> str:
    return str(_private(secret).sign(said).hex())


def holds(key: str, signature: str, said: bytes) -> bool:
    """Whether a signature is of this key over these bytes."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - as below

    try:
        _ed25519().Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(secret: str) -> Any:
    return _ed25519().Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))


def _ed25519() -> ModuleType:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - an extra, for pacts alone
    except ImportError:
        raise NeedsPact from None
    return ed25519
