"""HTTP to processes on this machine, for what is asked again and again: reading all certificates takes longer than an answer."""

from __future__ import annotations

import functools
import ssl

import httpx

# It trusts nobody: nothing here speaks TLS.
_NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

get = functools.partial(httpx.get, trust_env=False, verify=_NO_AUTHORITIES)
post = functools.partial(httpx.post, trust_env=False, verify=_NO_AUTHORITIES)
Client = functools.partial(httpx.Client, trust_env=False, verify=_NO_AUTHORITIES)
