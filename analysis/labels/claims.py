"""Rules that turn computed numbers into verdicts on the article's claims about labels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

from analysis.digits import counted
from analysis.language import Said, said
from analysis.recorded import Recorded, value_of
from analysis.register import Registered
from analysis.verdicts import Part, Verdict, part_of

IMAGES_CLAIMED = 14e6
FEWEST_PLACES = 5
HALF = 0.5
SMALL_FIRM = 300
FEWEST_FOLLOWED = 3
FEWEST_STUDIES = 3
FEWEST_REGIONS = 2
SAVED = 1.1
"""Time before over time after from which a tool saves labour; its inverse is where it costs."""
CHECKED, HARDLY_CHECKED = 0.25, 0.1
"""Time of checking over time of making: from here quality costs time; below here it does not."""
KINDS_NAMED = 3
POINTS = 0.02


def count_holds(images: float, *, weak: bool) -> Verdict:
    """C2.a: over fourteen million images; a count of low confidence stays half the claim."""
    seen = said("{images:,.0f} images against {claimed:,.0f} claimed",
                images=images, claimed=IMAGES_CLAIMED)  # fmt: skip
    if images < IMAGES_CLAIMED:
        return Verdict("contradicted", seen)
    if weak:
        return Verdict("mixed", said("{seen}, second-hand", seen=seen))
    return Verdict("supported", seen)


def built_there(there: int, elsewhere: int) -> Verdict:
    """C2.b: how many sources have it labelled on Mechanical Turk, and how many elsewhere."""
    seen = said("{there} sources have it labelled on Mechanical Turk and {elsewhere} elsewhere",
                there=there, elsewhere=elsewhere)  # fmt: skip
    if there + elsewhere == 0:
        return Verdict("not testable", seen)
    if there >= 2 and there > elsewhere:
        return Verdict("supported", seen)
    return Verdict("contradicted" if elsewhere > there else "mixed", seen)


def cited_more(citations: float, rival: float | None) -> Verdict:
    """C2.c: the standard is what is cited more than any other data set of pictures."""
    if rival is None:
        alone = said("{citations:,.0f} citations, and none of a rival at hand", citations=citations)
        return Verdict("not testable", alone)
    seen = said("{citations:,.0f} citations against {rival:,.0f} of the next data set",
                citations=citations, rival=rival)  # fmt: skip
    return Verdict("supported" if citations > rival else "contradicted", seen)


def small_towns(places: int, share_of_counts: float, share_of_heads: float) -> Verdict:
    """C1.b: most counts, and most people counted, are of counties or below."""
    seen = said(
        "of {places} that do not overlap {counts:.0%} are counties or smaller, with {heads:.0%} of "
        "the people counted",
        places=counted(places, "place"), counts=share_of_counts, heads=share_of_heads,
    )  # fmt: skip
    if places < FEWEST_PLACES:
        return Verdict("not testable", _too_few(seen, FEWEST_PLACES, "place"))
    above = (share_of_counts > HALF) + (share_of_heads > HALF)
    return Verdict(("contradicted", "mixed", "supported")[above], seen)


def small_firms(places: int, people: float) -> Verdict:
    """C1.c: the median place has fewer than three hundred people to a firm."""
    seen = said("{people:,.0f} people to a firm in the median of {places}",
                people=people, places=counted(places, "place"))  # fmt: skip
    if places < FEWEST_PLACES:
        return Verdict("not testable", _too_few(seen, FEWEST_PLACES, "place"))
    return Verdict("supported" if people < SMALL_FIRM else "contradicted", seen)


def quality_needs_time(review_share: float) -> Verdict:
    """C3.c: quality costs time, if checking takes a quarter of the time of making or more."""
    seen = said("checking takes {share:.0%} of the time of making", share=review_share)
    if review_share >= CHECKED:
        return Verdict("supported", seen)
    return Verdict("contradicted" if review_share < HARDLY_CHECKED else "mixed", seen)


def pours_in(growing: int, shrinking: int) -> Verdict:
    """C5.a: of the places in China that can be followed, two in three or more grew."""
    settled = growing + shrinking
    seen = said("of {places} with two counts that settle it {growing} grew",
                places=counted(settled, "place"), growing=growing)  # fmt: skip
    if settled < FEWEST_FOLLOWED:
        return Verdict("not testable", _too_few(seen, FEWEST_FOLLOWED))
    if 3 * growing >= 2 * settled:
        return Verdict("supported", seen)
    return Verdict("contradicted" if 3 * growing <= settled else "mixed", seen)


def outside_first_tier(places: int, share: float) -> Verdict:
    """C5.b: most people counted work outside Beijing, Shanghai, Guangzhou and Shenzhen."""
    seen = said("{share:.0%} of the people counted, in {places}",
                share=share, places=counted(places, "place"))  # fmt: skip
    if places < FEWEST_PLACES:
        return Verdict("not testable", _too_few(seen, FEWEST_PLACES, "place"))
    return Verdict("supported" if share > HALF else "contradicted", seen)


def labour_saved(saving: float, studies: int) -> Verdict:
    """C6.a: measured within studies, one vote a study, a tool saves labour."""
    seen = said("the old way takes {saving:.2f} times as long in the median of {studies} studies",
                saving=saving, studies=studies)  # fmt: skip
    if studies < FEWEST_STUDIES:
        return Verdict("not testable", _too_few(seen, FEWEST_STUDIES, "study"))
    if saving >= SAVED:
        return Verdict("supported", seen)
    return Verdict("contradicted" if saving <= 1 / SAVED else "mixed", seen)


def jobs_fall(falling: int, rising: int, both: int) -> Verdict:
    """C6.b: in the parts of the world where people can be followed, their number falls.

    Parameters
    ----------
    falling, rising, both : int
        Parts of the world in which all that can be followed falls, rises, or differs.
    """
    regions = falling + rising + both
    seen = said("of {regions} parts of the world jobs fall in {falling}, rise in {rising}",
                regions=regions, falling=falling, rising=rising)  # fmt: skip
    if regions < FEWEST_REGIONS:
        return Verdict("not testable", _too_few(seen, FEWEST_REGIONS))
    if falling == regions:
        return Verdict("supported", seen)
    return Verdict("contradicted" if rising == regions else "mixed", seen)


def beyond_pictures_since(kinds: int) -> Verdict:
    """C11.a: what the article names has reported money, people or labels after 2018."""
    seen = said("{kinds} of the {named} kinds of material named have reports after 2018",
                kinds=kinds, named=KINDS_NAMED)  # fmt: skip
    if kinds >= 2:
        return Verdict("supported", seen)
    return Verdict("mixed" if kinds else "contradicted", seen)


def other_share_rises(before: float, after: float) -> Verdict:
    """C11.b: at the seller that reports by kind, the share of what is not pictures rises."""
    seen = said("speech went from {before:.0%} to {after:.0%} of revenue",
                before=before, after=after)  # fmt: skip
    if abs(after - before) < POINTS:
        return Verdict("mixed", said("{seen}: no change to speak of", seen=seen))
    return Verdict("supported" if after > before else "contradicted", seen)


def _too_few(seen: Said, fewest: int, thing: Literal["", "place", "study"] = "") -> Said:
    if thing == "place":
        return said("{seen}; {fewest} places are needed", seen=seen, fewest=fewest)
    if thing == "study":
        return said("{seen}; {fewest} studies are needed", seen=seen, fewest=fewest)
    return said("{seen}; {fewest} are needed", seen=seen, fewest=fewest)


def _value(numbers: Mapping[str, Recorded], name: str) -> float:
    return value_of(numbers, f"labels.{name}")


def _count(numbers: Mapping[str, Recorded], name: str) -> int:
    return int(_value(numbers, name))


def _rival(numbers: Mapping[str, Recorded]) -> float | None:
    value = numbers["labels.rival_citations"].value
    return None if value is None else float(value)


_part = partial(part_of, "labels")
_ROWS = "the rows of the tables: which places, firms and studies there are, and their counts"


def _after(words: str) -> Registered:
    return Registered("2026-11-26", "after a first look at", words)


def _changed(words: str) -> Registered:
    return Registered("2026-11-26", "changed because", words)


RULES: tuple[Part, ...] = (
    _part(
        "C1.b",
        "Most places in China that report a head-count are counties or smaller, and most of the "
        "people counted are there.",
        ("county_share", "county_heads_share", "china_places"),
        lambda found: small_towns(
            _count(found, "china_places"),
            _value(found, "county_share"),
            _value(found, "county_heads_share"),
        ),
        "who reports a head-count is who wants to be seen: bases and success stories; shops in "
        "rented houses report none",
        _after(_ROWS),
        unit="of places",
    ),
    _part(
        "C1.c",
        said("In the median place a firm has fewer than {small} people.", small=SMALL_FIRM),
        ("people_to_a_firm", "sized_places"),
        lambda found: small_firms(_count(found, "sized_places"), _value(found, "people_to_a_firm")),
        "many counts are lower bounds, so firms may be larger; a firm of a base may be one in name",
        _after(_ROWS),
        unit="people",
    ),
    _part(
        "C2.a",
        said("ImageNet holds over {claimed:,.0f} images.", claimed=IMAGES_CLAIMED),
        ("imagenet_images", "imagenet_confidence"),
        lambda found: count_holds(
            _value(found, "imagenet_images"),
            weak=found["labels.imagenet_confidence"].value == "low",
        ),
        "read one step away from the data set's own page",
        _changed(
            "it asked for hours too, which the article does not speak of; before, the claim read "
            "mixed for want of them"
        ),
        unit="images",
    ),
    _part(
        "C2.b",
        "It was labelled through Mechanical Turk.",
        ("imagenet_made_there", "imagenet_made_elsewhere"),
        lambda found: built_there(
            _count(found, "imagenet_made_there"), _count(found, "imagenet_made_elsewhere")
        ),
        "an encyclopaedia and an exhibition say so; the authors' paper was not read",
        _after(_ROWS),
        unit="sources",
    ),
    _part(
        "C2.c",
        "It set the standard: it is cited more than any other data set of pictures.",
        ("imagenet_citations", "rival_citations"),
        lambda found: cited_more(_value(found, "imagenet_citations"), _rival(found)),
        "citations differ by index by a quarter, and no other data set's are at hand",
        _after("the citations, in two indices"),
        unit="citations",
        # Whether a rival has a count is what this rule asks.
        may_lack=("rival_citations",),
    ),
    _part(
        "C3.c",
        said(
            "Quality costs time: checking takes {checked:.0%} of the time of making or more.",
            checked=CHECKED,
        ),
        ("review_share",),
        lambda found: quality_needs_time(_value(found, "review_share")),
        "one study; that quality costs time does not say that only salaried staff deliver it",
        _changed(
            "a fine label takes longer than a coarse one by construction, so that the rule could "
            "not fail; before, it read supported"
        ),
        unit="of the time of making",
    ),
    _part(
        "C5.a",
        "Of the places in China whose people can be followed, two in three or more grew.",
        ("china_growing", "china_shrinking"),
        lambda found: pours_in(_count(found, "china_growing"), _count(found, "china_shrinking")),
        "bases and the press report growth and seldom closure; few places can be followed",
        _changed(
            "one riser and no faller was enough, and one base under two names made a place more; "
            "before, it read supported"
        ),
        unit="places",
    ),
    _part(
        "C5.b",
        "Most people counted work outside the four largest cities.",
        ("outside_share", "china_places"),
        lambda found: outside_first_tier(
            _count(found, "china_places"), _value(found, "outside_share")
        ),
        "bases are put outside by policy and count their people; staff of firms in Beijing and "
        "Shenzhen is counted nowhere",
        _after(_ROWS),
        unit="of people counted",
    ),
    _part(
        "C6.a",
        "Tools save labour: measured within studies, one vote a study, by a tenth or more.",
        ("saving_measured", "measured_studies"),
        lambda found: labour_saved(
            _value(found, "saving_measured"), _count(found, "measured_studies")
        ),
        "studies of authors with a tool to show; six of the comparisons are of one of them",
        _changed(
            "its median mixed measured comparisons with claims, and hours of two projects of two "
            "firms said nothing of jobs; before, it read mixed"
        ),
        unit="times as long",
    ),
    _part(
        "C6.b",
        "Jobs fall in every part of the world where labellers can be followed.",
        ("regions_falling", "regions_rising", "regions_both"),
        lambda found: jobs_fall(
            _count(found, "regions_falling"),
            _count(found, "regions_rising"),
            _count(found, "regions_both"),
        ),
        "layoffs make news and hirings do not; one report decides for a whole part of the world",
        _after(_ROWS),
        unit="parts of the world",
    ),
    _part(
        "C11.a",
        "Voice, video and recordings of dialects have reported money, people or labels after 2018.",
        ("kinds_since",),
        lambda found: beyond_pictures_since(_count(found, "kinds_since")),
        "that something is there does not say how much of the work it is",
        _changed(
            "it read shares of keywords until 2014 for a claim of 2019; before, it read mixed"
        ),
        unit="kinds",
    ),
    _part(
        "C11.b",
        "At the seller that reports by kind, speech is a rising share of revenue.",
        ("speech_share_after", "speech_share_before"),
        lambda found: other_share_rises(
            _value(found, "speech_share_before"), _value(found, "speech_share_after")
        ),
        "one firm that began with speech, two years",
        _after("the firm's growth in all and in speech"),
        unit="of revenue",
    ),
)
"""Parts of the claims about labels, with their rules."""
