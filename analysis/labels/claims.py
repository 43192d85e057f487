"""Rules that turn computed numbers into verdicts on the article's claims about labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

Verdict = Literal["supported", "contradicted", "mixed", "not testable"]

IMAGES_CLAIMED = 14e6
PLACES_FOR_A_SPREAD = 5


class Recorded(Protocol):
    """A recorded number, as far as a rule reads it."""

    @property
    def value(self) -> float | int | str | bool | None:
        """The value; None where there is none."""


@dataclass(frozen=True)
class ClaimRule:
    """How recorded numbers decide on a claim.

    Attributes
    ----------
    numbers : tuple of str
        Names of the numbers read, as the notebook on labels records them.
    decide : callable
        Numbers by name to verdict.
    weakest_link : str
        What a critic would attack first.
    """

    numbers: tuple[str, ...]
    decide: Callable[[Mapping[str, Recorded]], Verdict]
    weakest_link: str


def imagenet(images: float, *, hours_known: bool, weak: bool) -> Verdict:
    """C2: over fourteen million images, labelled on Mechanical Turk, the standard.

    The count can be checked. Whether it set the standard shows in no number here, and without
    the time per label neither cost nor hours follow; so a count that holds is half the claim
    unless hours are known too, and a count read second-hand stays half the claim.
    """
    if images < IMAGES_CLAIMED:
        return "contradicted"
    return "supported" if hours_known and not weak else "mixed"


def quality_needs_time(premium: float, review_share: float) -> Verdict:
    """C3, side of volumes: quality costs labour, so cheap crowd labels are not the whole price.

    Parameters
    ----------
    premium : float
        Time of a fine label over a coarse one in one study.
    review_share : float
        Time of checking over time of making in one study.
    """
    if premium > 1 and review_share > 0:
        return "supported"
    return "contradicted" if premium <= 1 and review_share <= 0 else "mixed"


def pours_into_china(places: int, growing: int, shrinking: int) -> Verdict:
    """C5: the work pours into places across China.

    Head-counts of different places are never added. The claim holds where several places report
    realised head-counts and more of the series that can be followed grew than shrank.
    """
    if places < PLACES_FOR_A_SPREAD or growing + shrinking == 0:
        return "not testable"
    if growing > shrinking:
        return "supported" if shrinking == 0 else "mixed"
    return "contradicted"


def technology_takes_jobs(median_saving: float, hours_ratio: float) -> Verdict:
    """C6: technology takes jobs; here, whether saved labour meant less labour.

    Parameters
    ----------
    median_saving : float
        Median over studies of time before over time after with a tool.
    hours_ratio : float
        Hours of human work in the later project over the earlier one.
    """
    if median_saving <= 1:
        return "contradicted"
    return "supported" if hours_ratio < 1 else "mixed"


def spreads_beyond_pictures(first_share: float, last_share: float, modalities: int) -> Verdict:
    """C11: the work spreads from pictures to voice, video and text.

    Parameters
    ----------
    first_share, last_share : float
        Share of tasks that are not pictures in the first and the last year of the tracker.
    modalities : int
        Modalities other than pictures with a price in the tables.
    """
    if modalities == 0:
        return "contradicted"
    return "supported" if last_share > first_share else "mixed"


def _value(numbers: Mapping[str, Recorded], name: str) -> float:
    value = numbers[f"labels.{name}"].value
    return float(value) if isinstance(value, int | float) else float("nan")


RULES: Mapping[str, ClaimRule] = {
    "C2": ClaimRule(
        ("labels.imagenet_images", "labels.imagenet_hours", "labels.imagenet_confidence"),
        lambda found: imagenet(
            _value(found, "imagenet_images"),
            hours_known=found["labels.imagenet_hours"].value is not None,
            weak=found["labels.imagenet_confidence"].value == "low",
        ),
        "Read in encyclopaedias; no time per label was published, so neither hours nor cost.",
    ),
    "C3": ClaimRule(
        ("labels.quality_premium", "labels.review_share"),
        lambda found: quality_needs_time(
            _value(found, "quality_premium"), _value(found, "review_share")
        ),
        "One data set for the premium and one for review; that quality costs time does not say "
        "that only salaried staff deliver it.",
    ),
    "C5": ClaimRule(
        ("labels.china_places", "labels.china_growing", "labels.china_shrinking"),
        lambda found: pours_into_china(
            int(_value(found, "china_places")),
            int(_value(found, "china_growing")),
            int(_value(found, "china_shrinking")),
        ),
        "Bases and the press report growth and seldom closure; few series can be followed.",
    ),
    "C6": ClaimRule(
        ("labels.saving_median", "labels.hours_ratio"),
        lambda found: technology_takes_jobs(
            _value(found, "saving_median"), _value(found, "hours_ratio")
        ),
        "Hours are compared between two projects of different firms, and the masks that the model "
        "made alone are work that nobody was given.",
    ),
    "C11": ClaimRule(
        ("labels.mix_last", "labels.mix_first", "labels.priced_modalities"),
        lambda found: spreads_beyond_pictures(
            _value(found, "mix_first"),
            _value(found, "mix_last"),
            int(_value(found, "priced_modalities")),
        ),
        "One market, until 2014, by keywords that requesters chose themselves.",
    ),
}
