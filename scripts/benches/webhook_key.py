"""An insecure RSA key with 4096 bits that signs fast, for benchmarks only.

Verification takes as long as with any key of this size, which is what the benchmark measures. Signing tens of thousands
of different deliveries with an ordinary key would take minutes. This key is the product of 32 small primes, which makes
signing fast with the Chinese remainder theorem, but also makes the key easy to factor.
"""

from __future__ import annotations

import hashlib
import math
import random
from base64 import b64encode
from functools import reduce
from typing import Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_EXPONENT: Final = 65537
_PRIMES: Final = 32
_PRIME_BITS: Final = 4096 // _PRIMES
_SHA256_PREFIX: Final = bytes.fromhex("3031300d060960864801650304020105000420")


class FastKey:
    """Signs deliveries. `public_key` is the PEM that verifies them."""

    def __init__(self, seed: int = 1) -> None:
        source = random.Random(seed)
        primes: set[int] = set()
        while len(primes) < _PRIMES:
            # The upper byte is full, so that the product has exactly 4096 bits.
            candidate = (0xFF << (_PRIME_BITS - 8)) | source.getrandbits(_PRIME_BITS - 8) | 1
            if _is_prime(candidate, source) and math.gcd(candidate - 1, _EXPONENT) == 1:
                primes.add(candidate)
        self._modulus = reduce(int.__mul__, primes)
        self._parts = [
            (prime, pow(_EXPONENT, -1, prime - 1), rest * pow(rest, -1, prime))
            for prime in primes
            for rest in (self._modulus // prime,)
        ]
        numbers = RSAPublicNumbers(_EXPONENT, self._modulus)
        pem = numbers.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.public_key = pem.decode()

    def sign(self, body: bytes) -> bytes:
        """Return the signature of a body as in the header."""
        digest = _SHA256_PREFIX + hashlib.sha256(body).digest()
        padded = b"\x00\x01" + b"\xff" * (512 - 3 - len(digest)) + b"\x00" + digest
        message = int.from_bytes(padded)
        signature = sum(pow(message % prime, power, prime) * factor for prime, power, factor in self._parts)
        return b64encode((signature % self._modulus).to_bytes(512))


def _is_prime(candidate: int, source: random.Random) -> bool:
    odd, twos = candidate - 1, 0
    while not odd & 1:
        odd, twos = odd >> 1, twos + 1
    for _ in range(24):
        value = pow(source.randrange(2, candidate - 1), odd, candidate)
        if value in {1, candidate - 1}:
            continue
        for _ in range(twos - 1):
            value = value * value % candidate
            if value == candidate - 1:
                break
        else:
            return False
    return True
