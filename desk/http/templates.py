"""Pages as Jinja2 templates: one environment over every feature's `templates/` folder.

A template is named by its feature (`notices/page.html`). Everything given is escaped, and a name that was not
given fails instead of printing nothing.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from desk.text import readings, times
from desk.text.pack import city

_DESK = Path(__file__).resolve().parents[1]


def _environment() -> Environment:
    folders = sorted(path for path in _DESK.glob("**/templates") if ".venv" not in path.parts)
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(default_for_string=True, default=True, disabled_extensions=("txt",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=times.day,
        day_in_year=times.day_in_year,
        moment=times.moment,
        moment_in_year=times.moment_in_year,
        span=times.span,
        readings=readings.pairs,
    )
    # Names and numbers of the city; asked for at each page, since the office may change them.
    environment.globals["city"] = city
    return environment


ENVIRONMENT = _environment()


def render(template: str, /, **values: object) -> str:
    """Return a template filled with values.

    Raises:
        jinja2.TemplateNotFound: There is no such template.
        jinja2.UndefinedError: It uses a name that was not given.
    """
    return ENVIRONMENT.get_template(template).render(**values)
