"""Every router of the desk, in the order in which addresses are matched."""

from __future__ import annotations

from fastapi import APIRouter

from desk.appointments import (
    assistant_api,
    availability_page,
    booking_pages,
    calendar_files,
    changing_pages,
    mine_api,
    office_appointment_page,
    office_lists,
    office_pages,
    office_week_api,
    standing_api,
)
from desk.attachments import api as attachments
from desk.cases import (
    answer_page,
    canned_replies,
    commands,
    danger_api,
    events,
    office_api,
    persons_api,
    presence_api,
    record,
    search,
    suggestions,
    writing_api,
)
from desk.cases import api as cases
from desk.channels.line import webhook as line
from desk.channels.mail import api as mail
from desk.channels.mail import pages as mail_pages
from desk.channels.web import api as web
from desk.channels.web import feedback, forms, links_api, photos, push_api, stream, transcript_mail, words
from desk.content import answer_page as content_answer
from desk.content import (
    answers_page,
    city_page,
    editor_page,
    facts_api,
    internal_api,
    models_page,
    new_fact_page,
    publications_api,
    settings_pages,
    suggestions_api,
    training_api,
    try_page,
)
from desk.content import api as content
from desk.danger import pages as danger
from desk.deliveries import letters_page, set_aside_page
from desk.deliveries import page as deliveries
from desk.handoff import endpoints as handoff
from desk.mail import transcript_page
from desk.notices import page as notices
from desk.office import audit_page, hours_page, login, own_page, prove_page, sso
from desk.operations import health, matters
from desk.privacy import pages as privacy
from desk.privacy import person_page, retention_pages
from desk.reporting import (
    department_page,
    downloads,
    monthly_page,
    outcomes_api,
    review_page,
    today,
    trials_page,
    unanswered_page,
)
from desk.reporting import pages as reports
from desk.staff import accounts_page, closing_page, details_page, second_factor_page

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    handoff.router,
    line.router,
    login.router,
    sso.router,
    cases.router,
    writing_api.router,
    presence_api.router,
    commands.router,
    suggestions.router,
    office_api.router,
    danger_api.router,
    danger.router,
    canned_replies.router,
    canned_replies.api_router,
    record.router,
    answer_page.router,
    search.router,
    outcomes_api.router,
    reports.router,
    monthly_page.router,
    unanswered_page.router,
    review_page.router,
    department_page.router,
    downloads.router,
    trials_page.router,
    today.router,
    matters.router,
    events.router,
    content.router,
    facts_api.router,
    publications_api.router,
    new_fact_page.router,  # before any value of that name
    settings_pages.router,
    models_page.router,
    city_page.router,
    try_page.router,
    answers_page.router,
    content_answer.router,
    editor_page.router,
    internal_api.router,
    training_api.router,
    training_api.console,
    hours_page.router,
    accounts_page.router,
    closing_page.router,
    details_page.router,
    second_factor_page.router,
    audit_page.router,
    deliveries.router,
    set_aside_page.router,
    own_page.router,
    prove_page.router,
    privacy.router,
    person_page.router,
    retention_pages.router,
    letters_page.router,
    notices.router,
    transcript_page.router,
    feedback.router,
    forms.router,
    photos.router,
    push_api.router,
    mail.router,
    mail_pages.router,
    transcript_mail.router,
    words.router,
    attachments.router,
    suggestions_api.router,
    mine_api.router,
    links_api.router,
    stream.router,
    web.router,  # after all of the web: it answers what is not there
    calendar_files.router,  # before a code of that name
    booking_pages.router,
    changing_pages.router,
    assistant_api.router,
    standing_api.router,
    availability_page.router,
    office_pages.router,
    office_appointment_page.router,
    office_lists.router,
    office_week_api.router,
    persons_api.router,
)
