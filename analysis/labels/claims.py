"""Rules that turn computed numbers into verdicts on the article's claims about labels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analysis.recorded import Recorded, value_of
from analysis.register import Registered
from analysis.verdicts import Part, Verdict, part_of

IMAGES_CLAIMED = 14e6
PLACES_FOR_A_SPREAD = 5


def imagenet(images: float, *, hours_known: bool, weak: bool) -> Verdict:
    """C2: over fourteen million images, labelled on Mechanical Turk, the standard.

    The count can be checked. Whether it set the standard shows in no number here, and without
    the time per label neither cost nor hours follow; so a count that holds is half the claim
    unless hours are known too, and a count read second-hand stays half the claim.
    """
    seen = f"{images:,.0f} images against {IMAGES_CLAIMED:,.0f} claimed"
    if images < IMAGES_CLAIMED:
        return Verdict("contradicted", seen)
    if hours_known and not weak:
        return Verdict("supported", f"{seen}, and the hours are known")
    doubts = ["the count is second-hand"] * weak + ["the hours are not known"] * (not hours_known)
    return Verdict("mixed", f"{seen}, but {' and '.join(doubts)}")


def quality_needs_time(premium: float, review_share: float) -> Verdict:
    """C3, side of volumes: quality costs labour, so cheap crowd labels are not the whole price.

    Parameters
    ----------
    premium : float
        Time of a fine label over a coarse one in one study.
    review_share : float
        Time of checking over time of making in one study.
    """
    seen = (
        f"a fine label takes {premium:.3g} times as long as a coarse one, and checking takes "
        f"{review_share:.0%} of the time of making"
    )
    if premium > 1 and review_share > 0:
        return Verdict("supported", f"{seen}: quality costs time on both counts")
    if premium <= 1 and review_share <= 0:
        return Verdict("contradicted", f"{seen}: quality costs no time")
    return Verdict("mixed", f"{seen}: quality costs time on one count of two")


def pours_into_china(places: int, growing: int, shrinking: int) -> Verdict:
    """C5: the work pours into places across China.

    Head-counts of different places are never added. The claim holds where several places report
    realised head-counts and more of the series that can be followed grew than shrank.
    """
    reporting = f"{places} places or firms in China report head-counts"
    if places < PLACES_FOR_A_SPREAD:
        return Verdict("not testable", f"{reporting}; {PLACES_FOR_A_SPREAD} are needed")
    if growing + shrinking == 0:
        return Verdict("not testable", f"{reporting}, but none can be followed over time")
    seen = f"{reporting}; of those that can be followed {growing} grew and {shrinking} shrank"
    if growing > shrinking:
        return Verdict("supported" if shrinking == 0 else "mixed", seen)
    return Verdict("contradicted", seen)


def technology_takes_jobs(median_saving: float, hours_ratio: float) -> Verdict:
    """C6: technology takes jobs; here, whether saved labour meant less labour.

    Parameters
    ----------
    median_saving : float
        Median over comparisons, some of one study, of time before over time after with a tool.
    hours_ratio : float
        Hours of human work in the later project over the earlier one.
    """
    seen = (
        f"in the median comparison the old way takes {median_saving:.3g} times as long as the new, "
        f"and the later project took {hours_ratio:.3g} times the hours of the earlier one"
    )
    if median_saving <= 1:
        return Verdict("contradicted", f"{seen}: no labour was saved")
    if hours_ratio < 1:
        return Verdict("supported", f"{seen}: labour was saved and hours fell")
    return Verdict("mixed", f"{seen}: labour was saved and hours did not fall")


def spreads_beyond_pictures(
    first_share: float, last_share: float, highest_share: float, modalities: int
) -> Verdict:
    """C11: the work spreads from pictures to voice, video and text.

    Parameters
    ----------
    first_share, last_share : float
        Share of tasks that are not pictures in the first and the last year of the tracker.
    highest_share : float
        The same in the year in which it was highest: a share that came back is no spread.
    modalities : int
        Modalities other than pictures with a price in the tables.
    """
    seen = (
        f"tasks other than pictures went from {first_share:.0%} to {last_share:.0%}, at most "
        f"{highest_share:.0%} between, and {modalities} other kinds of material have prices"
    )
    if modalities == 0:
        return Verdict("contradicted", seen)
    risen = last_share > first_share and last_share >= highest_share
    return Verdict("supported" if risen else "mixed", seen)


def _value(numbers: Mapping[str, Recorded], name: str) -> float:
    return value_of(numbers, f"labels.{name}")


_part = partial(part_of, "labels")


RULES: tuple[Part, ...] = (
    _part(
        "C2.a",
        f"ImageNet holds over {IMAGES_CLAIMED:,.0f} images, counted first-hand, and the hours of "
        "its making are known.",
        ("imagenet_images", "imagenet_hours", "imagenet_confidence"),
        lambda found: imagenet(
            _value(found, "imagenet_images"),
            hours_known=found["labels.imagenet_hours"].value is not None,
            weak=found["labels.imagenet_confidence"].value == "low",
        ),
        "read in encyclopaedias; no time per label was published, so neither hours nor cost",
        Registered(
            "2026-11-25",
            "after a first look at",
            "the count, which is second-hand, and the hours, which nobody published",
        ),
        unit="images",
        # That the hours have no value is what this rule asks.
        may_lack=("imagenet_hours",),
    ),
    _part(
        "C3.b",
        "Quality costs time: a fine label takes longer than a coarse one, and labels are checked.",
        ("quality_premium", "review_share"),
        lambda found: quality_needs_time(
            _value(found, "quality_premium"), _value(found, "review_share")
        ),
        "one data set for the premium and one for review; that quality costs time does not say "
        "that only salaried staff deliver it",
        Registered("2026-11-25", "after a first look at", "the times per label"),
        unit="times as long",
    ),
    _part(
        "C5.a",
        f"In China at least {PLACES_FOR_A_SPREAD} places or firms report head-counts, and those "
        "that can be followed grew.",
        ("china_places", "china_growing", "china_shrinking"),
        lambda found: pours_into_china(
            int(_value(found, "china_places")),
            int(_value(found, "china_growing")),
            int(_value(found, "china_shrinking")),
        ),
        "bases and the press report growth and seldom closure; few series can be followed",
        Registered(
            "2026-11-25",
            "changed because",
            "weak counts end no series, and a count above an earlier one of at least so many is no "
            "growth; before, two series grew instead of one, and the verdict was the same",
        ),
        unit="places or firms",
    ),
    _part(
        "C6.a",
        "Tools save labour, and the later of two projects took fewer hours than the earlier.",
        ("saving_median", "hours_ratio"),
        lambda found: technology_takes_jobs(
            _value(found, "saving_median"), _value(found, "hours_ratio")
        ),
        "hours are compared between two projects of different firms, the low end of one over a "
        "lower bound of the other; masks that the model made alone are work nobody was given",
        Registered(
            "2026-11-25", "after a first look at", "the times per label and the sizes of projects"
        ),
        unit="times as long by hand",
    ),
    _part(
        "C11.a",
        "The share of tasks that are not pictures is at its highest in the last year seen, and "
        "other material has prices.",
        ("mix_last", "mix_first", "mix_highest", "priced_modalities"),
        lambda found: spreads_beyond_pictures(
            _value(found, "mix_first"),
            _value(found, "mix_last"),
            _value(found, "mix_highest"),
            int(_value(found, "priced_modalities")),
        ),
        "one market, until 2014, by keywords that requesters chose themselves",
        Registered(
            "2026-11-25",
            "changed because",
            "the share had been higher in between, and a share that came back is no spread; "
            "before, the first year and the last were compared, and the claim read supported",
        ),
        unit="of tasks",
    ),
)
"""Parts of the claims about labels, with their rules."""
