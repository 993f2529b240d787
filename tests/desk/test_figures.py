"""The histograms hold routes and states, and nothing that a person sent."""

from __future__ import annotations

from tests.desk.api import Api


def lines(api: Api, name: str) -> list[str]:
    return [line for line in api.http.get("/metrics").text.splitlines() if line.startswith(name)]


def test_requests_are_counted_by_declared_route_and_status(api: Api) -> None:
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": "山田太郎です"})
    api.http.get("/nowhere/山田太郎?token=secret-word")
    counted = lines(api, "hitohata_request_seconds_count")
    assert any('method="POST",route="/api/web/messages",status="202"' in line for line in counted)
    assert any('route="none",status="404"' in line for line in counted)
    assert "secret-word" not in api.http.get("/metrics").text
    assert "nowhere" not in api.http.get("/metrics").text


def test_an_unknown_method_makes_no_label_of_its_own(api: Api) -> None:
    api.http.request("BREW", "/health/live")
    assert all("BREW" not in line for line in lines(api, "hitohata_request_seconds_count"))


def test_the_process_tells_its_memory_and_open_files(api: Api) -> None:
    assert lines(api, "process_resident_memory_bytes")
    assert lines(api, "process_open_fds")
