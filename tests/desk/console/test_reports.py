"""The report pages as people use them: who may see what, decisions that stay, files that are masked."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
import sqlalchemy as sa
import yaml

from desk.audit.store import AuditLog
from desk.content import entries
from desk.conversation_sql import tables
from desk.demo import fill, year
from desk.hours.calendar import parse
from desk.reporting.page_frame import ROOT, SCREENS
from desk.reporting.tables import phrasings, unanswered_groups
from desk.settings import PROJECT
from tests.desk.api import Api

HOURS = parse("mon-fri 09:00-12:00 13:00-17:30/17:00")
NOVEMBER = {"period": "2026-11"}
ROWS = year.rows(date(2026, 10, 20), 20, 3, 5, HOURS)


@pytest.fixture
def filled(api: Api) -> Api:
    fill.write(api.app.state.services.database, ROWS)
    return api


def browser(api: Api, role: str = "manager"):
    api.account("高橋", f"{role}@example.jp", role)
    return api.log_in(f"{role}@example.jp")


def post(opened, path: str, **fields: str):
    return opened.post(path, data={"csrf": opened.headers["x-csrf-token"], **fields})


def test_every_screen_opens_and_explains_its_words(filled: Api) -> None:
    boss = browser(filled)

    for path in (*(path for path, _ in SCREENS), "/monthly"):
        for period in ("2026-11", "fy2026", "2026-11-01..2026-11-03", "2020-01"):
            answer = boss.get(f"{ROOT}{path}", params={"period": period})
            assert answer.status_code == 200, (path, period)
            assert "ことばと数え方" in answer.text
            assert "http://" not in answer.text.replace("http://www.w3.org", "")
    assert boss.get(ROOT, params={"period": "13"}).status_code == 422


def test_a_running_month_is_compared_with_the_same_days_and_with_the_year_before(filled: Api) -> None:
    page = browser(filled).get(ROOT).text

    assert "「前の期間」は 2026年10月1日から2026年10月24日まで" in page
    assert "「前の年」は 2025年11月1日から2025年11月24日まで" in page
    assert re.search(r"前の期間 [0-9]+・前の年 0<", page)


def test_no_table_is_a_bare_heading(filled: Api) -> None:
    boss = browser(filled)
    for path in ("", "/handover", "/satisfaction", "/answers", "/results"):
        page = boss.get(f"{ROOT}{path}", params={"period": "2020-01"}).text
        assert not re.findall(r"<tbody>\s*</tbody>", page), path
    assert "この期間にはありません。" in boss.get(f"{ROOT}/answers", params={"period": "2020-01"}).text


def test_supervisors_see_numbers_for_each_consultant(api: Api) -> None:
    api.account()
    boss = browser(api)
    case_id = api.hand_over().json()["case_id"]
    sato = api.log_in()
    sato.post(f"/api/console/cases/{case_id}/claim")
    sato.post(f"/api/console/cases/{case_id}/messages", json={"client_id": "r", "text": "こんにちは"})

    page = boss.get(f"{ROOT}/handover").text

    cells = re.search(r'<th scope="row">佐藤</th>(.*?)</tr>', page)[1]
    assert re.findall(r">([^<]+)</td>", cells)[:3] == ["1", "0", "1"]
    assert "相談員ごと" not in sato.get(f"{ROOT}/handover").text


def test_an_auditor_reads_the_log_and_no_report(filled: Api) -> None:
    auditor = browser(filled, "auditor")

    for path in ("", "/handover", "/unanswered", "/files/messages.csv", "/files/public.csv"):
        assert auditor.get(f"{ROOT}{path}", params=NOVEMBER).status_code == 403, path


def test_rows_leave_masked_and_only_for_supervisors(filled: Api) -> None:
    consultant, boss = browser(filled, "consultant"), browser(filled)

    refused = consultant.get(f"{ROOT}/files/messages.csv", params=NOVEMBER)
    answer = boss.get(f"{ROOT}/files/messages.csv", params=NOVEMBER)
    conversations = boss.get(f"{ROOT}/files/conversations.csv", params=NOVEMBER)

    assert refused.status_code == 403
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) > 50
    assert "demo_" not in answer.text
    assert "090-1234" not in answer.text
    assert any("【番号】" in row[-1] for row in rows)
    assert len(conversations.text.splitlines()) > 10
    book = boss.get(f"{ROOT}/files/messages.xlsx", params=NOVEMBER)
    assert book.content.startswith(b"PK")
    taken = [e.subject for e in AuditLog(filled.app.state.services.database).entries() if e.action == "export"]
    assert taken == ["messages", "conversations", "messages", "messages"]


def test_the_public_table_hides_small_counts(filled: Api) -> None:
    answer = browser(filled, "consultant").get(f"{ROOT}/files/public.csv", params=NOVEMBER)

    cells = [row[2] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))][1:]
    assert "3未満" in cells
    assert not {"1", "2"} & set(cells)


def test_answers_are_called_by_their_titles_and_words_are_no_numbers(filled: Api) -> None:
    boss = browser(filled)
    shown = boss.get(f"{ROOT}/answers", params=NOVEMBER).text
    table = shown.split("<tbody>")[1].split("</tbody>")[0]

    names = re.findall(r'<th scope="row">(.*?)</th>', table)
    assert len(names) > 10
    assert not [name for name in names if re.search(r"[a-z_]+/[a-z_]+", name)]
    owners = {row.rpartition("<td")[2] for row in table.split("</tr>")[:-1]}
    assert not [owner for owner in owners if "number" in owner]
    choices = boss.get(f"{ROOT}/unanswered", params=NOVEMBER).text
    assert not re.search(r"<option[^>]*>[^<]*[a-z_]+/[a-z_]+", choices)


def a_group(api: Api, opened) -> tuple[str, str]:
    """Return the id and exemplar of the most frequent group."""
    page = opened.get(f"{ROOT}/unanswered", params=NOVEMBER).text
    group = page.split(f'action="{ROOT}/unanswered/')[1].split("?")[0].split("&")[0].split('"')[0]
    return group, page.split("<h2>1. ")[1].split("</h2>")[0]


def test_a_decision_stays_with_its_group_and_nothing_is_trained(filled: Api) -> None:
    boss = browser(filled)
    group, exemplar = a_group(filled, boss)

    done = post(
        boss,
        f"{ROOT}/unanswered/{group}?period=2026-11",
        do="rephrase",
        label="housing/akiya_bank",
        text="畑つきの空き家を借りたい。鈴木さんの紹介",
    )

    assert done.status_code == 200
    title = entries.read_all(PROJECT / "data" / "answers")["housing/akiya_bank"].title
    assert f"いまある回答で答えたい言い方として残す：{title}" in done.text
    assert f'<th scope="row">{title}</th>' in done.text
    written = boss.get(f"{ROOT}/unanswered/phrasings.yml")
    assert yaml.safe_load(written.text)["nlu"] == [
        {
            "intent": "housing/akiya_bank",
            "examples": "- 畑つきの空き家を借りたい。【お名前】さんの紹介\n",
        }
    ]
    assert "examples: |" in written.text
    assert a_group(filled, boss) == (group, exemplar)


@pytest.mark.parametrize("do", ["draft", "asked", "out_of_scope"])
def test_other_decisions_are_kept_with_their_remark(api: Api, do: str) -> None:
    fill.write(api.app.state.services.database, ROWS)
    boss = browser(api)
    group, _ = a_group(api, boss)

    done = post(boss, f"{ROOT}/unanswered/{group}?period=2026-11", do=do, remark="農政課")

    assert "農政課" in done.text
    with api.app.state.services.database.read() as connection:
        assert connection.execute(sa.select(unanswered_groups.c.status)).scalars().all() == [do]


def test_what_cannot_be_is_refused(filled: Api) -> None:
    boss = browser(filled)
    group, _ = a_group(filled, boss)
    path = f"{ROOT}/unanswered/{group}?period=2026-11"

    assert post(boss, path, do="train").status_code == 422
    assert post(boss, path, do="rephrase", label="no/label", text="x").status_code == 422
    assert post(boss, f"{ROOT}/unanswered/{'0' * 32}?period=2026-11", do="draft").status_code == 422
    assert boss.post(path, data={"do": "draft"}).status_code == 403


def test_a_draft_has_the_questions_that_it_should_answer(filled: Api) -> None:
    boss = browser(filled)
    group, exemplar = a_group(filled, boss)

    draft = boss.get(f"{ROOT}/unanswered/{group}/draft.md", params=NOVEMBER).text

    assert yaml.safe_load(draft.split("---")[1]).keys() >= {
        "title",
        "owner",
        "sources",
        "checked",
        "review_by",
    }
    assert f"- {exemplar}" in draft


def test_an_erased_person_s_words_leave_the_groups_and_phrasings(filled: Api) -> None:
    boss = browser(filled)
    group, _ = a_group(filled, boss)
    post(
        boss,
        f"{ROOT}/unanswered/{group}?period=2026-11",
        do="rephrase",
        label="housing/akiya_bank",
        text="畑",
    )
    database = filled.app.state.services.database
    with database.read() as connection:
        theirs = connection.execute(sa.select(unanswered_groups.c.conversation_id)).scalar_one()

    with filled.app.state.services.store.write() as tx:
        tx.erase(theirs, filled.app.state.services.clock.now())

    with database.read() as connection:
        for table in (unanswered_groups, phrasings):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0


def test_outcomes_are_ticked_on_a_case_and_counted(api: Api) -> None:
    api.account()
    case_id = api.hand_over().json()["case_id"]
    sato = api.log_in()
    path = f"/api/console/cases/{case_id}/outcomes"

    assert sato.get(path).json()["done"] == []
    sato.post(path, json={"kind": "visit", "done": True})
    sato.post(path, json={"kind": "visit", "done": True})
    ticked = sato.post(path, json={"kind": "moved", "done": True}).json()

    assert (ticked["done"], ticked["test"]) == (["moved", "visit"], False)
    assert "<dd>1件</dd>" in sato.get(f"{ROOT}/results", params=NOVEMBER).text
    assert sato.post(path, json={"kind": "moved", "done": False}).json()["done"] == ["visit"]
    assert sato.post(path, json={"kind": "test", "done": True}).json()["test"] is True
    assert "<dd>1件</dd>" not in sato.get(f"{ROOT}/results", params=NOVEMBER).text
    assert sato.post("/api/console/cases/k_none/outcomes", json={"kind": "visit", "done": True}).status_code == 404
    assert sato.post(path, json={"kind": "party", "done": True}).status_code == 422


def test_demo_data_is_refused_in_production(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["fill"])
    monkeypatch.setattr(fill, "load", lambda: api.settings.model_copy(update={"environment": "production"}))

    assert fill.main() == 2
    with api.app.state.services.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.conversations)).scalar_one() == 0


class TestToday:
    """New groups are put before whoever decides about them, until they have."""

    def waiting(self, opened):
        return opened.get("/api/console/today").json()["unanswered"]

    @pytest.mark.parametrize("role", ["supervisor", "manager"])
    def test_groups_without_a_decision_are_counted_with_a_link(self, filled: Api, role: str) -> None:
        opened = browser(filled, role)

        before = self.waiting(opened)
        page = opened.get(before["address"])

        assert page.status_code == 200
        # Those asked in the period before only are on the page, and no news.
        asked = [int(n) for n in re.findall(r"→ この期間 (\d+)件", page.text)]
        assert before["count"] == sum(n > 0 for n in asked) > 1

    def test_a_decision_takes_one_off(self, filled: Api) -> None:
        boss = browser(filled)
        before = self.waiting(boss)
        [group_id, *_] = re.findall(r"/unanswered/([0-9a-f]{32})\?", boss.get(before["address"]).text)

        path = before["address"].replace("unanswered?", f"unanswered/{group_id}?")
        assert post(boss, path, do="out_of_scope").status_code == 200

        assert self.waiting(boss)["count"] == before["count"] - 1

    def test_a_consultant_is_not_bothered(self, filled: Api) -> None:
        assert self.waiting(browser(filled, "consultant")) is None


class TestTrials:
    """A trial without a case is taken out of every figure, and back in, by its name in the files."""

    def names(self, opened) -> list[str]:
        answer = opened.get(f"{ROOT}/files/conversations.csv", params=NOVEMBER)
        return [r[0] for r in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))][1:]

    def mark(self, opened, alias: str, do: str):
        return post(opened, f"{ROOT}/trials?period=2026-11", alias=alias, do=do)

    def test_it_goes_and_comes_back(self, filled: Api) -> None:
        boss = browser(filled)
        [name, *others] = self.names(boss)

        assert "集計から除きました" in self.mark(boss, name, "mark").text
        assert self.names(boss) == others

        assert "集計に戻しました" in self.mark(boss, name, "lift").text
        assert name in self.names(boss)

    def test_an_unknown_one_is_refused(self, filled: Api) -> None:
        assert self.mark(browser(filled), "0" * 12, "mark").status_code == 422

    def test_consultants_do_not_decide(self, filled: Api) -> None:
        assert self.mark(browser(filled, "consultant"), "0" * 12, "mark").status_code == 403


def test_a_note_about_the_month_stands_on_its_sheet_and_only_those_who_plan_write_it(filled: Api) -> None:
    boss = browser(filled)
    sheet = f"{ROOT}/monthly"

    saved = post(boss, f"{sheet}/note?period=2026-11", note=" 移住フェアの後に\r\n質問が増えました。 ")
    assert saved.status_code == 200
    assert "2026年11月の所見を保存しました。" in saved.text
    assert str(saved.url).endswith("/monthly?period=2026-11")
    assert '<p class="words">移住フェアの後に\n質問が増えました。</p>' in saved.text
    assert "移住フェア" not in boss.get(sheet, params={"period": "2026-10"}).text
    assert "所見を" not in boss.get(sheet, params={"period": "fy2026"}).text
    assert post(boss, f"{sheet}/note?period=fy2026", note="年度").status_code == 422
    assert post(boss, f"{sheet}/note?period=2026-11", note="あ" * 2_001).status_code == 422

    consultant = browser(filled, "consultant")
    page = consultant.get(sheet, params=NOVEMBER).text
    assert "移住フェアの後に" in page
    assert "所見を直す" not in page
    assert post(consultant, f"{sheet}/note?period=2026-11", note="別の言葉").status_code == 403

    assert "2026年11月の所見を消しました。" in post(boss, f"{sheet}/note?period=2026-11", note="").text
    assert "移住フェア" not in consultant.get(sheet, params=NOVEMBER).text
    log = boss.get("/console/audit").text
    assert "月次報告の所見を書いた" in log
    assert "所見：（なし） → 移住フェアの後に" in log
