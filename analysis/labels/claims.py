"""Rules that turn computed numbers into verdicts on the article's claims about labels."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["supported", "contradicted", "mixed", "not testable"]

IMAGES_CLAIMED = 14e6
PLACES_FOR_A_SPREAD = 5


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
