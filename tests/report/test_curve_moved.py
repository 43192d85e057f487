"""The curve and the hours as a reader moves them: what Vega shows is what Python computes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from analysis import position
from analysis.figures.moving.controls import CURVE, hours_controls, signal
from analysis.figures.moving.curve import BESSEN, signals
from analysis.figures.moving.expressions import PREFIX
from analysis.figures.moving.hours import ESTIMATOR, GOOGLE, hours_signals
from analysis.figures.moving.offline import javascript
from analysis.position.crowd import ESTIMATORS
from analysis.position.hours import DATES, FIRMS, Accounting, Setting
from analysis.position.theory import Scenario, path, turns
from analysis.report.pages.curve import HREF, TITLE, _account, curve_page
from analysis.report.pages.html import HtmlPage, render
from tests.report.browser import opened
from tests.report.moved import VALUES, numbers

pytestmark = pytest.mark.slow

CLOSE = 1e-6
STEPS = (0, 1, 77, 200)

EVALUATED = """async ([name, settings, wanted]) => {
  const made = (await window.moved)[name], view = made.view;
  const holding = (column) => made.vgSpec.data.find(
    (item) => (item.transform || []).some((step) => step.as === column)).name;
  const rows = (column) => view.data(holding(column)).map((row) => Object.fromEntries(
    Object.entries(row).filter(([key, value]) => typeof value === "number")));
  const found = [];
  for (const values of settings) {
    for (const key in values) view.signal(key, values[key]);
    await view.runAsync();
    found.push(name === "hours" ? [view.signal("hours_of"), view.signal("hours_in_all")]
      : [wanted.map((step) => rows("grows")[step]), rows("turn")]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def account() -> Accounting:
    return _account()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    moved = curve_page(numbers())
    page = HtmlPage(HREF, TITLE, "move", moved.body)
    path = tmp_path_factory.mktemp("curve") / HREF
    path.write_text(render(page, [page]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(place: Path) -> Iterator[Page]:
    with opened(1280) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(place.as_uri())
        page.evaluate("async () => { await window.moved; }")
        yield page
        assert errors == []


def grid() -> list[Scenario]:
    """Corners that matter, one by one, and draws from within the sliders."""
    corners = [
        replace(BESSEN, lowest=lowest, share=share, floor=floor, growth=growth)
        for lowest, share, floor, growth in product(
            (0.0, 0.3, 1.0), (0.4, 1.0), (0.0, 0.7), (0.0, 0.02)
        )
    ]
    corners += [replace(BESSEN, pass_through=0.0), replace(BESSEN, reuse=0.02, years=60.0)]
    draws = np.random.default_rng(7).uniform(size=(150, len(CURVE)))
    return corners + [
        Scenario(**{item.name: item.low + float(u) * (item.high - item.low)
                    for item, u in zip(CURVE, row, strict=True)})
        for row in draws
    ]  # fmt: skip


@pytest.mark.parametrize("panel", ["elasticity", "employment"])
def test_the_path_and_its_turns_are_those_of_python(page: Page, panel: str) -> None:
    scenarios = grid()
    shown = page.evaluate(EVALUATED, [panel, [signals(item) for item in scenarios], list(STEPS)])
    turned = 0
    for scenario, (rows, turn) in zip(scenarios, shown, strict=True):
        expected = path(scenario).iloc[list(STEPS)]
        for column in expected:
            seen = [row[column] for row in rows]
            assert seen == pytest.approx(expected[column].tolist(), rel=CLOSE, abs=1e-200), scenario
        found = turns(scenario)
        year = found.elastic_until if panel == "elasticity" else found.peak
        assert [row["turn"] for row in turn] == (
            [] if year is None else [pytest.approx(year, rel=CLOSE)]
        ), scenario
        if year is not None:
            turned += 1
            assert turn[0]["employment_there"] == pytest.approx(
                scenario.employment(year), rel=CLOSE
            )
            assert turn[0]["elasticity_there"] == pytest.approx(
                scenario.elasticity(year), rel=CLOSE
            )
    assert turned > 20


def test_hours_are_those_of_python(page: Page, account: Accounting) -> None:
    draws = np.random.default_rng(8).uniform(size=(60, len(account.ranges)))
    settings, shown = [account.middle], [hours_signals(account)]
    for place_of, row in enumerate(draws):
        assumed = {
            str(name): float(item["low"] + u * (item["high"] - item["low"]))
            for (name, item), u in zip(account.ranges.iterrows(), row, strict=True)
        }
        estimator, google = ESTIMATORS[place_of % 3], place_of % 2 == 0
        settings.append(Setting(assumed, estimator, google=google))
        values: dict[str, Any] = {signal(name): value for name, value in assumed.items()}
        shown.append(values | {ESTIMATOR: estimator, GOOGLE: google})
    found = page.evaluate(EVALUATED, ["hours", shown, []])
    for setting, (hours, total) in zip(settings, found, strict=True):
        for date in DATES:
            expected = account.hours(setting, date)
            assert {firm: hours[date][firm] for firm in FIRMS} == pytest.approx(expected, rel=CLOSE)
            assert total[date] == pytest.approx(sum(expected.values()), rel=CLOSE)


def slide(page: Page, name: str, value: float) -> float:
    """Move a slider; where it came to stand."""
    page.locator(f"#{name}").evaluate(
        "(input, value) => { input.value = value;"
        " input.dispatchEvent(new Event('input', {bubbles: true})); }", value
    )  # fmt: skip
    return float(page.locator(f"#{name}").input_value())


def said(page: Page, what: str, words: str) -> None:
    """Wait until the line under a chart says so: charts are drawn after the slider has moved."""
    told = f"document.getElementById('{what}-told').textContent"
    page.wait_for_function(f"words => {told}.includes(words)", arg=words)


def test_a_moved_slider_moves_the_peak(page: Page) -> None:
    page.click("button[data-preset=cotton]")
    begun = Scenario(
        spread=1.4, served=0.108, floor=0.0, share=1.0, lowest=0.0, productivity=0.026,
        pass_through=3.93 / 164 / 0.026, growth=0.0174, reuse=0.0, years=164.0,
    )  # fmt: skip
    told = page.locator("#curve-told")
    before = turns(begun).peak
    assert before is not None
    said(page, "curve", f"peaks in {1831 + before:.0f}")
    growth = slide(page, "set_growth", 0.005)
    after = turns(replace(begun, growth=growth)).peak
    assert after is not None
    assert after < before - 10
    said(page, "curve", f"peaks in {1831 + after:.0f}")
    times = replace(begun, growth=growth).employment(after)
    assert f"at {times:.2f} times" in told.inner_text()
    page.click("#curve-form button[type=reset]")
    said(page, "curve", f"peaks in {1831 + before:.0f}")
    assert float(page.locator("#set_growth").input_value()) == pytest.approx(0.0174, abs=0.003)


def test_a_moved_slider_moves_the_total_of_hours(page: Page, account: Accounting) -> None:
    page.click("#hours-form button[type=reset]")
    pay = slide(page, "scale_ai_pay_hour_late", 30.0)
    setting = account.middle.put("scale_ai.pay_hour.late", pay)
    early, late = (sum(account.hours(setting, date).values()) for date in DATES)
    assert late < early
    said(page, "hours", f"{early:.1f} million hours a year in 2021-22, {late:.1f} million in")
    said(page, "hours", f"{late / early:.2f} times")
    page.locator("#with_google").evaluate("input => input.click()")
    without = replace(setting, google=False)
    fewer = sum(account.hours(without, "early").values())
    said(page, "hours", f"{fewer:.1f} million")
    page.click("#hours-form button[type=reset]")
    ratio = math.exp(account.change(account.middle))
    said(page, "hours", f"{ratio:.2f} times")
    assert page.locator("#with_google").is_checked()


def test_sliders_are_moved_by_keyboard_and_say_what_they_are(page: Page) -> None:
    page.click("button[data-preset=motor_vehicles]")
    slider = page.get_by_label("spread of values")
    slider.focus()
    before = float(slider.input_value())
    page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) == pytest.approx(before + 0.05)
    assert slider.get_attribute("aria-valuetext") == page.inner_text("#set_spread-shown") == "0.60"
    assert page.get_attribute("button[data-preset=motor_vehicles]", "aria-pressed") == "true"
    assert page.locator("#chart-hours svg").count() == 1
    named = {f"{PREFIX}{item.name}": item.words for item in CURVE}
    named |= {item.name: item.words for item in hours_controls(_account())}
    for name, words in named.items():
        assert page.locator(f"label[for={name}]").text_content() == words


@pytest.mark.parametrize(("width", "scheme"), [(380, "dark"), (1280, "light")])
def test_the_page_fits_asks_for_nothing_and_drawings_are_inside(
    page: Page, width: int, scheme: Any
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.evaluate("async () => { await window.moved; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [item.bounding_box() for item in page.locator(".chart svg").all()]
    assert len(boxes) == 3
    for box in boxes:
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["width"] > 0.75 * min(width, 740)
    assert len(asked) > 0
    assert all(url.startswith(("file:", "data:")) for url in asked)


def test_without_a_script_the_presets_are_drawn_and_no_slider_shows(place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    assert text.count('<section class="moved"') == text.count(" hidden>\n") == 2
    plain = text.split('<script type="application/json"')[0]
    assert 'id="figure-paths_side_by_side"' in plain
    assert "<noscript>" in plain
    assert "Steel" not in plain.split("</fieldset>")[0]
    assert len(VALUES) > 0
    given = json.loads(text.split('id="moved-data">')[1].split("</script>")[0])
    assert set(given["presets"]) == {"cotton", "motor_vehicles", *position.RUNGS}
    assert given["presets"]["speech"]["values"]["set_reuse"] == pytest.approx(math.log(2.62) / 2)
    assert asdict(BESSEN).keys() == {item.name for item in CURVE}


def test_the_page_is_the_same_twice_and_absent_without_its_numbers() -> None:
    first = curve_page(numbers())
    javascript.cache_clear()
    assert curve_page(numbers()) == first
    assert set(first.files) == {"curve.csv"}
    assert curve_page({}).body == ""
    few = numbers()
    few.pop("labels.progress_low")
    assert curve_page(few).body == ""
