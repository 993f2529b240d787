"""A city's own web site, as content systems make them: foreign styles, old scripts, strict policies, frames."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class City:
    """Serves what a test puts into `pages`, by path: (HTML, headers)."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        city = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = city.pages.get(self.path.split("?")[0])
                self.send_response(200 if found else 404)
                body, headers = found or ("", {})
                for name, value in {"content-type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> City:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def page(self, path: str, body: str, head: str = "", **headers: str) -> str:
        """Put up a page; returns its address."""
        html = f"<!doctype html><html lang=ja><head><meta charset=utf-8><title>市のページ</title>{head}</head><body>{body}</body></html>"
        self.pages[path] = (html, {k.replace("_", "-"): v for k, v in headers.items()})
        return f"{self.address}{path}"
