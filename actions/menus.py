"""The eight topics on the first screen and what each offers; the desk's greeting names the same keys."""

from __future__ import annotations

# key: (what the chip says, labels offered). The person is reached by /request_human, not by a menu.
MENUS: dict[str, tuple[str, tuple[str, ...]]] = {
    "housing": (
        "住まい",
        (
            "housing/rental_search",
            "housing/akiya_bank",
            "housing/house_purchase",
            "housing/rent_cost",
            "housing/area_choice",
            "housing/pet_housing",
        ),
    ),
    "jobs": (
        "仕事",
        (
            "jobs/job_placement",
            "jobs/job_search",
            "jobs/spot_work",
            "jobs/remote_work",
            "jobs/chiiki_okoshi",
            "jobs/older_worker",
        ),
    ),
    "family": (
        "子育て・教育",
        (
            "nursery/nursery_overview",
            "life/childcare_enrol",
            "life/childcare_support",
            "life/school",
            "life/pregnancy_birth",
            "life/play_places",
        ),
    ),
    "subsidy": (
        "支援金・補助",
        (
            "subsidy/support_overview",
            "subsidy/subsidy_eligibility",
            "subsidy/subsidy_amount",
            "subsidy/subsidy_application",
            "subsidy/scholarship_repayment",
            "housing/renovation_housing_aid",
        ),
    ),
    "winter": (
        "冬のくらし・雪",
        (
            "life/snow_removal",
            "life/climate",
            "housing/heating_winter_home",
            "life/winter_driving",
            "life/transport_car",
            "life/moving_season",
        ),
    ),
    "startup": (
        "起業・事業承継",
        (
            "startup/startup_consult",
            "startup/loan_overview",
            "startup/startup_subsidy",
            "startup/business_succession",
            "startup/startup_seminar",
            "startup/empty_shop",
        ),
    ),
    "visit": (
        "お試し移住・見学",
        (
            "housing/trial_stay",
            "centre/centre_visit",
            "nursery/nursery_overview",
            "jobs/spot_work",
            "events/event_info",
            "events/migrant_meetup",
        ),
    ),
}
